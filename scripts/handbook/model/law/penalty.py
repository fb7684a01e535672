"""The catalogue of penalties: what an article says follows, stated once."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field, StringConstraints, field_validator

from handbook.model.base import Sentence, ShortText, Source, wrong
from handbook.model.law.resolve import Citation
from handbook.model.numbers.amount import amounts

#: Words of an article that open its second stage.
_SECOND_STAGE = re.compile(r"逾期|拒不(?:改正|执行|停止)|仍不改正")

#: How a heavier consequence begins that does not wait for a deadline to pass.
_HEAVIER = re.compile("情节|造成|后果|提请")

#: Words of a sanction that shuts somebody in.
_LIBERTY = re.compile("拘留|拘役|徒刑|管制")

#: What stands for the one punished where the article names the act alone (消防法第六十三条、第六十四条).
_UNSAID = "条文没写"
#: How the name of natural persons ends whom an article punishes.
_PERSONS = re.compile("(?:个人|负责人|代表人|人员|投资人)$")

#: Ten thousands of what, nobody says.
_BARE_AMOUNT = re.compile(r"[\d零一二两三四五六七八九十百千]+ ?[万千]?万(?=以[上下])")

Clause = Annotated[str, StringConstraints(min_length=2, max_length=400)]


class Penalty(Source):
    """One penal article (with paragraph and item) and its consequences.

    Amounts are in yuan, written as the article writes them (五万元以下).
    ``None`` means the article provides nothing for that case.
    """

    reference: Citation = Field(alias="条文")
    kind: Annotated[str, StringConstraints(pattern="^(行政处罚|刑事责任|行政措施)$")] = Field(
        "行政处罚", alias="性质"
    )
    act: Sentence = Field(alias="行为", description="条文所罚的行为，一句话")
    target: ShortText = Field(
        alias="罚谁",
        description="条文罚的对象：生产经营单位、出租方、个人、主要负责人…；没有写的写“条文没写”",
    )
    first: Clause | None = Field(alias="首次", description="第一次查到时条文怎么定；没有写 null")
    later: Clause | None = Field(alias="逾期", description="逾期未改、拒不改正或者情节严重时；没有写 null")
    persons: Clause | None = Field(None, alias="责任人", description="对责任人的处罚，写清首次还是逾期")
    premise: Clause | None = Field(None, alias="前提", description="条文的前提，例如“造成较大以上事件”")
    duties: tuple[Citation, ...] = Field(
        alias="义务",
        description="它罚的是违反哪一条，写一条或者几条；条文自己就是禁止、没有另外的义务条的，写 []",
    )
    bodies: tuple[ShortText, ...] = Field(
        alias="执法主体", min_length=1, description="名称见 data/bodies.yml"
    )
    body_basis: Citation | None = Field(None, alias="主体依据", description="规定由谁处罚的条文")
    see_also: tuple[Citation, ...] = Field((), alias="另见", description="连带适用的条文")
    note: str = Field("", alias="说明", max_length=240)

    @field_validator("first", "later", "persons", "premise", mode="before")
    @classmethod
    def _nothing(cls, clause: Any) -> Any:
        if clause in ("无", "没有", "未规定", "条文没写", "不适用", "/"):
            raise wrong(f"“{clause}”会当成条文里的话印出来", "null", "条文没有规定的写 null，不加引号")
        return clause

    @field_validator("first", "later", "persons")
    @classmethod
    def _in_yuan(cls, clause: str | None) -> str | None:
        if clause and (bare := _BARE_AMOUNT.search(clause)):
            said = f"“{bare[0]}”没有写“元”"
            raise wrong(said, "3万元以下、五万元以上", "在“万”后面补上“元”")
        return clause

    @property
    def words(self) -> str:
        """All that the article lays down, for the firm and for persons."""
        return "；".join(filter(None, (self.first, self.later, self.persons)))

    def act_of(self, act: str) -> str:
        """``act`` (the article's, or one of a point) with whom it punishes, where that is never the firm.

        A fine told without a word of whom is read as the firm's: “吸烟（条文没写罚谁）”. Whoever the act or
        the sanction names is not told twice.
        """
        if self.target == _UNSAID:
            return f"{act}（{_UNSAID}罚谁）"
        told = act + self.words
        if not self._persons_alone or any(end in told for end in self._persons_alone):
            return act
        return f"{act}（罚{self.target}）"

    @property
    def _persons_alone(self) -> list[str]:
        """How the names of those punished end, where they are natural persons and never a firm."""
        parts = self.target.split("、")
        ends = [end[0] for part in parts if (end := _PERSONS.search(part)) and "及其" not in part]
        return ends if len(ends) == len(parts) else []

    @property
    def persons_words(self) -> str:
        """What a table says under 责任人: of a fine that meets nobody else, not that none is laid down."""
        return self.persons or (f"罚的就是{self.target}" if self._persons_alone else "条文未规定")

    @property
    def highest_fine(self) -> float:
        """Highest fine in yuan that the article names for the unit; 0 when it names none."""
        money = [number for number, unit in amounts((self.first or "") + (self.later or "")) if unit == "元"]
        return max(money, default=0)

    @property
    def takes_liberty(self) -> bool:
        """Whether a person may be detained or sentenced to prison."""
        return bool(_LIBERTY.search(self.words))

    @property
    def later_name(self) -> str:
        """What narrow paper calls the second stage: not 不改 where its weight brings it on at once.

        “不改：情节严重的，处五日以下拘留” would say that who stops smoking in time is never detained.
        """
        return "更重" if _HEAVIER.match(self.later or "") else "不改"

    @property
    def later_words(self) -> str:
        """What a page says of the second stage, 单位 and 责任人 kept apart.

        An article may leave the firm alone and reach its persons when the deadline has passed (消防法
        第六十七条): saying that it provides nothing would contradict the line about the persons right
        below.
        """
        if self.later:
            return self.later
        if self.persons and _SECOND_STAGE.search(self.persons):
            return "对单位没有另行规定，处罚落到责任人"
        return "条文未另行规定"


class Body(Source):
    """An authority that may impose a penalty."""

    name: ShortText = Field(alias="名称")
    short: ShortText = Field(alias="简称")
    called: tuple[ShortText, ...] = Field((), alias="又称", description="法条里还怎么叫它，认主体用")
    note: str = Field("", alias="说明")
