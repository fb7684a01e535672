"""Plain values to model values; pydantic's findings become problems in Chinese at their place."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from handbook.problems import Problem, nearest
from handbook.sources.yaml.tree import Path, YamlTree

T = TypeVar("T")

_TYPE_WORDS = {
    "string_type": "文字",
    "int_type": "整数",
    "int_parsing": "整数",
    "int_from_float": "整数",
    "bool_type": "true 或 false",
    "bool_parsing": "true 或 false",
    "date_type": "日期，如 2026-11-23",
    "date_parsing": "日期，如 2026-11-23",
    "date_from_datetime_parsing": "日期，如 2026-11-23",
    "date_from_datetime_inexact": "日期，如 2026-11-23",
    "tuple_type": "列表，每项一行，以“- ”开头",
    "list_type": "列表，每项一行，以“- ”开头",
    "model_type": "几行“名称: 内容”",
    "dict_type": "几行“名称: 内容”",
    "model_attributes_type": "几行“名称: 内容”",
    "float_type": "数字",
    "float_parsing": "数字",
}


def validate(
    tree: YamlTree, path: Path, kind: type[T] | Any, context: Mapping[str, Any]
) -> tuple[T | None, list[Problem]]:
    """The value at ``path`` of ``tree`` as ``kind``; None with problems when it does not fit."""
    data = tree.data
    for part in path:
        data = data[part]
    try:
        adapter: TypeAdapter[T] = _adapter(kind)  # type: ignore[arg-type]
        return adapter.validate_python(data, context=dict(context)), []
    except ValidationError as error:
        return None, _problems(tree, path, kind, error.errors())


@lru_cache(maxsize=256)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _problems(tree: YamlTree, path: Path, kind: Any, details: list[ErrorDetails]) -> list[Problem]:
    """pydantic's findings, each cause once: what follows from another finding is left out."""
    # A list whose entries are wrong is also counted as too short.
    causes = [detail["loc"] for detail in details if detail["type"] != "too_short"]
    kept = [
        d
        for d in details
        if d["type"] != "too_short" or not any(c[: len(d["loc"])] == d["loc"] for c in causes)
    ]
    # So are the places of a row of numbers that were written as one.
    wrong = {d["loc"][:-1] for d in kept if d["type"] != "missing"}
    kept = [d for d in kept if not (_is_missing_place(d) and d["loc"][:-1] in wrong)]
    # An entry that looks empty because the lines below it are not indented; these lines then look unknown.
    flat = {
        detail["loc"]: above["loc"]
        for detail in kept
        if (above := _should_be_below(kept, kind, detail)) is not None
    }
    found = [_not_indented(tree, path, loc) for loc in dict.fromkeys(flat.values())]
    kept = [d for d in kept if d["loc"] not in flat and d["loc"] not in flat.values()]
    # A key written wrongly is unknown, and the right one is missing.
    meant = {d["loc"]: _meant_key(kept, kind, d) for d in kept if d["type"] == "extra_forbidden"}
    written = {(*loc[:-1], key) for loc, key in meant.items()}
    found += [
        _problem(tree, path, kind, d, meant.get(d["loc"], ""))
        for d in kept
        if d["type"] != "missing" or d["loc"] not in written
    ]
    return list(dict.fromkeys(found))


def _is_missing_place(detail: ErrorDetails) -> bool:
    return detail["type"] == "missing" and isinstance(detail["loc"][-1], int)


def _meant_key(details: list[ErrorDetails], kind: Any, unknown: ErrorDetails) -> str:
    """The key an unknown one stands for: one that is missing beside it and like it, or the only one
    missing."""
    beside = [d for d in details if d["loc"][:-1] == unknown["loc"][:-1]]
    missing = [str(d["loc"][-1]) for d in beside if d["type"] == "missing"]
    close = difflib.get_close_matches(
        str(unknown["loc"][-1]), _known_keys(kind, unknown["loc"]), n=1, cutoff=0.5
    )
    if close:
        return close[0]
    return (
        missing[0] if len(missing) == 1 and sum(d["type"] == "extra_forbidden" for d in beside) == 1 else ""
    )


