"""YAML text to plain values with positions, and every mistake in Chinese.

PyYAML's C composer is used because it keeps line and column of every node and reads the whole of
``data/`` in a fraction of a second; values are then taken strictly: what YAML 1.1 would silently turn
into something else (yes/no, 12:30, 2026-13-01) is a problem, not a value.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from handbook.problems import Problem, errors
from handbook.sources.source_file import SourceFile
from handbook.sources.yaml.slips import look_over


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's loader with a short way for Chinese words: no number, date or truth value begins with one."""

    def resolve(self, kind: type, value: Any, implicit: Any) -> str:
        if kind is yaml.ScalarNode and value and value[0] >= "\u4e00":
            return str(self.DEFAULT_SCALAR_TAG)
        return str(super().resolve(kind, value, implicit))


Path = tuple[str | int, ...]
Position = tuple[int, int]


@dataclass(slots=True)
class Places:
    """Positions in a file by paths: ``keys`` of the keys of mappings, ``values`` of all values."""

    keys: dict[Path, Position] = field(default_factory=dict)
    values: dict[Path, Position] = field(default_factory=dict)


class YamlTree:
    """Values of a file with the position (line, column, from 1) of each.

    ``keys`` holds the position of the key for entries of mappings, ``values`` that of the value; ``places``
    gives both when one of them is first asked for, which sound files seldom are.
    """

    __slots__ = ("_find", "_places", "data", "source")

    def __init__(self, source: SourceFile, data: Any = None, places: Callable[[], Places] = Places) -> None:
        self.source, self.data = source, data
        self._find = places
        self._places: Places | None = None

    @property
    def keys(self) -> dict[Path, Position]:
        return self.places.keys

    @property
    def values(self) -> dict[Path, Position]:
        return self.places.values

    @property
    def places(self) -> Places:
        if self._places is None:
            self._places = self._find()
        return self._places

    def position(self, path: Path, *, key: bool = False) -> Position:
        """Where ``path`` stands; the nearest enclosing place when it is not there itself."""
        for end in range(len(path), -1, -1):
            part = path[:end]
            if key and part in self.keys:
                return self.keys[part]
            if part in self.values:
                return self.values[part]
        return (1, 1)

    def problem(
        self,
        path: Path,
        rule: str,
        message: str,
        expected: str = "",
        hint: str = "",
        *,
        key: bool = False,
        **more: Any,
    ) -> Problem:
        line, column = self.position(path, key=key)
        return Problem(self.source.name, line, column, rule, message, expected, hint, **more)


def parse_yaml(source: SourceFile) -> tuple[YamlTree, list[Problem]]:
    """The tree of ``source`` and all problems found; the tree's data is None when it cannot be read."""
    tree = YamlTree(source)
    problems = look_over(source)
    if any(problem.rule in _FATAL for problem in problems):
        return tree, problems
    try:
        node = yaml.compose(source.text, Loader=_Loader)
    except yaml.YAMLError as error:
        # What the look over the lines already explained in plain words needs no second telling.
        if not errors(problems):
            problems.append(_syntax_problem(source, error))
        return tree, problems
    except RecursionError:
        return tree, [
            *problems,
            Problem(source.name, 1, 1, "Y110", "嵌套太深，读不下去", "最多十来层", "检查缩进和括号"),
        ]
    if node is None:
        mend = "照着同一个文件夹里别的文件写，或者删掉这个文件"
        problems.append(Problem(source.name, 1, 1, "Y111", "文件是空的", "至少一条内容", mend))
        return tree, problems
    builder = _Builder(tree, problems)
    tree.data = builder.build(node, ())
    if builder.deepest is not None:
        tree.data = None
    return tree, problems


#: How deep data may be nested; the deepest of ours has six levels.
MAX_DEPTH = 30

#: Slips after which the rest of the file tells nothing of use.
_FATAL = {"Y101", "Y126", "Y129"}


#: What an editor is told, by words of PyYAML's message; the last row for all others.
_SYNTAX: tuple[tuple[tuple[str, ...], tuple[str, str, str, str]], ...] = (
    (
        ("did not find expected key", "expected <block end>", "block collection"),
        (
            "Y106",
            "缩进没有对齐",
            "同一层的行从同一列开始",
            "和上面同层的一行左边对齐；列表的每一项以“- ”开头",
        ),
    ),
    (
        ("single document",),
        (
            "Y109",
            "文件中间有一行“---”，下面的字读不到",
            "一个文件从头到尾是一份",
            "删掉这一行；网页（.md）的开头才用它",
        ),
    ),
    (
        ("quoted scalar", "flow", "unexpected end of stream"),
        (
            "Y108",
            "引号或括号没有成对",
            "前后各一个英文引号，[ ] 和 { } 成对",
            "补上另一半；中文引号“ ”不算引号",
        ),
    ),
    (
        ("undefined alias", "cannot start any token", "ing a tag"),
        ("Y104", "内容以特殊符号（* & ! @ ` %）开头，没有加引号", '"*内容"', "给整段内容加上英文双引号"),
    ),
    (
        ("",),
        (
            "Y109",
            "这里不合 YAML 的写法",
            "照着上下几行的写法",
            "检查冒号、引号、缩进；拿不准就照着同类文件抄一遍格式",
        ),
    ),
)


