"""Citations as people write them in running text: 《安全生产法》（2021年修正）第四十九条、第五十条.

One reader for everybody who reads prose. The text is first squeezed (Markdown marks, line breaks and runs
of spaces go, full-width digits and ○ become plain ones), then cut into titles, numbers of standards and
places, and each place is given to the law it belongs to: the title before it, the list it stands in, a
word that points back (该法, 同一条例, 本办法), or the law last cited in the same paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from pydantic_core import PydanticCustomError

from handbook.model.base import fault
from handbook.model.law.register import CLAUSE_KINDS, Law, Reference
from handbook.model.numbers.chinese_number import from_chinese

_DIGITS = "零一二三四五六七八九"
_NUM = r"(?:[零一二三四五六七八九十百千]+|\d+)"
#: Most articles that a range 第A条至第B条 may span; a longer one is taken for a slip.
_LONGEST_RANGE = 150

# Marks of Markdown that may stand between a title and its article; group: what takes their place.
_MARKS = re.compile(
    r"(?P<none><!--.*?-->|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[\^[^\]\n]+\]|!?\[|\]|</?[a-zA-Z][^<>\n]*>"
    r"|\{[:.#%][^{}\n]*\}|\*+|~~|==)"
    r"|(?P<code>^```.*?^```|`[^`\n]+`)"
    r"|(?P<block>\n(?:[ \t]*\n)+|\n(?=[ \t]*(?:[-+*|#>]|\d+\.\s|:::|!!!|\?\?\?|\\)))"
    r"|(?P<space>[ \t\n\u3000\u00a0]+)",
    re.DOTALL | re.MULTILINE,
)
#: How the number of a standard begins.
_CODE = re.compile("[A-ZＡ-Ｚ]{2}")
_PLAIN = str.maketrans(
    {chr(code): str(code - 0xFF10) for code in range(0xFF10, 0xFF1A)}
    | {chr(code): chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    | {
        "〇": "零",
        "○": "零",
        "◯": "零",
        "(": "（",
        ")": "）",
        "－": "-",
        "—": "-",
        "–": "-",
        "‐": "-",
        "‑": "-",
    }
    | {
        chr(code): unicodedata.normalize("NFKC", chr(code))
        for code in range(0x2F00, 0x2FD6)
        if len(unicodedata.normalize("NFKC", chr(code))) == 1
    }
)

_SEPARATOR = r" ?(?:、|，|,|；|和|及|以及|或者|或|与|并) ?"
_RANGE = r" ?(?:至|到|-+|~|～) ?"
_ITEM_NUMBER = rf"(?:（ ?{_NUM} ?）|{_NUM})"
_ITEMS = rf"第 ?{_ITEM_NUMBER}(?: ?(?:、|至|到|和|-) ?{_ITEM_NUMBER})* ?项(?:{_RANGE}第 ?{_ITEM_NUMBER} ?项)?"
_PARAGRAPH = rf"第 ?{_NUM} ?款"
_SUB = rf"(?: ?{_PARAGRAPH}(?: ?{_ITEMS})?| ?{_ITEMS})"
_PLACE = (
    rf"第 ?{_NUM}(?: ?(?:、|至|到|-) ?{_NUM})* ?条(?:之{_NUM})?(?:{_SUB}(?:{_SEPARATOR}{_SUB})*)?(?![路线街])"
)
_STANDARD_PREFIX = (
    "GBZ/T|GB/T|GB/Z|GBZ|GBJ|GB|AQ/T|AQ|XF/T|XF|GA/T|GA|JB/T|JB|DB ?\\d{2}/T|DB ?\\d{2}|TSG|JGJ/T|JGJ|CJJ"
    "|HG/T|HG|HJ|WS/T|WS|LD/T|LD|YS|YB|SB/T|MT|TSG ?[A-Z]"
)
_STANDARD = (
    rf"(?<![A-Za-z])(?:{_STANDARD_PREFIX}) ?\d{{2,6}}(?:\.\d+)?"
    r"(?: ?- ?(?:19|20)\d\d(?!\d)(?:（20\d\d年版）)?)?(?![\d])"
)
_CLAUSE = r"(?:第 ?)?(?:表 ?)?(?:[A-Z]\.?)?\d+(?:\.\d+)+(?: ?条)?|第 ?\d+ ?[条章]"
_TITLE = r"《(?:[^《》\n|]|《[^《》\n]*》){2,60}》"
_TOKEN = re.compile(
    rf"(?P<title>{_TITLE})|(?P<standard>{_STANDARD})|(?P<place>{_PLACE})|(?P<block>\n)", re.ASCII
)
#: What may stand between a title and its place: a version, a short form, 的, a closing bracket.
_JOIN = re.compile(r"(?: |（[^（）\n]{0,60}）|）|的|中|里|规定|”)*")
_LIST_JOIN = re.compile(rf"(?:规定)?{_SEPARATOR}|[^。；\n|]{{0,8}}{_SEPARATOR}")
_RANGE_JOIN = re.compile(_RANGE)
_ALIAS = re.compile(
    r" ?（[^（）]{0,20}?(?:以下)?(?:简称|统称|称)(?:为)?[“《\"]?(?P<name>[^”》\"（）]{2,30})[”》\"]?）"
)
_NOUN = "法|条例|规定|办法|标准|规则|规范|细则|决定|令"
_BACK = re.compile(
    rf"(?:该|本|同一|同|此|这部|这个|上述|前述|前引|新|旧)(?:部|个|项)?(?P<noun>{_NOUN})(?:的)? ?$"
)
_BARE_NOUN = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{0,14}}(?:{_NOUN}))(?:的)? ?$")
#: A bare 第…条 is an article of some law when these words lead to it, or when it has paragraphs or items.
_POINTS_AT_LAW = re.compile(r"(?:见|按|按照|依照|依据|根据|违反|引|适用) ?$")
_WITH_PARAGRAPH = re.compile(r"条(?:之.)? ?第.*[款项]")
#: Words by which a sentence says itself that a law is no longer, or not yet, the one to follow.
_PAST_WORDS = re.compile(
    r"废止|失效|取代|替代|代替|旧|作废|不再|停用|以前|从前|原来|改为|换成|已经过期|合并|删去"
)
_FUTURE_WORDS = re.compile(r"施行|实施|起|将|新版|以后|生效|换用|年底|还没")


class Register(Protocol):
    """What the reader asks of the register."""

    by_name: dict[str, list[Law]]

    def law(self, name: str) -> Law: ...

    def standard(self, number: str) -> Law: ...

    def __hash__(self) -> int: ...  # what was found is remembered with it


@dataclass(frozen=True, slots=True)
class Mention:
    """A law or a place in it, named in running text.

    ``offset`` and ``end`` count characters of the text as it was given; ``words`` is what stands there.
    ``found`` is the reference (without an article where only the law is named), or what is wrong with it.
    """

    offset: int
    end: int
    words: str
    found: Reference | PydanticCustomError
    sentence: str

    @property
    def placed(self) -> bool:
        """Whether a place in a law is cited (or was meant to be), not only the law named."""
        return isinstance(self.found, PydanticCustomError) or bool(self.found.place)

    @property
    def told_as_past(self) -> bool:
        """Whether the sentence itself, titles apart, says that the law named is past."""
        return bool(_PAST_WORDS.search(re.sub(_TITLE, "", self.sentence)))

    @property
    def told_as_coming(self) -> bool:
        """Whether the sentence itself, titles apart, says that the law named is still to come."""
        return bool(_FUTURE_WORDS.search(re.sub(_TITLE, "", self.sentence)))


class Squeezed:
    """Text without the marks that may stand inside a citation, and the way back to the original."""

    def __init__(self, text: str) -> None:
        self.original = text
        parts: list[str] = []
        self._here: list[int] = [0]
        self._there: list[int] = [0]
        length, position = 0, 0
        for match in _MARKS.finditer(text):
            plain = text[position : match.start()]
            put = {"none": "", "code": "\0", "block": "\n", "space": " "}[match.lastgroup or "none"]
            parts += (plain, put)
            length += len(plain)
            position = match.end()
            self._here.append(length)
            self._there.append(match.start())
            length += len(put)
            self._here.append(length)
            self._there.append(position)
        parts.append(text[position:])
        self.text = "".join(parts).translate(_PLAIN)

    def back(self, position: int) -> int:
        """The offset in the original text of ``position`` in :attr:`text`."""
        index = bisect_right(self._here, position) - 1
        return self._there[index] + position - self._here[index]


@dataclass(slots=True)
class _Seen:
    """What the scan has come to know: the law in hand, those named before, and short forms given."""

    law: Law | None = None
    error: PydanticCustomError | None = None
    last: Law | None = None
    placed: Law | None = None  # last law cited with a place in this paragraph
    article: Reference | None = None
    end: int = 0  # where the last title or place ended
    after_place: bool = False


def number(text: str) -> int:
    """The number of 四十九, 49, 一〇一 (as 一零一) or 第九百零九. Raises ValueError for anything else."""
    text = text.strip(" （）")
    if text.isascii() and text.isdigit():
        value = int(text)
        if not 1 <= value <= 9999:
            raise ValueError(text)
        return value
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return number("".join(str(_DIGITS.index(char)) for char in text))
    return from_chinese(text)


def find(register: Register, text: str, default: Law | None = None) -> tuple[Mention, ...]:
    """Every law and place named in ``text``. ``default`` is the law that 本条例 or a bare 第…条 means
    before any title was seen (the row of data that a note belongs to)."""
    # Most texts name none, and are told from the others quicker than they are remembered.
    return _found(register, text, default) if "第" in text or "《" in text or _CODE.search(text) else ()


@lru_cache(maxsize=8192)
def _found(register: Register, text: str, default: Law | None) -> tuple[Mention, ...]:
    return tuple(_Scan(register, text, default).mentions())


class _Scan:
    def __init__(self, register: Register, text: str, default: Law | None) -> None:
        self.register, self.squeezed = register, Squeezed(text)
        self.text = self.squeezed.text
        self.aliases: dict[str, Law] = {}
        self.seen = _Seen(last=default, placed=default)
        self.by_noun: dict[str, Law] = {}
        self.default = default
        self.title_start = self.skip = 0
        if default:
            self._remember(default)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(sorted(self.register.by_name, key=len, reverse=True))

    def mentions(self) -> Iterator[Mention]:
        pending: Mention | None = None  # a title waits: a place may follow and take its stead
        tokens = _TOKEN.finditer(self.text)
        for token in tokens:
            kind = token.lastgroup
            if token.start() < self.skip:
                continue
            if kind == "block":
                self.seen.placed, self.seen.law, self.seen.after_place = self.default, None, False
                continue
            if kind == "place":
                found = list(self._place(token.start(), token.end()))
                if pending and found and self.seen.end and found[0].offset <= pending.offset:
                    pending = None
                if pending:
                    yield pending
                    pending = None
                yield from found
                continue
            if pending:
                yield pending
            pending = self._title(token) if kind == "title" else None
            if kind == "standard":
                yield from self._standard(token)
        if pending:
            yield pending

    def _mention(self, start: int, end: int, found: Reference | PydanticCustomError) -> Mention:
        offset, stop = self.squeezed.back(start), self.squeezed.back(max(start, end - 1)) + 1
        return Mention(
            offset,
            stop,
            re.sub(r"\s*\n\s*", "", self.squeezed.original[offset:stop]),
            found,
            self._sentence(start, end),
        )

    def _sentence(self, start: int, end: int) -> str:
        left = max(self.text.rfind(mark, 0, start) for mark in "。\n|") + 1
        right = [at for mark in "。\n|" if (at := self.text.find(mark, end)) >= 0]
        return self.text[left : min(right) if right else len(self.text)]

    def _remember(self, law: Law) -> None:
        self.seen.last = law
        for noun in _NOUN.split("|"):
            if law.title.removesuffix("（试行）").endswith(noun):
                self.by_noun[noun] = law

    # ── titles and numbers of standards ──

    def _title(self, token: re.Match[str]) -> Mention | None:
        name = token["title"][1:-1]
        law, error = self._law(name)
        self.seen.law, self.seen.error = law, error
        self.seen.end, self.seen.after_place = token.end(), False
        self.title_start = token.start()
        if law is None:
            return None  # not in the register: only an article cited in it would be wrong
        self._remember(law)
        alias = _ALIAS.match(self.text, token.end())
        if alias:
            self.aliases[alias["name"].strip()] = law
            self.skip = alias.end()  # the short form itself is no second mention
        return self._mention(token.start(), token.end(), Reference(law, law_id=law.id))

    def _law(self, name: str) -> tuple[Law | None, PydanticCustomError | None]:
        if name in self.aliases:
            return self.aliases[name], None
        for spelling in dict.fromkeys((name, name.translate({ord("《"): "〈", ord("》"): "〉"}))):
            try:
                return self.register.law(spelling), None
            except PydanticCustomError as error:
                wrong = error
        return None, wrong

    def _standard(self, token: re.Match[str]) -> Iterator[Mention]:
        start, end = token.span("standard")
        try:
            law = self.register.standard(token["standard"])
        except PydanticCustomError as error:
            self.seen.law, self.seen.error, self.seen.after_place = None, error, False
            self.seen.end = end
            yield self._mention(start, end, error)
            return
        self._remember(law)
        self.seen.law, self.seen.error, self.seen.end, self.seen.after_place = law, None, end, False
        self.title_start = start
        found = list(self._clauses(law, start, end))
        yield from found or [self._mention(start, end, Reference(law, law_id=law.id))]

    def _clauses(self, law: Law, start: int, end: int) -> Iterator[Mention]:
        at, first = end, True
        while True:
            join = (_JOIN if first else re.compile(_SEPARATOR)).match(self.text, at)
            clause = join and re.compile(_CLAUSE).match(self.text, join.end())
            if not clause or re.match(r"(?: ?-? ?[%年月日米人具处个分度℃]| ?k?m)", self.text[clause.end() :]):
                return
            place = clause[0].replace("第", "").replace("条", "").replace("章", "").strip()
            if "章" not in clause[0]:
                yield self._mention(
                    start if first else clause.start(),
                    clause.end(),
                    Reference(law, clause=re.sub(r"^表 ?", "表 ", place), law_id=law.id),
                )
            at, first = clause.end(), False
            self.seen.end = at

    # ── places ──

    def _place(self, start: int, end: int) -> Iterator[Mention]:
        seen = self.seen
        gap = self.text[seen.end : start] if seen.end <= start else "\0"
        begin, law, error = start, None, None
        ranged = False
        if not seen.after_place and (seen.law or seen.error) and _JOIN.fullmatch(gap):
            begin, law, error = self.title_start, seen.law, seen.error
        elif seen.after_place and seen.law and _RANGE_JOIN.fullmatch(gap):
            law, ranged = seen.law, True
        elif seen.after_place and seen.law and _LIST_JOIN.fullmatch(gap) and not self._named(start)[0]:
            law = seen.law
        else:
            law, error, begin = self._named(start)
            if law is None and error is None:
                if not self.text[start:end].translate({ord(" "): None})[1:2].isdigit():
                    law = seen.placed
                if law is None or law.kind in CLAUSE_KINDS:
                    if _POINTS_AT_LAW.search(self.text[:start][-6:]) or _WITH_PARAGRAPH.search(
                        self.text[start:end]
                    ):
                        message = f"“{self.text[start:end]}”没有写是哪一部的"
                        hint = "写出法规名称；同一段里前面写过的，可以只写第几条"
                        yield self._mention(start, end, fault("R007", message, "《法规名称》第…条", hint))
                    return
        if law is None:
            assert error is not None
            seen.law, seen.error, seen.end, seen.after_place = None, None, end, True
            yield self._mention(begin, end, error)
            return
        if law.kind in CLAUSE_KINDS:
            # 第6条 of a standard is its clause 6; 第六条 is left to the check to refuse.
            digits = re.match(r"第 ?(\d+) ?条", self.text[start:end])
            if digits:
                reference = Reference(law, clause=digits[1], law_id=law.id)
                seen.end, seen.after_place, seen.law = end, True, law
                yield self._mention(begin, end, reference)
                return
        previous = seen.article
        for index, (at, stop, found) in enumerate(_places(law, self.text[start:end])):
            if isinstance(found, Reference):
                if ranged and index == 0 and previous and previous.article and found.article:
                    yield from self._between(law, previous, found, start, end)
                seen.article = found
            first = begin if index == 0 else start + at
            yield self._mention(first, start + stop, found)
        seen.law, seen.error, seen.end, seen.after_place = law, None, end, True
        seen.placed = law
        self._remember(law)

    def _between(
        self, law: Law, first: Reference, last: Reference, start: int, end: int
    ) -> Iterator[Mention]:
        assert first.article and last.article
        if last.article <= first.article:
            yield self._mention(
                start,
                end,
                fault(
                    "R006", f"{first.place}至{last.place}倒着写了", "小的写在前面", "对照原文，改成从小到大"
                ),
            )
        elif last.article - first.article > _LONGEST_RANGE:
            yield self._mention(
                start, end, fault("R006", f"{first.place}至{last.place}跨得太长", "几条之内", "一条一条写")
            )
        else:
            for article in range(first.article + 1, last.article):
                yield self._mention(start, end, Reference(law, article=article, law_id=law.id))

    def _named(self, start: int) -> tuple[Law | None, PydanticCustomError | None, int]:
        """The law named without 《》 right before ``start``, or pointed back to; where its words begin."""
        before = self.text[max(0, start - 60) : start]
        trimmed = before.rstrip(" ").removesuffix("的").rstrip(" >〉＞」』”\"'")
        plain = re.sub(r"（[^（）]*(?:修正|修订|版|年)[^（）]*）$", "", trimmed)
        for candidate in dict.fromkeys((trimmed, plain)):
            name = next((n for n in (*self.aliases, *self._names) if candidate.endswith(n)), "")
            if name:
                law, error = self._law(name)
                return law, error, start - len(before) + len(candidate) - len(name)
        back = _BACK.search(before)
        if back:
            law = self.by_noun.get(back["noun"]) or (self.seen.last if back["noun"] == "令" else None)
            at = start - len(before) + back.start()
            if law:
                return law, None, at
            message = f"“{back[0].strip()}”指不清是哪一部，前面没有写它的名称"
            return None, fault("R007", message, "《法规名称》第…条", "写出法规名称，加书名号"), at
        bare = _BARE_NOUN.search(before)
        if bare:
            name = bare["name"]
            at = start - len(before) + bare.start()
            if name in _NOUN.split("|") and name in self.by_noun:
                return self.by_noun[name], None, at
            meant = next(
                (
                    known
                    for size in range(len(name), 3, -1)
                    for known in self._names
                    if known.endswith(name[-size:])
                ),
                "",
            )
            if meant:
                return (
                    None,
                    fault(
                        "R001",
                        f"登记册里没有“{name}”这个名称",
                        f"《{meant}》第…条",
                        f"是不是想写“{meant}”？写登记的名称，加书名号",
                    ),
                    at,
                )
        return None, None, start


_ARTICLE_PART = re.compile(
    rf"第 ?(?P<numbers>{_NUM}(?: ?(?:、|至|到|-) ?{_NUM})*) ?条(?:之(?P<suffix>{_NUM}))?"
)
_SUB_PART = re.compile(rf"(?:第 ?(?P<paragraph>{_NUM}) ?款)? ?(?P<items>{_ITEMS})?", re.ASCII)
_NUMBERS = re.compile(rf"(?P<join>至|到|-)? ?(?P<number>{_NUM})")


def _places(law: Law, text: str) -> Iterator[tuple[int, int, Reference | PydanticCustomError]]:
    """The references that one run of 第…条第…款第…项 (with lists inside) holds: start, end and reference."""
    head = _ARTICLE_PART.match(text)
    assert head is not None
    try:
        articles = list(_expand(head["numbers"]))
        suffix = number(head["suffix"]) if head["suffix"] else 0
        subs = list(_subs(text[head.end() :]))
    except ValueError as error:
        message = f"数字“{error}”不是法条里的写法"
        yield 0, len(text), fault("R005", message, "一百零一、二十、十二", "照法条原文的汉字数字写")
        return
    except _Reversed as error:
        yield 0, len(text), fault("R006", f"“{error}”倒着写了", "第一项至第三项", "小的写在前面")
        return
    for article in articles[:-1]:
        yield 0, head.end(), Reference(law, article=article, law_id=law.id)
    base = head.end()
    if not subs:
        yield 0, base, Reference(law, article=articles[-1], suffix=suffix, law_id=law.id)
    for index, (at, stop, paragraph, item, item_to) in enumerate(subs):
        yield (
            0 if index == 0 else base + at,
            base + stop,
            Reference(
                law,
                article=articles[-1],
                suffix=suffix,
                paragraph=paragraph,
                item=item,
                item_to=item_to,
                law_id=law.id,
            ),
        )


class _Reversed(Exception):
    """A range whose end lies before its beginning."""


def _expand(text: str) -> Iterator[int]:
    """Numbers of 三十六、三十七 or 五至七."""
    previous = 0
    for match in _NUMBERS.finditer(text):
        value = number(match["number"])
        if match["join"] and previous:
            if value <= previous:
                raise _Reversed(text)
            yield from range(previous + 1, min(value, previous + _LONGEST_RANGE))
        yield value
        previous = value


def _subs(text: str) -> Iterator[tuple[int, int, int | None, int | None, int | None]]:
    """Paragraphs and items of one article: start, end, paragraph, first and last item."""
    at, paragraph = 0, None
    join = re.compile(rf"{_SEPARATOR}| ")
    while at < len(text):
        match = _SUB_PART.match(text, at)
        if not match or not match[0].strip():
            gap = join.match(text, at)
            if not gap:
                return
            at = gap.end()
            continue
        if match["paragraph"]:
            paragraph = number(match["paragraph"])
        if not match["items"]:
            yield match.start(), match.end(), paragraph, None, None
        else:
            rows = [
                (m["join"], number(m["number"]))
                for m in re.finditer(rf"(?P<join>至|到|-)? ?第? ?（? ?(?P<number>{_NUM})", match["items"])
            ]
            first: int | None = None
            pairs: list[tuple[int, int]] = []
            for ranged, value in rows:
                if ranged and first is not None:
                    if value <= first:
                        raise _Reversed(match["items"])
                    pairs[-1] = (first, value)
                else:
                    pairs.append((value, value))
                    first = value
            for low, high in pairs:
                yield match.start(), match.end(), paragraph, low, high
        at = match.end()