def _should_be_below(details: list[ErrorDetails], kind: Any, unknown: ErrorDetails) -> ErrorDetails | None:
    """The finding of an empty entry beside ``unknown`` whose own keys ``unknown`` is one of: the lines
    below it are not indented."""
    for detail in details if unknown["type"] == "extra_forbidden" else ():
        beside = detail["loc"][:-1] == unknown["loc"][:-1] and detail["type"] != "missing"
        if (
            beside
            and detail["input"] is None
            and str(unknown["loc"][-1]) in _known_keys(kind, (*detail["loc"], ""))
        ):
            return detail
    return None


def _not_indented(tree: YamlTree, base: Path, above: tuple[int | str, ...]) -> Problem:
    path = _real_path(tree, base, above)
    said, right = f"“{path[-1]}”下面的几行没有缩进", f"比“{path[-1]}”多缩进两个空格"
    return tree.problem(path, "D013", said, right, "在下面属于它的每一行前面加两个空格", key=True)


@dataclass(frozen=True, slots=True)
class _Finding:
    """One of pydantic's findings at its place: ``path`` in ``tree``, where ``kind`` was expected."""

    tree: YamlTree
    path: Path
    kind: Any
    detail: ErrorDetails

    @property
    def value(self) -> Any:
        return self.detail["input"]

    @property
    def shown(self) -> str:
        return _shorten(self.value)

    @property
    def told(self) -> dict[str, Any]:
        """What pydantic tells beside its code: bounds, choices, a pattern, or our own text."""
        return self.detail.get("ctx", {})

    @property
    def last(self) -> int | str:
        return self.path[-1] if self.path else ""

    @property
    def label(self) -> str:
        return f"“{self.last}”" if isinstance(self.last, str) and self.last else "这一项"

    @property
    def help(self) -> str:
        return _field_help(self.kind, self.detail["loc"])

    def at(
        self, rule: str, message: str, expected: str = "", hint: str = "", *, key: bool = False
    ) -> Problem:
        return self.tree.problem(self.path, rule, message, expected, hint, key=key)


def _problem(tree: YamlTree, base: Path, kind: Any, detail: ErrorDetails, meant: str) -> Problem:
    found = _Finding(tree, _real_path(tree, base, detail["loc"]), kind, detail)
    code = detail["type"]
    if "message" in found.told:
        return _our_own(found)
    if code == "extra_forbidden":
        return _unknown_key(found, meant)
    if code == "missing":
        return _missing(found)
    if found.value is None or found.value == "":
        return found.at("D003", f"{found.label}是空的", "有内容", found.help or "补上内容，或者整行删掉")
    if code in _TYPE_WORDS:
        said = f"{found.label}写成了{_kind_word(found.value)}“{found.shown}”"
        if isinstance(found.last, int) and code.startswith("int") and len(parts := _parts(found.value)) > 1:
            return _run_together(found, "D004", parts)
        hint = _type_hint(code, found.value) or _keys_hint(kind, detail["loc"])
        return found.at("D004", said, _TYPE_WORDS[code], hint)
    return _UNFIT.get(code, _unfit)(found)


def _keys_hint(kind: Any, loc: tuple[int | str, ...]) -> str:
    """How to write what has names of its own, by those that must be there."""
    info = _field(kind, loc)
    model = _model_of(info.annotation if info is not None else kind)
    needed = [info.alias for info in model.model_fields.values() if info.is_required()] if model else []
    return f"写成 {{{', '.join(f'{name}: …' for name in needed)}}}" if needed else "照同类文件写"