def _syntax_problem(source: SourceFile, error: yaml.YAMLError) -> Problem:
    """PyYAML's message in plain words, at the line an editor has to mend: PyYAML often notices only a line
    later."""
    lines = source.text.split("\n")
    if isinstance(error, yaml.reader.ReaderError):
        at = source.text.encode("utf-8")[: error.position].decode("utf-8", "ignore")
        line, column = at.count("\n") + 1, len(at) - at.rfind("\n")
        return Problem(source.name, line, column, "Y112", "有 YAML 不允许的字符", "普通文字", "删掉这个字符")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    text = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}"
    if wide := _wide_colon(source.name, lines, line):
        return wide
    if "mapping values are not allowed" in text:
        column = len(lines[line - 1]) - len(lines[line - 1].lstrip()) + 1
        said, mend = "这一行比上面同层的行缩进得深", "和上面同层的一行左边对齐；也看看上一行是不是缩进错了"
        return Problem(source.name, line, column, "Y106", said, "同一层的行从同一列开始", mend)
    if "could not find expected ':'" in text:
        return _broken_line(source.name, lines, line)
    told = next(told for words, told in _SYNTAX if any(word in text for word in words))
    return Problem(source.name, line, column, *told)


def _wide_colon(name: str, lines: list[str], line: int) -> Problem | None:
    """The colon of a Chinese keyboard behind a name on line ``line`` or above it, which the slips do not
    know."""
    for number in (line - 1, line):
        row = lines[number - 1] if 0 < number <= len(lines) else ""
        if (match := re.match(r"\s*(?:- +)*(?P<key>[\w.-]+)(?P<colon>：)", row)) and not re.search(
            r":(?:\s|$)", row
        ):
            key, mend = match["key"], "换成英文冒号，冒号后面空一格"
            said, right = f"“{key}”后面用了中文冒号“：”", f"{key}: （英文冒号加一个空格）"
            return Problem(name, number, match.start("colon") + 1, "Y102", said, right, mend)
    return None


def _broken_line(name: str, lines: list[str], line: int) -> Problem:
    """The nearest line up to ``line`` that is neither ``名称: 内容`` nor an item of a list."""
    for number in range(min(line, len(lines)), 0, -1):
        text = lines[number - 1].strip()
        if text and not text.startswith(("#", "- ")) and not re.search(r":(?:\s|$)", text):
            column = len(lines[number - 1]) - len(lines[number - 1].lstrip()) + 1
            mend = "是上一行没写完的，接到上一行末尾，一项内容写在一行里；是新的一项，加上名称和英文冒号"
            return Problem(name, number, column, "Y107", "这一行没有“名称: ”", "名称: 内容", mend)
    mend = "检查这一行和上一行：名称后面是英文冒号加空格；长内容写在一行里"
    return Problem(name, line, 1, "Y107", "这里少了英文冒号，或者上一行的内容断开了", "名称: 内容", mend)


def _name_in(node: yaml.Node) -> str:
    """The name that ``node`` gives, also from within brackets, as in ``[甲]: …``; "" when there is none."""
    if isinstance(node, yaml.CollectionNode) and node.value:
        node = node.value[0] if isinstance(node, yaml.SequenceNode) else node.value[0][0]
    return node.value if isinstance(node, yaml.ScalarNode) else ""


def _is_rest_of_text(key: yaml.Node, value: yaml.Node) -> bool:
    """Whether within braces a comma was followed by words that no colon makes a name."""
    empty = isinstance(value, yaml.ScalarNode) and not value.value and not value.style
    return empty and value.start_mark.index == value.end_mark.index == key.end_mark.index


