"""Slips of the pen in YAML that are plain to see in a line, and that YAML's own message would tell badly or
not at all.

The data of the handbook keep each value on one line; that makes a look at single lines reliable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handbook.problems import Problem, Severity
from handbook.sources.source_file import SourceFile

#: Keys of all data files; filled by the loader from the model, so that a word can be known for a key.
_KNOWN_KEYS: set[str] = set()
_WORD = r"[\w\u4e00-\u9fff]{1,12}"
_QUOTE_IT = "给整段内容加上英文双引号"


def register_keys(keys: frozenset[str]) -> None:
    """Tell the reader which keys exist."""
    _KNOWN_KEYS.update(keys)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line taken apart: ``lead`` (indent and list marks), then ``key`` if there is one, then ``value``
    from column ``at`` (from 0)."""

    text: str
    lead: str
    key: str
    value: str
    at: int


@dataclass(frozen=True, slots=True)
class _Slip:
    column: int  # from 0
    rule: str
    message: str
    expected: str
    hint: str
    severity: Severity = Severity.ERROR


_PARTS = re.compile(
    r"(?P<lead>\s*(?:- +)*)(?:(?P<key>[^\s:#\"'\[\]{}][^:#\"'\[\]{}]{0,20}?)\s*:(?:\s+|$))?(?P<value>.*)$"
)
_KEY = r"[\u4e00-\u9fff]{1,12}"
_QUOTED = r'"[^"\\]*"'
_PLAIN = r"[\w\u4e00-\u9fff《“（+-][^#\t\[\]{}\"':：,]*"
_SCALAR = rf"(?:{_QUOTED}|{_PLAIN})"
_LIST = rf"\[(?:{_SCALAR}(?:, {_SCALAR})*)?\]"
_PAIR = rf"[\w\u4e00-\u9fff]{{1,12}}: (?:{_SCALAR}|{_LIST})"
#: Most lines are as they should be; these need no second look, which keeps the check fast.
_SOUND = re.compile(
    rf" *(?:- )?(?:{_KEY}:"  # what the lines below belong to
    rf"|{_KEY}: [\u4e00-\u9fff《A-Za-z0-9][^:#\t\[\]{{}}\"'\u3000]*(?<! )"
    rf"|{_KEY}: https?://[^\s#\"'\[\]{{}}]+"
    rf"|(?:{_KEY}|{_QUOTED}): {_QUOTED}"
    rf"|(?:{_KEY}: )?(?:{_LIST}|\{{{_PAIR}(?:, {_PAIR})*\}}))"
)
_BLOCK = re.compile(r"[|>][+-]?\d?\s*(?:#.*)?$")


def look_over(source: SourceFile) -> list[Problem]:
    """The first slip of each line of ``source``; block scalars and comments are left out."""
    problems: list[Problem] = []
    block_indent: int | None = None
    for number, text in enumerate(source.text.split("\n"), 1):
        stripped = text.lstrip(" \t\u3000\u00a0")
        indent = len(text) - len(stripped)
        if block_indent is not None:
            if not stripped or indent > block_indent:
                continue
            block_indent = None
        if not stripped or stripped.startswith("#") or _SOUND.fullmatch(text):
            continue
        match = _PARTS.match(text)
        assert match is not None
        line = _Line(text, match["lead"], match["key"] or "", match["value"].rstrip(), match.start("value"))
        if line.key and _BLOCK.fullmatch(line.value):
            block_indent = indent
            continue
        slip = next((slip for look in _LOOKS for slip in look(line)), None)
        conflict = slip is not None and slip.rule == "Y129" and any(p.rule == "Y129" for p in problems)
        if slip and not conflict:  # the first mark of a conflict stands for all
            problems.append(
                Problem(
                    source.name,
                    number,
                    slip.column + 1,
                    slip.rule,
                    slip.message,
                    slip.expected,
                    slip.hint,
                    slip.severity,
                )
            )
    return problems


#: A line that Git leaves where two changes met.
CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?= |$)|={7}$")