def _our_own(found: _Finding) -> Problem:
    """Our own errors carry their text, and the place below their value."""
    code, told = found.detail["type"], found.told
    rule = code if code[:1] == "R" and code[1:].isdigit() else "D010"
    said = (str(told.get(part, "")) for part in ("message", "expected", "hint"))
    return found.tree.problem((*found.path, *told.get("at", ())), rule, *said)


def _missing(found: _Finding) -> Problem:
    key = found.detail["loc"][-1]
    if isinstance(key, int):
        return found.at("D007", f"{found.label}少了第 {key + 1} 个", found.help, "照同类文件补上")
    return found.tree.problem(
        found.path[:-1], "D001", f"少了{found.label}", f"{found.last}: 内容", found.help or "补上这一行"
    )


def _unknown_key(found: _Finding, meant: str) -> Problem:
    known = _known_keys(found.kind, found.detail["loc"])
    hint = f"是不是想写“{meant}”？" if meant else nearest(str(found.last), known)
    mend = hint or "检查有没有写错字，或者缩进错了层"
    return found.at("D002", f"不认识{found.label}", "这里能用的名称", mend, key=True)


def _too_short(found: _Finding) -> Problem:
    said = f"{found.label}太短（{len(str(found.value).strip())} 个字）"
    return found.at("D005", said, f"至少 {found.told['min_length']} 个字", "写完整的一句话")


def _too_long(found: _Finding) -> Problem:
    said = f"{found.label}太长（{len(str(found.value))} 个字）"
    return found.at(
        "D006", said, f"最多 {found.told['max_length']} 个字", "写短一些：拆开写，或者删掉重复的话"
    )


def _too_few(found: _Finding) -> Problem:
    said = f"{found.label}至少要有 {found.told['min_length']} 项，现在是 {found.told['actual_length']} 项"
    return found.at("D007", said, "", "照同类文件补上")


def _too_many(found: _Finding) -> Problem:
    said = f"{found.label}有 {found.told['actual_length']} 项，太多"
    return found.at("D006", said, f"最多 {found.told['max_length']} 项", "留下要紧的，或者分开写")


def _no_choice(found: _Finding) -> Problem:
    expected = str(found.told["expected"]).replace(" or ", ", ")
    choices = [choice.strip(" '") for choice in expected.split(",")]
    parts = _parts(found.value)
    if len(parts) > 1 and set(parts) <= set(choices):
        return _run_together(found, "D008", parts)
    close = difflib.get_close_matches(str(found.value), choices, n=1, cutoff=0.5)
    mend = f"是不是想写“{close[0]}”？" if close else "从应为的几项里选"
    return found.at("D008", f"{found.label}不能写“{found.shown}”", "、".join(choices), mend)


def _parts(text: object) -> list[str]:
    """What ``text`` holds between signs that divide, with the value of a list cut apart as it was meant."""
    return [part for part in re.split(r"\s*[、，,；;/]\s*", str(text).strip()) if part]


def _run_together(found: _Finding, rule: str, parts: list[str]) -> Problem:
    said = f"{found.label}把几项连在了一起：“{found.shown}”"
    return found.at(rule, said, f"[{', '.join(parts)}]", "各项之间用英文逗号加一个空格")


def _no_match(found: _Finding) -> Problem:
    pattern, parts = str(found.told["pattern"]), _parts(found.value)
    if isinstance(found.last, int) and len(parts) > 1 and all(re.search(pattern, part) for part in parts):
        return _run_together(found, "D009", parts)
    words = pattern_words(pattern)
    mend = found.help if found.help and found.help != words else "照应为的样子改"
    return found.at("D009", f"{found.label}的写法不对：“{found.shown}”", words, mend)


def _value_error(found: _Finding) -> Problem:
    return found.at("D010", f"{found.label}：{found.told.get('error', '')}", "", found.help)


def _below(found: _Finding) -> Problem:
    if isinstance(found.value, dt.date):
        said, right = f"{found.label}写成了 {found.shown}，太早", f"{found.told['ge']} 以后的日期"
        return found.at("D011", said, right, "看看年份，再改")
    return _out_of_range(found, f"至少 {found.told['ge']}")