class _Builder:
    def __init__(self, tree: YamlTree, problems: list[Problem]) -> None:
        self.tree, self.problems = tree, problems
        self.name = tree.source.name
        self.seen: set[int] = set()  # nodes built; the tree that holds them lives as long
        self.deepest: yaml.Node | None = None

    def _note(self, node: yaml.Node, rule: str, message: str, expected: str = "", hint: str = "") -> None:
        mark = node.start_mark
        self.problems.append(
            Problem(self.name, mark.line + 1, mark.column + 1, rule, message, expected, hint)
        )

    def build(self, node: yaml.Node, path: Path) -> Any:
        if len(path) > MAX_DEPTH:
            if self.deepest is None:
                self.deepest = node
                self._note(node, "Y110", "嵌套太深，读不下去", "最多十来层", "检查缩进和括号")
            return None
        if not isinstance(node, yaml.ScalarNode):
            if id(node) in self.seen:
                # A file can be made to unfold without end by names for pieces of itself.
                if not any(problem.rule in ("Y104", "Y130") for problem in self.problems):
                    self._note(
                        node, "Y130", "这一段起了名字（&），又在别处引用（*）", "每处都写全", "把内容抄一遍"
                    )
                return None
            self.seen.add(id(node))
        self.tree.values[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, index)) for index, child in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        again: list[yaml.Node] = []
        for key_node, value_node in node.value:
            key = _name_in(key_node)
            if node.flow_style and result and "：" not in key and _is_rest_of_text(key_node, value_node):
                before = next(reversed(result))
                said, mend = (
                    f"“{before}”的内容里有英文逗号，断成了两项",
                    "换成中文逗号，或者给整段内容加英文双引号",
                )
                result[before] = f"{result[before]}, {key}"
                self._note(key_node, "Y131", said, f'{before}: "{result[before]}"', mend)
                continue
            if not isinstance(key_node, yaml.ScalarNode):
                said, mend = "名称外面多了括号", "去掉名称外面的方括号、花括号"
                self._note(key_node, "Y113", said, f"{key or '名称'}: 内容", mend)
            if key in result:
                again.append(key_node)
                continue
            self.tree.keys[(*path, key)] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            result[key] = self.build(value_node, (*path, key))
        if again:
            self._twice(again, path)
        return result

    def _twice(self, again: list[yaml.Node], path: Path) -> None:
        """Several names at once are those of a further value that has lost its first line."""
        names = [_name_in(node) for node in again]
        first = self.tree.keys[(*path, names[0])][0]
        said = f"{'、'.join(f'“{name}”' for name in names)}写了两遍，第一遍在第 {first} 行"
        mend = "合并成一个，删掉多余的"
        if len(names) > 1:
            mend = "是另一项的，在上面补上以“- ”开头的那一行；写重了的，删掉多余的"
        self._note(again[0], "Y114", said, "同一层里每个名称只写一遍", mend)

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        value, tag = node.value, node.tag.rsplit(":", 1)[-1]
        if tag in ("int", "float") and ":" in value:
            self._note(node, "Y117", f"“{value}”会被当成六十进制的数", f'"{value}"', "时刻和比例要加英文引号")
            return value
        match tag:
            case "str":
                if not node.style:
                    self._plain_text(node)
                elif node.style in "|>" and re.search(r"[，。；：、！？][ \n]+\S", value):
                    self._several_lines(node)
            case "null":
                return None
            case "bool":
                return self._truth(node)
            case "int":
                return self._whole_number(node)
            case "float":
                with contextlib.suppress(ValueError):
                    return float(value.replace("_", ""))
            case "timestamp":
                return self._date(node)
            case "merge":
                pass
            case _:
                mend = "删掉开头的感叹号标记，或者给内容加英文引号"
                self._note(node, "Y120", f"不认识的标记 {node.tag}", "普通文字", mend)
        return value

    def _truth(self, node: yaml.ScalarNode) -> bool | str:
        value = node.value
        if value.lower() in ("true", "false"):
            return bool(value.lower() == "true")
        said = f"“{value}”会被当成真假值"
        self._note(node, "Y116", said, f'"{value}"（要文字）或 true/false（要真假）', "要写文字就加英文引号")
        return str(value)

    def _whole_number(self, node: yaml.ScalarNode) -> int | str:
        value: str = node.value
        if value.startswith("0") and len(value) > 1:
            self._note(node, "Y118", f"“{value}”以 0 开头，会被当成别的数", f'"{value}"', "编号要加英文引号")
            return value
        return int(value.replace("_", "")) if re.fullmatch(r"[-+]?[\d_]+", value) else value

    def _date(self, node: yaml.ScalarNode) -> dt.date | str:
        """What is no day stays as it is written: a missing date would say something else."""
        try:
            return dt.date.fromisoformat(node.value)
        except ValueError:
            said, mend = f"“{node.value}”不是日历上的日期", "检查年月日；要写文字就加英文引号"
            self._note(node, "Y119", said, "2026-11-23 这样的日期", mend)
            return str(node.value)

    def _plain_text(self, node: yaml.ScalarNode) -> None:
        value = node.value
        if (
            value[:1] in "“”‘’"
            and value[-1:] in "“”‘’"
            and len(value) > 1
            and not re.search("[“”‘’]", value[1:-1])
        ):
            mend = "换成英文引号；这里的中文引号会被当成内容"
            self._note(node, "Y115", "用了中文引号把整段内容括起来", '英文双引号 "…"，或者不加引号', mend)
        elif value[:1] == "“" and "”" not in value:
            said = "中文引号“只有开头，没有结尾"
            self._note(node, "Y115", said, "“ ”成对；编号用英文双引号", "补上另一半，或者删掉")
        elif node.start_mark.line != node.end_mark.line and re.search("[\u4e00-\u9fff，。；：、！？]", value):
            self._several_lines(node)

    def _several_lines(self, node: yaml.ScalarNode) -> None:
        mend = "接到同一行；行太长也不要紧，编辑器会自动换行显示"
        self._note(node, "Y127", "一段内容分成了几行，接缝处会多出一个空格", "一段内容写在一行里", mend)
