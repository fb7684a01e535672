"""Names of files and folders that Windows, on which most editors work, cannot have: nobody could clone the
project there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.load import Sources

#: Names of devices, with any ending; signs that mean something else; what is cut off at the end.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³])(?:\.|$)", re.IGNORECASE)
_SIGN = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')


def check(sources: Sources) -> Iterator[Problem]:
    for folder in ("data", "docs"):
        seen: dict[str, str] = {}
        for path in sorted((sources.root / folder).rglob("*")):
            name = path.relative_to(sources.root).as_posix()
            other = seen.setdefault(name.casefold(), name)
            if told := _wrong(path.name):
                yield Problem.whole(name, "D164", told, "别的名字", "改名；用着它的地方也跟着改")
            elif other != name:
                said = f"和 {other} 只差大小写，Windows 上会变成一个文件"
                yield Problem.whole(name, "D164", said, "不一样的名字", "改其中一个的名字；是多出来的就删掉")
    for law in sources.of(kinds.LAWS):  # its page is called after it
        if told := _wrong(Path(law.value.id).name):
            yield law.problem(("代号",), "D164", told, "别的代号", "换一个代号；引用它的地方也跟着改")


def _wrong(name: str) -> str:
    """What is wrong with a file of this name on Windows; "" when it may bear it."""
    if device := _DEVICE.match(name):
        return f"Windows 不许有叫“{device[0].rstrip('.')}”的文件和文件夹，那里克隆不下来"
    if sign := _SIGN.search(name):
        end = "末尾的" if sign.end() == len(name) and sign[0] in ". " else ""
        return f"Windows 的文件名里不许有{end}“{sign[0]}”，那里克隆不下来"
    return ""