def _above(found: _Finding) -> Problem:
    return _out_of_range(found, f"最多 {found.told['le']}")


def _out_of_range(found: _Finding, bound: str) -> Problem:
    said = f"{found.label}的数 {found.shown} 超出范围"
    return found.at("D011", said, bound, found.help or "看看单位和位数，再改")


def _unfit(found: _Finding) -> Problem:
    return found.at("D012", f"{found.label}的内容“{found.shown}”不合要求", found.help)


#: How a value of the right type does not fit, by pydantic's code.
_UNFIT: dict[str, Callable[[_Finding], Problem]] = {
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "too_short": _too_few,
    "too_long": _too_many,
    "enum": _no_choice,
    "string_pattern_mismatch": _no_match,
    "value_error": _value_error,
    "greater_than_equal": _below,
    "less_than_equal": _above,
}


def _real_path(tree: YamlTree, base: Path, loc: tuple[int | str, ...]) -> Path:
    """pydantic's location without the parts it adds for unions and validators."""
    path: Path = base
    for index, part in enumerate(loc):
        candidate = (*path, part)
        if (
            candidate in tree.values
            or candidate in tree.keys
            or (index == len(loc) - 1 and isinstance(part, str) and not part.isascii())
        ):
            path = candidate
    return path


def _field(kind: Any, loc: tuple[int | str, ...]) -> Any:
    current, found = kind, None
    for part in loc:
        model = _model_of(current)
        if isinstance(part, int) or model is None:
            continue
        for info in model.model_fields.values():
            if info.alias == part:
                found, current = info, info.annotation
                break
    return found


def _model_of(kind: Any) -> type[BaseModel] | None:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    for part in get_args(kind):
        model = _model_of(part)
        if model is not None:
            return model
    return None


def _known_keys(kind: Any, loc: tuple[int | str, ...]) -> list[str]:
    current = kind
    for part in loc[:-1]:
        model = _model_of(current)
        if isinstance(part, str) and model is not None:
            current = next(
                (info.annotation for info in model.model_fields.values() if info.alias == part), current
            )
    model = _model_of(current)
    return [info.alias or "" for info in model.model_fields.values()] if model else []


def _field_help(kind: Any, loc: tuple[int | str, ...]) -> str:
    info = _field(kind, loc)
    return (info.description or "") if info is not None else ""


@cache
def aliases_of(kind: Any) -> frozenset[str]:
    """All keys a model and the models inside it know."""
    model = _model_of(kind)
    if model is None:
        return frozenset()
    inside: list[Any] = [info.annotation for info in model.model_fields.values()]
    own = frozenset(info.alias or "" for info in model.model_fields.values())
    return own.union(*map(aliases_of, inside))


