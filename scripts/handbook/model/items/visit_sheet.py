"""The sheet of one visit: which points save lives and come first, and what is asked."""

from __future__ import annotations

from pydantic import Field

from handbook.model.base import PointId, QuestionId, Sentence, ShortText, Source, WebName
from handbook.model.items.item import Role


class VisitSheet(Source):
    """One leaf to carry round a firm (data/visit-sheets.yml): for the officer, or for one kind of firm."""

    id: WebName = Field(alias="代号", description="landlord、tenant、own、officer；下载文件叫 visit-代号")
    name: ShortText = Field(alias="名称")
    purpose: Sentence = Field(alias="用途")
    roles: tuple[Role, ...] = Field(
        alias="适用", min_length=1, description="这张单查哪一方；用自己厂房的和检查人员用的两方都写"
    )
    official: bool = Field(
        False, alias="像官方清单", description="拿出来会被当成检查清单的写 true，标题下面印声明"
    )
    points: tuple[PointId, ...] = Field(
        alias="先看",
        min_length=2,
        max_length=30,
        description="要命的要点，最好 20 到 30 个，写双数；照走一圈的先后写",
    )
    officer_questions: tuple[QuestionId, ...] = Field(
        alias="安全员问", min_length=1, max_length=3, description="三道问安全员的题"
    )
    manager_questions: tuple[QuestionId, ...] = Field(
        alias="负责人考", min_length=1, max_length=3, description="三道考负责人的题"
    )
