"""The editions of the handbook, and what each changed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.model.base import PastItemId, Sentence, ShortText, Source, WorkDay


class Edition(Source):
    """A dated edition of everything that is printed."""

    id: Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])(-\d)?$")] = Field(
        alias="代号", description="如 2026-11"
    )
    name: ShortText = Field(alias="名称", description="如 2026年11月版")
    day: WorkDay = Field(alias="日期")
    note: Sentence = Field(alias="说明")
    commit: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")] | None = Field(
        None, alias="提交", description="这一版的提交号（40 位）；有了它，在任何一份克隆里都能和这一版比"
    )


class EditionChange(Source):
    """One line of what is new in an edition."""

    item: PastItemId | None = Field(None, alias="条目", description="哪一条；全书的变化不写")
    text: Sentence = Field(alias="内容", description="改了什么，一句话")


class EditionChanges(Source):
    """What changed from the edition before (data/changes/<版次>.yml)."""

    edition: Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])(-\d)?$")] = Field(
        alias="版次", description="版次的代号，如 2026-12，加引号；和文件名一致"
    )
    changes: tuple[EditionChange, ...] = Field((), alias="变化")