def _conflict(line: _Line) -> Iterator[_Slip]:
    if mark := CONFLICT.match(line.text):
        said = f"合并时的冲突没有处理完，留着“{mark[0]}”标记"
        yield _Slip(0, "Y129", said, "两种写法里留一种", "从“<<<<<<<”到“>>>>>>>”，留下要的几行，删掉三行标记")


def _tab(line: _Line) -> Iterator[_Slip]:
    at = _unquoted(line.text).find("\t")
    if at >= 0:
        where = "缩进用了" if not line.text[:at].strip() else "这里用了"
        mend = "删掉这里的 Tab，每层缩进用两个空格" if where == "缩进用了" else "删掉这里的 Tab，打一个空格"
        yield _Slip(at, "Y101", f"{where}制表符（Tab 键）", "空格", mend)


def _wide_indent(line: _Line) -> Iterator[_Slip]:
    at = line.lead.find("\u3000")
    if at >= 0:
        yield _Slip(at, "Y126", "缩进用了全角空格", "英文空格", "删掉行首的空白，每层缩进打两个英文空格")


def _list_mark(line: _Line) -> Iterator[_Slip]:
    match = re.match(rf"\s*(?P<mark>[－—–―−•●*+]+\s*|-)(?=(?P<key>{_WORD})\s?[:：])", line.text)
    if match and match["key"] in _KNOWN_KEYS:
        mark = match["mark"].strip()
        message = "“-”后面少了空格" if mark == "-" else f"列表的一项以“{mark}”开头"
        yield _Slip(
            match.start("mark"), "Y124", message, "“- ”：英文短横线加一个空格", f"写成 - {match['key']}: …"
        )


def _wide_colon(line: _Line) -> Iterator[_Slip]:
    match = re.match(rf"\s*(?:- +)*(?P<key>{_WORD})(?P<colon>：)\s*(?P<rest>.*)$", line.text)
    if quoted := re.match(rf"\s*(?:- +)*(?P<key>[“”]{_WORD}[“”])\s*[:：]", line.text):
        hint = "删掉名称两边的引号，冒号用英文的，后面空一格"
        said, right = f"名称{quoted['key']}两边用了中文引号", f"{quoted['key'][1:-1]}: 内容"
        yield _Slip(quoted.start("key"), "Y115", said, right, hint)
    if match and (match["key"] in _KNOWN_KEYS or not match["rest"]):
        said, right = f"“{match['key']}”后面用了中文冒号“：”", f"{match['key']}: （英文冒号加一个空格）"
        yield _Slip(match.start("colon"), "Y102", said, right, "换成英文冒号，冒号后面空一格")


def _tight_colon(line: _Line) -> Iterator[_Slip]:
    match = re.match(rf"\s*(?:- +)*(?P<key>{_WORD})(?P<colon>:)(?=[^\s/]|\u3000)", line.text)
    if match and match["key"] in _KNOWN_KEYS:
        what = "是全角空格" if line.text[match.end()] == "\u3000" else "少了空格"
        said = f"“{match['key']}”的冒号后面{what}"
        mend = "在英文冒号后面加一个空格" if what == "少了空格" else "换成一个英文空格"
        yield _Slip(match.start("colon"), "Y103", said, f"{match['key']}: 内容", mend)


def _no_colon(line: _Line) -> Iterator[_Slip]:
    match = re.match(rf"\s*(?:- +)*(?P<key>{_WORD})(?P<gap>[ \u3000]+)(?=[^\s:：])", line.text)
    if match and match["key"] in _KNOWN_KEYS and not re.search(r":(?:\s|$)", line.text):
        said, right = f"“{match['key']}”后面少了英文冒号", f"{match['key']}: 内容"
        yield _Slip(match.start("gap"), "Y107", said, right, "在名称后面加英文冒号和一个空格")


_WIDE_BRACKETS = {"｛": "｝", "［": "］", "【": "】", "〔": "〕"}


def _wide_bracket(line: _Line) -> Iterator[_Slip]:
    for at in dict.fromkeys((line.at, len(line.lead))):
        value = line.text[at:].rstrip()
        if value[:1] in _WIDE_BRACKETS and value.endswith(_WIDE_BRACKETS[value[0]]):
            break
    else:
        return
    said = f"用了中文括号“{value[0]}{value[-1]}”"
    yield _Slip(at, "Y123", said, "英文括号 [ ] 或 { }", "换成英文括号，里面各项之间用英文逗号加空格")


