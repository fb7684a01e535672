"""Numbered style rules for everything a reader sees. They report; ``fix`` mends the safe ones on command.

A number never changes its meaning and is never used again. Only what would mislead readers or slip past the
checks of references stops the build; the rest is told as a warning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import autocorrect_py

from handbook.checks.text.proofreading import HASTY
from handbook.checks.text.visible_text import (
    HIDDEN,
    Finding,
    Line,
    LineReader,
    LineRule,
    Switches,
    beginning,
    markdown_lines,
    switches,
    yaml_lines,
)
from handbook.model.numbers.chinese_number import to_chinese
from handbook.problems import Problem, Severity
from handbook.rules import REGISTER
from handbook.sources.file_cache import cached_problems
from handbook.sources.load import Entry, Sources
from handbook.sources.source_file import SourceFile

#: Han characters in a sentence beyond which a reader on a phone loses the thread.
SENTENCE_LIMIT = 60

#: The rules of style by number.
RULES = {code: rule for code, rule in REGISTER.items() if code.startswith("S")}


def check(sources: Sources) -> Iterator[Problem]:
    names = tuple(sorted(sources.reader.by_name))
    for source, reader in readable(sources):
        yield from of_file(source, reader, names)
    switched: dict[str, Switches] = {}
    for entry in sources.all_entries():
        name = entry.tree.source.name
        if name not in switched:
            switched[name] = switches(entry.tree.source)
        yield from (
            problem for problem in _long_values(entry) if not switched[name].off(problem.line, problem.rule)
        )


@cached_problems
def of_file(source: SourceFile, reader: LineReader, names: tuple[str, ...]) -> tuple[Problem, ...]:
    """What the rules find in a file; remembered by content for the preview. ``names`` are those of laws."""
    off = switches(source)
    lines = reader(source)
    rules = _suspected(lines)
    found = [
        Problem(
            source.name,
            line.number,
            finding.start + 1,
            finding.rule,
            finding.message,
            finding.expected,
            finding.hint,
            RULES[finding.rule].severity,
        )
        for line in lines
        for finding in _by_rules(line, names, rules)
        if not off.off(line.number, finding.rule)
    ]
    for line in lines_twice(lines):
        if not off.off(line.number, "S019"):
            told = f"“{beginning(line.shown)}”这一行接连写了两遍"
            found.append(Problem(source.name, line.number, 1, "S019", told, "写一遍", "删掉一行"))
    if reader is markdown_lines:
        found += [problem for number, problem in _unfounded(source) if not off.off(number, "S008")]
    found += _switch_problems(source.name, off.named, off.unclosed)
    return tuple(found)


#: Rows of so few characters (每天一次) may well be alike.
_SHORT_ROW = 8


def lines_twice(lines: Sequence[Line]) -> Iterator[Line]:
    """Rows, items and paragraphs that stand there twice, as when both sides of a merge were kept: the second
    of each two."""
    for before, line in pairwise(lines):
        if before.raw.strip() != line.raw.strip() or line.number > before.number + 2:
            continue
        if len(re.sub(rf"[{HIDDEN}\s]+", "", line.shown)) > _SHORT_ROW:
            yield line


def readable(sources: Sources) -> Iterator[tuple[SourceFile, LineReader]]:
    """Every source file once, with how its lines are read."""
    seen: set[str] = set()
    for entry in sources.all_entries():
        if entry.tree.source.name not in seen:
            seen.add(entry.tree.source.name)
            yield entry.tree.source, yaml_lines
    for page in sources.pages:
        yield page.source, markdown_lines


def findings(line: Line, names: tuple[str, ...]) -> Iterator[Finding]:
    """All findings of the line rules in ``line``; ``names`` are the names of laws."""
    return _by_rules(line, names, _LINE_RULES)


def _by_rules(line: Line, names: tuple[str, ...], rules: Iterable[LineRule]) -> Iterator[Finding]:
    if line.raw.isascii():
        return
    for rule in rules:
        yield from rule(line)
    if line.prose:
        yield from _law_names(line, names)


def _suspected(lines: Sequence[Line]) -> tuple[LineRule, ...]:
    """The line rules that can find anything in ``lines``: most files show no sign of most slips."""
    raw, shown = "\n".join(line.raw for line in lines), "\n".join(line.shown for line in lines)
    return tuple(rule for rule, sign in _LINE_RULES.items() if sign(raw, shown))


# ---------- Rules of a line ----------

_HAN = r"\u4e00-\u9fff"
_FULL = {",": "，", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_HALF = re.compile(rf"(?<=[{_HAN}])(?:[,;:?!().](?=[{_HAN}])|\.(?=\s*$))")


def _half_width(line: Line) -> Iterator[Finding]:
    for match in _HALF.finditer(line.shown):
        full = _FULL[match[0]]
        yield Finding.of(match, "S001", f"汉字之间用了半角“{match[0]}”", f"“{full}”", "换成中文标点", full)


def _simplified(line: Line) -> Iterator[Finding]:
    if _traditional().keys().isdisjoint(line.raw):
        return
    for column, char in enumerate(line.raw):
        if char in _traditional():
            simple = _traditional()[char]
            yield Finding(
                column, column + 1, "S002", f"“{char}”是繁体字", f"“{simple}”", "换成简体字", simple
            )


_TOUCHING = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z])|(?<=[A-Za-z])(?=[{_HAN}])")
_FURNACE = re.compile(r"(?:^|[^A-Za-z])(?:AOD|LF|RH|VOD)$")


def _letters_apart(line: Line) -> Iterator[Finding]:
    for match in _TOUCHING.finditer(line.shown):
        at = match.start()
        if _FURNACE.search(line.shown[:at]):
            continue  # furnace names as the official text prints them
        around = line.shown[max(0, at - 3) : at + 3].replace(HIDDEN, "")
        right = f"“{line.shown[max(0, at - 1) : at]} {line.shown[at : at + 1]}”"
        yield Finding(at, at, "S003", f"“{around}”里汉字和字母挨在一起", right, "中间加一个空格", " ")


_DIGIT_PLACE = re.compile(
    r"(?<=》)\s?第\s?(?P<article>\d+|[零一二三四五六七八九十百]+)\s?条(?P<suffix>之(?:\d+|[一二三四五六七八九十]+))?"
    r"(?:第\s?(?P<paragraph>\d+|[一二三四五六七八九十]+)\s?款)?(?:第\s?[（(]?(?P<item>\d+|[一二三四五六七八九十]+)[）)]?\s?项)?"
)


def _chinese_numerals(line: Line) -> Iterator[Finding]:
    for match in _DIGIT_PLACE.finditer(line.shown):
        words = match[0]
        if not re.search(r"[\d（(]", words):
            continue
        if any(int(number) > 9999 or int(number) == 0 for number in re.findall(r"\d+", words)):
            continue
        mended = re.sub(r"\d+", lambda number: to_chinese(int(number[0])), re.sub(r"[\s（）()]", "", words))
        said = f"“{words}”里的条款项没有照法条写"
        yield Finding.of(match, "S005", said, mended, "条、款、项用汉字数字，项不写括号", mended)


_UNITS = (
    (re.compile(r"㎡|(?<=\d)\s?m2\b|(?<=[\d ])平米|(?<=\d)\s?平方(?!米|公里|千米)"), "m²"),
    (re.compile(r"㎥|(?<=\d)\s?m3\b|(?<=\d)\s?立方(?!米|厘米)"), "m³"),
    (re.compile(r"°\s?C|(?<=\d)摄氏度"), "℃"),
    (re.compile(r"(?<=\d)(?:MM|Mm)\b|㎜"), "mm"),
    (re.compile(r"(?<=\d)(?:CM|Cm)\b|㎝|(?<=\d)公分"), "cm"),
    (re.compile(r"(?<=\d)(?:KG|Kg)\b|㎏"), "kg"),
    (re.compile("％"), "%"),
)
_TIGHT_UNIT = re.compile(r"(?<=\d)(?=(?:mm|cm|km|m²|m³|m|kg|MPa|kPa|kW|kV|mA|dB|lx|L|km/h)(?![A-Za-z\d²³/]))")


#: What every wrong or tight unit begins with.
_UNIT_LIKE = re.compile(r"[㎡㎥㎜㎝㎏％]| 平米|°\s?C|\d(?:[cdklmCKLM平立摄公]|\s(?:m[23]|平|立))")


def _unit_signs(line: Line) -> Iterator[Finding]:
    if not _UNIT_LIKE.search(line.shown):
        return
    for pattern, sign in _UNITS:
        for match in pattern.finditer(line.shown):
            before = line.shown[: match.start()]
            new = (" " if before[-1:].isdigit() and sign != "%" else "") + sign
            yield Finding.of(
                match, "S006", f"单位写成了“{match[0].strip()}”", f"“{sign}”", "换成通用的单位符号", new
            )
    for match in _TIGHT_UNIT.finditer(line.shown):
        at = match.start()
        if re.search(r"[A-Za-z#/-]\d[\d.]*$", line.shown[:at]):
            continue  # part of a model or colour number
        unit = re.match(r"[A-Za-z²³/]+", line.shown[at:])
        said = f"数字和单位“{unit[0] if unit else ''}”挨在一起"
        yield Finding(at, at, "S006", said, "1.4 m 这样的写法", "中间加一个空格", " ")


_FORBIDDEN = (
    (re.compile("绝对(?!压力|湿度|值|温度|不得)"), "说得太满", "删掉，或者写清楚在什么条件下"),
    (
        re.compile("百分之百|百分百|100\\s?%\\s?(?:安全|合格|有效|不会)|万无一失|零风险(?!报告)|一劳永逸"),
        "没有人能担保",
        "写能看见、能量到的状态",
    ),
    (
        re.compile(
            "(?:我们|可以|一定|就能|向您|包你)保证|保证(?:通过|合格|不罚|不会|没事|过关|不出)|包过|确保万无一失"
        ),
        "手册不替人担保",
        "写做到什么样算合格",
    ),
    (re.compile("杜绝一切|彻底杜绝|坚决杜绝|高度重视|警钟长鸣|重于泰山|责任重大"), "是口号", "写具体做什么"),
    (re.compile("专家指出|据了解|众所周知|有关人士|数据显示"), "没有出处", "写明出处，没有就删掉"),
    (re.compile("最高可罚|倾家荡产|吃不了兜着走"), "是吓人的话", "照条文写处罚"),
)


def _forbidden(line: Line) -> Iterator[Finding]:
    for pattern, why, hint in _FORBIDDEN:
        for match in pattern.finditer(line.shown):
            yield Finding.of(match, "S007", f"“{match[0]}”{why}", "平实、准确的话", hint)


_LOUD_SIGN = re.compile("[！!\U0001f300-\U0001faff\u2600-\u26ff\ufe0f]")
_LOUD = re.compile("[！!](?=\\s|$|[\u4e00-\u9fff”])|[\U0001f300-\U0001faff\u2600-\u26ff\ufe0f]")


def _loud(line: Line) -> Iterator[Finding]:
    for match in _LOUD.finditer(line.shown):
        if match[0] in "！!" and not re.search(rf"[{_HAN}”]\s*$", line.shown[: match.start()]):
            continue
        yield Finding.of(match, "S010", f"用了“{match[0]}”", "句号，或者不写", "感叹号改成句号；表情符号删掉")


_DOTS = re.compile(rf"(?<=[{_HAN}])(?:\.{{3,}}|。{{3,}}|…(?!…)(?<!……))")
_DASH = re.compile(rf"(?<=[{_HAN}])(?:--+|—(?!—)(?<!——))(?=[{_HAN}])")
_TWICE = re.compile(
    "([，；：、？])\\1+|(?<!。)(。)。(?!。)|[，、；：]{2,}|[，、；：](?=。)|(?<=。)[，、；：]"
)


def _marks(line: Line) -> Iterator[Finding]:
    for match in _DOTS.finditer(line.shown):
        yield Finding.of(match, "S012", f"省略号写成了“{match[0]}”", "“……”", "换成两个省略号字符", "……")
    for match in _DASH.finditer(line.shown):
        yield Finding.of(match, "S012", f"破折号写成了“{match[0]}”", "“——”", "换成中文破折号", "——")
    for match in _TWICE.finditer(line.shown):
        new = (
            match[1] or match[2]
            if match[1] or match[2]
            else ""
            if match[0] + line.shown[match.end() : match.end() + 1] != match[0] and len(match[0]) == 1
            else None
        )
        yield Finding.of(match, "S012", f"标点“{match[0]}”重复", "一个标点", "留一个，删掉多余的", new)


_HALF_SIGN = re.compile("[“”《》（）‘’【】]")
#: Closing signs and those that open them.
_HALVES = {"”": "“", "》": "《", "）": "（", "’": "‘", "】": "【"}


def _halves(line: Line) -> Iterator[Finding]:
    """Quotes and brackets that lack their other half, or stand the wrong way round."""
    opened: list[int] = []
    lacking: tuple[int, str] | None = None
    for sign in _HALF_SIGN.finditer(line.shown):
        at, char = sign.start(), sign[0]
        if line.raw[at - 1 : at + 2] == f'"{char}"':
            continue  # a template that speaks of the sign
        if char not in _HALVES:
            opened.append(at)
        else:
            numbered = char == "）" and re.fullmatch(r"[\s>|-]*\w{1,3}", line.shown[:at])
            if opened and line.shown[opened[-1]] == _HALVES[char]:
                opened.pop()
            elif not numbered:
                lacking = (at, _HALVES[char])
                break
    if lacking is None and opened:
        closing = next(right for right, left in _HALVES.items() if left == line.shown[opened[-1]])
        lacking = (opened[-1], closing)
    if lacking:
        at, other = lacking
        said = f"{line.shown[at]} 没有配对的 {other}，或者打反了"
        yield Finding(at, at + 1, "S016", said, "左右成对", "补上另一半，或者换成对的一半")


def _wide_space(line: Line) -> Iterator[Finding]:
    if not line.prose:
        return  # forms print it as a blank to fill in
    for match in re.finditer("\u3000+", line.shown):
        yield Finding.of(
            match, "S013", "用了全角空格", "普通空格，或者不空", "用空格键重新打；要对齐就用表格", " "
        )


_STRAIGHT = re.compile(rf'"([^"\0]*[{_HAN}][^"\0]*)"')


def _quotes(line: Line) -> Iterator[Finding]:
    if not line.prose:
        return  # straight quotes are YAML's own in data
    if line.shown.lstrip().startswith(("!!!", "???")):
        return  # so they are in the heads of admonitions
    for match in _STRAIGHT.finditer(line.shown):
        yield Finding.of(
            match, "S014", f"引号写成了半角：{match[0]}", f"“{match[1]}”", "换成中文引号", f"“{match[1]}”"
        )


#: Spaces are S003's and S006's business; AutoCorrect looks after the width of marks, letters and digits.
_AUTOCORRECT = json.dumps(
    {
        "rules": {
            "space-word": 0,
            "space-punctuation": 0,
            "space-bracket": 0,
            "space-backticks": 0,
            "space-dash": 0,
            "space-dollar": 0,
            "no-space-fullwidth": 1,
            "no-space-fullwidth-quote": 0,
            "fullwidth": 1,
            "halfwidth-word": 1,
            "halfwidth-punctuation": 1,
            "spellcheck": 0,
        }
    }
)
_SUSPECT = re.compile(
    rf"[Ａ-Ｚａ-ｚ０-９]|[{_HAN}][,;!?]|[,;!?][{_HAN}]| [，。；：、！？）】》]|[，。；：、！？（【《] "
)


def _autocorrect(line: Line) -> Iterator[Finding]:
    # AutoCorrect decides; the cheap look before it keeps the check fast on sound lines.
    if not _SUSPECT.search(line.shown):
        return
    _autocorrect_ready()
    for match in re.finditer(rf"[^{HIDDEN}]+", line.shown):
        old = match[0]
        new = autocorrect_py.format(old)
        if (
            new == old
            or not re.search(f"[{_HAN}]", old)
            or old.lstrip().startswith(("|", "#", "!", "-", ">", "?"))
        ):
            new = _autocorrect_pieces(old)
        if new != old and not _HALF.search(old):
            first = next(
                (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
            )
            wrong, right = (text[max(0, first - 4) : first + 4].strip() for text in (old, new))
            said, mend = f"标点的写法不对：“{wrong}”", "照这样改，或者运行修正命令"
            yield Finding(match.start() + first, match.end(), "S011", said, f"“{right}”", mend, new[first:])


def _autocorrect_pieces(text: str) -> str:
    """Cells of tables and the text after marks of Markdown, each by itself, so that the marks stay."""
    return "".join(
        part if not re.search(f"[{_HAN}]", part) else autocorrect_py.format(part)
        for part in re.split(r"(\s*\|\s*|^\s*(?:[#>?!-]+|\d+\.)\s+)", text)
    )


@cache
def _autocorrect_ready() -> bool:
    autocorrect_py.load_config(_AUTOCORRECT)  # type: ignore[attr-defined]
    return True


_NOT_COUNTED = re.compile(
    r"!\[[^\]]*\]|《[^《》]*》(?:第[零一二三四五六七八九十百]+[条款项](?:之[一二三四五六七八九十]+)?)*"
)


def _long_sentences(line: Line) -> Iterator[Finding]:
    if not line.prose:
        return
    # The words for a picture stand in for the picture: they may be long.
    # The name and place of a law must be written in full: they are not counted.
    shown = _NOT_COUNTED.sub(lambda match: HIDDEN * len(match[0]), line.shown)
    for match in re.finditer(r"[^。；！？|]+", shown):
        length = len(re.findall(f"[{_HAN}]", match[0]))
        if length > SENTENCE_LIMIT:
            start = match.start() + len(match[0]) - len(match[0].lstrip(" \0"))
            said = f"这一句有 {length} 个汉字"
            yield Finding(start, match.end(), "S009", said, f"{SENTENCE_LIMIT} 个以内", "拆成两句")


def _any_of(*patterns: re.Pattern[str]) -> Callable[[str, str], bool]:
    """Whether one of ``patterns`` is in what is shown. They may find more across ends of lines, never
    less."""
    return lambda raw, shown: any(pattern.search(shown) for pattern in patterns)


def _has_traditional(raw: str, shown: str) -> bool:
    return not _traditional().keys().isdisjoint(raw)


#: The rules of a line, each with its sign: what the raw and the shown text of a whole file have when it can
#: find anything there.
_LINE_RULES: dict[LineRule, Callable[[str, str], bool]] = {
    _half_width: _any_of(_HALF),
    _simplified: _has_traditional,
    _letters_apart: _any_of(_TOUCHING),
    _chinese_numerals: lambda raw, shown: "》" in shown,
    _unit_signs: _any_of(_UNIT_LIKE),
    _forbidden: _any_of(*(pattern for pattern, *_ in _FORBIDDEN)),
    _loud: _any_of(_LOUD_SIGN),
    _marks: _any_of(_DOTS, _DASH, _TWICE),
    _halves: _any_of(_HALF_SIGN),
    _wide_space: lambda raw, shown: "\u3000" in shown,
    _quotes: lambda raw, shown: '"' in shown,
    _autocorrect: _any_of(_SUSPECT),
    _long_sentences: lambda raw, shown: True,
    **{rule: _any_of(sign) for rule, sign in HASTY.items()},
}


def _law_names(line: Line, names: tuple[str, ...]) -> Iterator[Finding]:
    if "条" not in line.shown:
        return
    for match in _bare_law(names).finditer(line.shown):
        name = f"《{match['name']}》"
        yield Finding.of(
            match, "S004", f"“{match[0]}”没有书名号", name, "法规名称加书名号，读的人才分得清名称和正文", name
        )


@cache
def _bare_law(names: tuple[str, ...]) -> re.Pattern[str]:
    wanted = [re.escape(name) for name in sorted(names, key=len, reverse=True) if re.match(f"[{_HAN}]", name)]
    return re.compile(
        rf"(?<!《)(?P<open>[<〈「『]?)(?P<name>{'|'.join(wanted) or '(?!)'})(?P<close>[>〉」』]?)(?=\s?第[零一二三四五六七八九十百\d]+条)"
    )


# ---------- Rules of more than a line ----------

_DUTY = re.compile("(?<![“、])(?:应当|必须|(?<![停要少急])不得|严禁)")
_FOUNDED = re.compile(r"《|GB|AQ|XF|TSG|DB32|令第|规定|标准")


def _unfounded(source: SourceFile) -> Iterator[tuple[int, Problem]]:
    """Words of duty in a section of a page that names no rule."""
    section: list[Line] = []

    def told() -> Iterator[tuple[int, Problem]]:
        if any(_FOUNDED.search(line.raw) for line in section):
            return
        for line in section:
            match = _DUTY.search(line.shown)
            if match:
                hint = "写明是哪一部法规的哪一条；没有就改成“建议”"
                yield (
                    line.number,
                    Problem(
                        source.name,
                        line.number,
                        match.start() + 1,
                        "S008",
                        f"写了“{match[0]}”，这一节里没有说依据",
                        "依据，或者“建议、可以”",
                        hint,
                        Severity.WARNING,
                    ),
                )

    for line in markdown_lines(source):
        if line.raw.startswith("#"):
            yield from told()
            section = []
        section.append(line)
    yield from told()


#: Fields whose sentences follow the words of the law or a contract, however long; 词 holds single words.
_STATUTORY = frozenset(
    {
        "情形",
        "行为",
        "首次",
        "逾期",
        "责任人",
        "前提",
        "条件",
        "结果",
        "条款",
        "说明",
        "条文",
        "名称",
        "来源",
        "词",
    }
)


def _long_values(entry: Entry[Any]) -> Iterator[Problem]:
    data = entry.tree.data
    for part in entry.path:
        data = data[part]
    stack: list[tuple[tuple[str | int, ...], object]] = [((), data)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack += [
                ((*path, key), part) for key, part in value.items() if _long(part) and key not in _STATUTORY
            ]
        elif isinstance(value, list):
            stack += [((*path, index), part) for index, part in enumerate(value) if _long(part)]
        elif isinstance(value, str):
            for sentence in re.split("[。；！？]", _NOT_COUNTED.sub("", value)):
                length = len(re.findall(f"[{_HAN}]", sentence))
                if length > SENTENCE_LIMIT:
                    said, right = f"这里有一句 {length} 个汉字", f"{SENTENCE_LIMIT} 个以内"
                    yield entry.problem(path, "S009", said, right, "拆成两句", severity=Severity.WARNING)


def _long(value: object) -> bool:
    """Whether ``value`` has parts, or is a text that may hold a long sentence."""
    return len(value) > SENTENCE_LIMIT if isinstance(value, str) else isinstance(value, dict | list)


def _switch_problems(
    name: str, named: list[tuple[str, int]], unclosed: list[tuple[str, int]]
) -> Iterator[Problem]:
    for rule, line in named:
        if rule not in RULES or rule.startswith("S2"):
            said, mend = f"没有能关的规则 {rule}", "改规则号；S201、S202 关系到法律依据，不能关"
            yield Problem(name, line, 1, "S015", said, "S001 到 S014", mend, Severity.WARNING)
    for rule, line in unclosed:
        if rule in RULES:
            said, right = f"{rule} 关了没有再开", f"文风 开 {rule}"
            yield Problem(name, line, 1, "S015", said, right, "在这一段后面加一行“开”", Severity.WARNING)


@cache
def _traditional() -> dict[str, str]:
    """Traditional characters with their simplified form, from OpenCC's character table."""
    # Only the character table is read: loading the phrase tables would cost a third of the check's time.
    table = resources.files("opencc") / "dictionary" / "TSCharacters.txt"
    pairs: dict[str, str] = {}
    for row in table.read_text(encoding="utf-8").splitlines():
        char, _, simplified = row.partition("\t")
        options = simplified.split()
        if options and char not in options:
            pairs[char] = options[0]
    return {char: simple for char, simple in pairs.items() if char not in _ALSO_SIMPLIFIED}


#: In the table as traditional, yet ordinary in simplified text.
_ALSO_SIMPLIFIED = frozenset("乾著瞭藉硃甚")
