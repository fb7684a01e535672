"""References as editors write them: 安全生产法 第四十九条第二款第一项.

The form is strict so that a slip is told and never guessed: the law by its title or a registered
short name, one space, then the place in the numerals of the statute book.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

from handbook.model.base import fault
from handbook.model.law.prose_citations import Mention, find
from handbook.model.law.register import CLAUSE_KINDS, Law, Reference
from handbook.model.numbers.chinese_number import from_chinese, to_chinese
from handbook.problems import nearest

_NUM = "[零一二三四五六七八九十百千]+"
_PLACE = re.compile(
    rf"第(?P<article>{_NUM})条(?:之(?P<suffix>{_NUM}))?(?:第(?P<paragraph>{_NUM})款)?"
    rf"(?:第(?P<item>{_NUM})项(?:至第(?P<item_to>{_NUM})项)?)?"
)
_CLAUSE = re.compile(r"(?:[A-Z]|[0-9]+)(?:\.[0-9]+)*|表\s?[0-9A-Z.]+")


def parse_place(law: Law, text: str) -> Reference:
    """The reference to ``text`` (第四十九条第二款, or 6.1.1 for a standard; empty: the whole) in ``law``.

    Raises PydanticCustomError with Chinese ``message``, ``expected`` and ``hint``.
    """
    if not text:
        return Reference(law, law_id=law.id)
    if law.kind in CLAUSE_KINDS and not text.startswith("第"):
        if not _CLAUSE.fullmatch(text):
            mend = "写成：标准编号 + 空格 + 条号，例如 GB 50140-2005 6.1.1"
            raise fault("R004", f"标准的条号“{text}”看不懂", "数字和点，例如 6.1.1", mend)
        return Reference(law, clause=text, law_id=law.id)
    match = _PLACE.fullmatch(text)
    if not match and law.kind in CLAUSE_KINDS:
        said = f"标准的条号“{text}”看不懂"
        raise fault("R004", said, "数字和点，例如 6.1.1", "不写“第”“条”，写成：标准编号 + 空格 + 条号")
    if not match:
        raise fault("R004", f"条款“{text}”看不懂", "第四十九条第二款第一项", _mend(text))
    numbers: dict[str, int | None] = {}
    for part, numeral in match.groupdict().items():
        try:
            numbers[part] = from_chinese(numeral) if numeral else None
        except ValueError:
            raise fault(
                "R005", f"数字“{numeral}”不是法条里的写法", "一百零一、二十、十二", "照法条原文的汉字数字写"
            ) from None
    if numbers["item_to"] and numbers["item"] and numbers["item_to"] <= numbers["item"]:
        raise fault("R006", f"“{text}”的项倒着写了", "第一项至第三项", "小的写在前面")
    return Reference(
        law,
        article=numbers["article"],
        suffix=numbers["suffix"] or 0,
        paragraph=numbers["paragraph"],
        item=numbers["item"],
        item_to=numbers["item_to"] or numbers["item"],
        law_id=law.id,
    )


def _mend(text: str) -> str:
    digits = re.search(r"\d+", text)
    if digits and 0 < int(digits[0]) < 10000:
        return f"条款项用汉字数字，{digits[0]} 写成 {to_chinese(int(digits[0]))}"
    if "（" in text or "(" in text:
        return "项不写括号，第（一）项写成第一项"
    return "依次写 条、款、项，中间不加空格和标点"


class ReferenceReader:
    """Reads citations against a register."""

    def __init__(self, laws: Iterable[Law]) -> None:
        self.by_name: dict[str, list[Law]] = defaultdict(list)
        for law in laws:
            for name in dict.fromkeys((*law.names, law.title)):
                self.by_name[name].append(law)
        self._names = sorted(self.by_name, key=len, reverse=True)

    def law(self, name: str) -> Law:
        """The law called ``name``. Raises PydanticCustomError when there is none or more than one."""
        found = self.by_name.get(name, [])
        if not found:
            said, right = f"登记册里没有“{name}”", "data/register/ 里登记的名称"
            raise fault("R001", said, right, self._meant(name) or "先在 data/register/ 里登记这部法规或标准")
        if len(found) > 1:
            mend = "写正式名称；登记册里不该有两部叫这个的，改那里的“简称”"
            raise fault("R002", f"“{name}”指不清是哪一部", " 或 ".join(law.title for law in found), mend)
        return found[0]

    def __call__(self, text: str) -> Reference:
        text = text.strip()
        end = len(text)
        while end > 0:  # names have spaces too: the longest that is registered counts
            if text[:end] in self.by_name:
                return parse_place(self.law(text[:end]), text[end:].strip())
            end = text.rfind(" ", 0, end)
        for name in self._names:
            if text.startswith(name) and text[len(name) :].startswith("第"):
                said = f"“{name}”和条号之间少了空格"
                raise fault("R003", said, f"{name} {text[len(name) :]}", "在法规名称后面加一个空格")
        head = re.split(r"\s*第(?=[零一二三四五六七八九十百千\d])", text, maxsplit=1)[0].strip(" 《》")
        head = re.sub(r"(?<=\d) (?:[A-Z]?[0-9.]+|表\s?[0-9A-Z.]+)$", "", head)  # the clause of a standard
        if head in self.by_name:
            raise fault(
                "R003", f"引用“{text}”的写法不对", f"{head} 第…条", "法规名称不加书名号，名称后面空一格"
            )
        if not head:
            said, mend = f"“{text}”前面没有法规名称", "条号前面写上法规名称和一个空格"
            raise fault("R003", said, f"安全生产法 {text}", mend)
        said, right = f"登记册里没有“{head}”", "data/register/ 里登记的名称"
        raise fault("R001", said, right, self._meant(head) or "先在 data/register/ 里登记这部法规或标准")

    def _meant(self, name: str) -> str:
        """A hint for a name that is not registered: first the same in another year or spelling."""
        squeezed, number = re.sub(r"\s", "", name), name.rpartition("-")[0]
        for known in self.by_name:
            if re.sub(r"\s", "", known) in (squeezed, squeezed.partition("（")[0]) or (
                number and any(char.isdigit() for char in number) and known.rpartition("-")[0] == number
            ):
                return f"是不是想写“{known}”？"
        return nearest(name, self.by_name)

    @cached_property
    def _standards(self) -> dict[str, list[Law]]:
        """Standards by their number as squeezed: GB50140-2005, and without the year GB50140."""
        found: dict[str, list[Law]] = defaultdict(list)
        for name, laws in self.by_name.items():
            for law in laws if re.match(r"[A-Z]", name) else ():
                squeezed = re.sub(r"\s|（.*）$", "", name)
                for key in dict.fromkeys((squeezed, squeezed.partition("-")[0])):
                    if law not in found[key]:
                        found[key].append(law)
        return found

    def standard(self, number: str) -> Law:
        """The standard of ``number``, with or without space and year; without a year the newest registered
        edition that is not to come only. Raises PydanticCustomError when there is none."""
        squeezed = re.sub(r"\s|（.*）$", "", number)
        found = self._standards.get(squeezed, [])
        if not found:
            base = squeezed.partition("-")[0]
            known = [law.name for law in self._standards.get(base, [])]
            raise fault(
                "R001",
                f"登记册里没有“{number}”",
                "、".join(known) or "data/register/standards.yml 里登记的编号",
                f"是不是想写“{known[-1]}”？"
                if known
                else "核对编号和年份；没有登记的，先在 data/register/ 里登记",
            )
        standing = [law for law in found if not law.repealed]
        in_force = [law for law in standing if law.effective]
        return min(in_force or standing or found, key=lambda law: law.effective or dt.date.max)

    def find_in_text(self, text: str, default: Law | None = None) -> tuple[Mention, ...]:
        """Laws, standards and places in them named in running text; see :func:`prose_citations.find`."""
        return find(self, text, default)


@lru_cache(maxsize=4)
def reader_of(laws: tuple[Law, ...]) -> ReferenceReader:
    """The reader of ``laws``: of the same laws the same, so that what one has found is known to all."""
    return ReferenceReader(laws)