def _inside_braces(line: _Line) -> Iterator[_Slip]:
    if not line.value.startswith("{"):
        return
    shown = _unquoted(line.value)
    for match in re.finditer(
        rf"(?P<before>[{{,，;；\s]\s*)(?P<key>{_WORD})(?P<colon>[:：])(?P<gap>\s?)", shown
    ):
        key, before = match["key"], match["before"]
        if key not in _KNOWN_KEYS:
            continue
        apart = before[0] in "{,"
        if not apart and before[0] != "，" and (match["colon"], match["gap"]) != (":", " "):
            continue  # words that happen to be a name
        if not apart:
            said = "用了中文逗号" if before[0] == "，" else "少了英文逗号"
            mend = "花括号里各项之间用英文逗号加一个空格"
            yield _Slip(line.at + match.start(), "Y122", f"“{key}”前面{said}", f", {key}: …", mend)
        elif match["colon"] == "：":
            said, right = f"“{key}”后面用了中文冒号“：”", f"{key}: （英文冒号加一个空格）"
            yield _Slip(line.at + match.start("colon"), "Y102", said, right, "换成英文冒号，冒号后面空一格")
        elif not match["gap"]:
            said, right = f"“{key}”的冒号后面少了空格", f"{key}: 内容"
            yield _Slip(line.at + match.start("colon"), "Y103", said, right, "在英文冒号后面加一个空格")


def _quotes(line: _Line) -> Iterator[_Slip]:
    quote = line.value[:1]
    if quote not in ('"', "'") or not quote:
        return
    closed = re.match(r'"(?:[^"\\]|\\.)*"' if quote == '"' else r"'(?:[^']|'')*'", line.value)
    if not closed:
        mend = "在这一行末尾补上引号；中文引号“ ”不算引号"
        yield _Slip(line.at, "Y108", "引号只有开头，没有结尾", "前后各一个英文引号，写在同一行", mend)
        return
    rest = line.value[closed.end() :].strip()
    if rest and not rest.startswith(("#", ":")):
        said, right = "英文引号括起来的内容后面还有字", "引号括住整段内容，或者不用引号"
        yield _Slip(line.at + closed.end(), "Y125", said, right, "里面的引号换成中文引号“ ”，外面不加引号")


def _stray_quote(line: _Line) -> Iterator[_Slip]:
    """A quote that belongs to no pair, in words without quotes around them."""
    shown = re.sub(r"\s#.*", "", _unquoted(line.text))
    if shown.count('"') % 2 and not line.value.startswith(('"', "'")):
        said = "这个英文引号没有配对的另一半，会当成内容"
        yield _Slip(shown.rindex('"'), "Y108", said, "前后各一个英文引号", "补上前面的引号，或者删掉它")