def _shorten(value: Any, limit: int = 24) -> str:
    text = " ".join(_shown(value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _shown(value: Any) -> str:
    """A value as an editor would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_shown(inner)}' for key, inner in value.items())}}}"
    return str(value)


def _kind_word(value: Any) -> str:
    if isinstance(value, bool):
        return "真假值"
    return {str: "文字", int: "数字", float: "小数", list: "列表", dict: "一组名称"}.get(type(value), "日期")


def _type_hint(code: str, value: Any) -> str:
    if code == "string_type" and not isinstance(value, (list, dict)):
        return f'给内容加英文双引号："{_shown(value)}"'
    if code in ("tuple_type", "list_type"):
        return (
            f"写成 [{_shorten(', '.join(_parts(value)), 40)}]；或者换行，每项前面加“- ”"
            if isinstance(value, str)
            else "每项一行，前面加“- ”"
        )
    if code.startswith("date"):
        day = re.match(r"\D*(\d{4})\D+(\d{1,2})\D+(\d{1,2})|(\d{4})(\d\d)(\d\d)$", str(value))
        year, month, dayno = (int(part) for part in day.groups() if part) if day else (0, 0, 0)
        try:
            return f"写成 {dt.date(year, month, dayno)}"
        except ValueError:
            return "日历上没有这一天，查对年月日" if day else "年四位、月两位、日两位，中间用短横线"
    if code.startswith(("int", "float")):
        digits = unicodedata.normalize("NFKC", re.sub(r"[,，\s]", "", str(value)))
        wanted = r"-?\d+" if code.startswith("int") else r"-?\d+(\.\d+)?"
        return f"写成 {digits}" if re.fullmatch(wanted, digits) else "写阿拉伯数字，如 3；不带单位和逗号"
    if code.startswith("bool"):
        return "是，写 true；不是，写 false"
    if code == "string_type":
        return "这里只写一段文字，不分行不分项；内容里有“: ”的要加英文双引号"
    return ""


_PATTERN_WORDS = {
    "^(0[1-9]|[1-9][0-9]|[1-9][0-9]{2,3})$": '两位数字加引号，如 "07"',
    "-[1-9][0-9]?$": "条目编号-序号，如 07-3",
    "-Q[1-9][0-9]?$": "条目编号-Q序号，如 07-Q1",
    "当场": "当场，或者几日，如 3日、15日",
    "^每(": "每班、每日、每周、每月、每季度、每半年、每年",
    "全文|节录": "全文、节录、无",
    "行政处罚|": "行政处罚、刑事责任、行政措施",
    "[!-.0-~]": "以 http(s):// 开头、以 / 结尾的网址，不写汉字",
    "^https?": "以 https:// 开头的网址",
    "^(https": '以 https:// 开头的网址；还没有的写空 ""',
    "@": '邮箱地址，如 anquan@example.org；还没有的写空 ""',
    "^[0-9-]{0,20}$": '数字和短横线，如 0516-83500000；还没有的写空 ""',
    "{40}": "40 位的提交号，只有 0 到 9、a 到 f",
    "{12}": "由 review 命令写的 12 位，不手写",
    "(省|": "全称，如 某某省、某某市",
    "^[a-z0-9-]+(/": "已有的页面，不写结尾，如 enterprises/leniency",
    "^G[0-9]": "G 加三位数字，如 G012",
    "^[A-T][0-9]": "门类字母加数字，如 C211",
    "^[A-Z]$": "一个大写字母，如 C",
    "^[0-9]{2}$": '两位数字加引号，如 "21"',
    "^[0-9]{4} ": "四位代码、空一格、名称，如 2110 木质家具制造",
    "^(([A-Z]|": "条号，如 5.4、4.6.2 每年",
    "^M[": "SVG 路径，24×24 的格子，以 M 开头",
    "\\?|[0-9]": "由 article-facts 写的，不手改",
    "[^0-9 ]{1,3}$": "由 article-facts 写的，不手改",
    "^[1-9][0-9]{0,3}": "由 article-facts 写的，不手改",
    "^\\S+$": "中间没有空格",
    "^20": "年-月，如 2026-11",
    "(#[^": "条目号、要点号，或者页面地址，如 drills/script；前面没有斜杠、网址",
    "^([0-9]{3,5}|": "电话号码，如 119、12350；写数字，加英文引号",
    "^#[0-9A-F]": '# 加六位数字、大写字母，如 "#F5C400"',
    "^#[0-9a-f]": '# 加六位数字、小写字母，如 "#0b4a7a"',
    "svg": "图的文件名，如 07-hot-work.svg；不带文件夹，小写英文",
    "[a-z0-9]": "小写英文字母、数字、连字符，如 hot-work",
    "^[^\\n]*$": "写在一行里",
    "〇": "有一个 〇，代替手册里的词，写在一行里，如 〇多少钱一个",
}


def pattern_words(pattern: str) -> str:
    """What is written as ``pattern`` asks, in words; "" for a pattern that nobody has put in words."""
    return next((words for part, words in _PATTERN_WORDS.items() if part in pattern), "")
