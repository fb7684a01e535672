"""Penal clauses and citations in the short writing of the pocket book and of leaflets.

Nothing is left out but what the book's page on reading the table says is left out: the word 责令, and the
long name of the
persons answerable. Amounts, steps, conditions and 可以 stay; numbers are written in figures.
"""

from __future__ import annotations

import re

from handbook.model.numbers.amount import to_number

#: What the short writing stands for, told on the page that explains the table.
LEGEND = (
    "“责任人员”指直接负责的主管人员和其他直接责任人员。",
    "“限期改正”“停产停业整顿”等，条文前面都有“责令”。",
    "“罚1万～5万元”指处一万元以上五万元以下的罚款，两头都算；“可罚”的，条文写“可以处”。",
    "“追究刑责”指构成犯罪的，依照刑法有关规定追究刑事责任。",
)

_DIGITS = "零〇一二两三四五六七八九十百千万亿"
_MONEY = rf"(?P<{{0}}>[{_DIGITS}\d]+)元"
_FINE = r"(?:的)?罚款"
_HEAD = r"(?P<may>可以)?(?P<also>单处或者并处|并处|处)"
_BAND = re.compile(_HEAD + _MONEY.format("low") + "以上" + _MONEY.format("high") + "以下" + _FINE)
_TOP = re.compile(_HEAD + _MONEY.format("high") + "以下" + _FINE)
_PERCENTS = re.compile(rf"百分之([{_DIGITS}]+)(?:以上|至)百分之([{_DIGITS}]+)(?:以下)?")
_PERCENT = re.compile(rf"百分之([{_DIGITS}]+)")
_OTHER_MONEY = re.compile(rf"([{_DIGITS}\d]+)元")
_ORDINAL = re.compile(rf"第([{_DIGITS}]+)(?=[条款项])")
#: Longest first: what comes before must not eat the beginning of what comes after.
_WORDS = (
    ("对直接负责的主管人员和其他直接责任人员", "责任人员"),
    ("直接负责的主管人员和其他直接责任人员", "责任人员"),
    ("构成犯罪的，依照刑法有关规定追究刑事责任", "构成犯罪的追究刑责"),
    ("构成犯罪的，依法追究刑事责任", "构成犯罪的追究刑责"),
    ("责令生产经营单位", ""),
    ("责令单位", ""),
    ("逾期未改正的，", "逾期不改，"),
    ("逾期不改正的，", "逾期不改，"),
    ("第一次查到，", "首次就"),
)
#: 责令 that commands; 作出责令改正之日 is the name of a day, and a body that orders does not act itself.
_COMMAND = re.compile("(?<!作出|部门)责令")
_ALSO = {"处": "罚", "并处": "并罚", "单处或者并处": "单罚或者并罚"}


def clause(text: str) -> str:
    """``text`` of a penalty's first, later or persons clause, shorter and with the same meaning."""
    text = _BAND.sub(_band, text)
    text = _TOP.sub(lambda found: f"{_verb(found)}{_figure(found['high'])}元以下", text)
    text = _PERCENTS.sub(lambda found: f"{to_number(found[1]):g}%～{to_number(found[2]):g}%", text)
    text = _PERCENT.sub(lambda found: f"{to_number(found[1]):g}%", text)
    text = _OTHER_MONEY.sub(lambda found: f"{_figure(found[1])}元", text)
    for long, short in _WORDS:
        text = text.replace(long, short)
    return _COMMAND.sub("", text)


def citation(text: str) -> str:
    """《安全生产法》第一百零三条第二款 as 安全生产法第103条第2款; a standard and its clause stay as they
    are."""
    return _ORDINAL.sub(lambda found: f"第{to_number(found[1]):g}", text.replace("《", "").replace("》", ""))


def _verb(found: re.Match[str]) -> str:
    return ("可" if found["may"] else "") + _ALSO[found["also"]]


def _band(found: re.Match[str]) -> str:
    low, high = _figure(found["low"]), _figure(found["high"])
    return f"{_verb(found)}{low}～{high}元"


def _figure(text: str) -> str:
    """五千 as 5千, 二十万 as 20万, 100万 as it is."""
    value = to_number(text)
    for size, unit in ((1e4, "万"), (1e3, "千")):
        if value >= size and value % size == 0:
            return f"{value / size:g}{unit}"
    return f"{value:g}"