def _brackets(line: _Line) -> Iterator[_Slip]:
    if line.value[:1] not in ("[", "{") or not line.value:
        return
    shown, depth, begun = _unquoted(line.value), [], []
    for at, char in enumerate(shown):
        if char in "[{":
            depth.append("]" if char == "[" else "}")
            begun.append(at)
        elif char == "," and depth and shown[at + 1 :].lstrip()[:1] == ",":
            said, mend = "两个英文逗号之间没有内容", "删掉多余的逗号，或者补上那一项"
            yield _Slip(line.at + at, "Y109", said, "[甲, 乙]", mend)
            return
        elif char in "]}":
            opened = begun.pop()
            if char != depth.pop():
                said, right = f"括号没有成对：这里的“{char}”对不上前面的括号", "[ ] 和 { } 成对"
                yield _Slip(line.at + at, "Y108", said, right, "看看是不是打成了另一种括号，或者漏了一个")
                return
            if depth and (after := shown[at + 1 :].lstrip()) and after[0] not in ",]}:#":
                said = f"“{shown[opened]}…{char}”后面还有字，这段内容没有加引号"
                yield _Slip(line.at + opened, "Y104", said, f'"{shown[opened]}…{char}…"', _QUOTE_IT)
                return
            if not depth:
                rest = shown[at + 1 :].strip()
                if rest[:1] in ("]", "}"):
                    said, right = f"多了一个“{rest[0]}”", "[ ] 和 { } 成对"
                    yield _Slip(line.at + shown.index(rest[0], at + 1), "Y108", said, right, "删掉多余的括号")
                elif (second := re.match(rf"(?P<key>{_WORD})\s?[:：]", rest)) and second[
                    "key"
                ] in _KNOWN_KEYS:
                    said = f"“{second['key']}”和上一项写在一行里了"
                    column = line.at + shown.index(second["key"], at + 1)
                    yield _Slip(
                        column, "Y105", said, "一行一个“名称: 内容”", "从它起另起一行，和上一项左边对齐"
                    )
                elif rest and not rest.startswith(("#", ":")):
                    said = f"内容以“{line.value[0]}”开头，没有加引号"
                    yield _Slip(line.at, "Y104", said, f'"{line.value[0]}…"', _QUOTE_IT)
                return
    said = f"“{line.value[0]}”没有配对的“{depth[0]}”"
    yield _Slip(line.at, "Y108", said, "[ ] 和 { } 成对，写在同一行", f"在这一行末尾补上“{depth[0]}”")


def _name_of_a_piece(line: _Line) -> Iterator[_Slip]:
    if match := re.match(r"[&*][A-Za-z][\w-]*(?=\s|$)", line.value):
        said = f"“{match[0]}”是给一段起的名字（&），或者引用别处的一段（*）"
        yield _Slip(line.at, "Y130", said, "每处都写全", "删掉它；引用的地方，把那一段的内容抄一遍")


def _special(line: _Line) -> Iterator[_Slip]:
    match = re.match(r"[@`%&!]|\*(?!\*?\s)|\*|[|>?-](?=\s)", line.value)
    if match and (line.key or match[0] not in "|>?-"):
        yield _Slip(line.at, "Y104", f"内容以“{match[0]}”开头，没有加引号", f'"{match[0]}…"', _QUOTE_IT)


def _second_colon(line: _Line) -> Iterator[_Slip]:
    if line.key and line.value[:1] not in ('"', "'", "[", "{", "#", ""):
        match = re.search(r":(?=\s|$)", re.sub(r"\s#.*", "", line.value))
        if match:
            said, right = "内容里有英文冒号，后面的字会被当成另一层", "一行一个“名称: 内容”"
            yield _Slip(line.at + match.start(), "Y105", said, right, "换成中文冒号“：”，或者" + _QUOTE_IT)


def _hash(line: _Line) -> Iterator[_Slip]:
    match = re.search(r"(?:^|\s)#(?P<rest>.*)$", _unquoted(line.value))
    if not match or re.match(r"\s*文风", match["rest"]):
        return
    at = line.at + match[0].index("#") + match.start()
    if match["rest"][:1].strip():
        start = "内容以“#”开头，后面整段" if at == line.at else "“#”前面有空格，从它往后的字"
        yield _Slip(at, "Y121", f"{start}会被当成注释丢掉", '"#…"' if at == line.at else '"…#…"', _QUOTE_IT)
    elif match["rest"].strip():
        said, mend = "行末“#”后面的字是注释，读者看不到", "是内容的，" + _QUOTE_IT + "；是注释的，移到上一行"
        yield _Slip(at, "Y121", said, "内容里不用“#”，注释另起一行", mend, Severity.WARNING)


_LOOKS: tuple[Callable[[_Line], Iterator[_Slip]], ...] = (
    _conflict,
    _tab,
    _wide_indent,
    _list_mark,
    _wide_colon,
    _tight_colon,
    _no_colon,
    _wide_bracket,
    _inside_braces,
    _quotes,
    _brackets,
    _stray_quote,
    _name_of_a_piece,
    _special,
    _second_colon,
    _hash,
)


def _unquoted(text: str) -> str:
    """``text`` with what stands in quotes blanked, letter for letter, so that columns stay true."""
    return re.sub(
        r"(?<![^\s\[{,:-])(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')", lambda match: "\0" * len(match[0]), text
    )
