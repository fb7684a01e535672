"""No list of real firms in the project: spreadsheets, pages and data with mobile numbers or numbers of
identity cards are refused. A mobile number that an office publishes may stand in texts when data/site.yml
lists it.

What is in a version store cannot be taken out of it again, so this looks at every spreadsheet that Git
knows and at those that the next ``git add`` would take. Without Git it looks at all files of the project's
folders.
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

from handbook.problems import Problem
from handbook.sources import kinds
from handbook.sources.file_cache import cached_problems
from handbook.sources.load import Sources
from handbook.sources.source_file import SourceFile

_ENDINGS = (".xlsx", ".xlsm", ".csv", ".tsv")
#: Bytes looked at in one file; beyond it nobody keeps a sample.
_MOST = 60 << 20
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])1[3-9][0-9]{9}(?![0-9A-Za-z.])")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_GENERATED = frozenset({"build", "site", "node_modules"})


def check(sources: Sources) -> Iterator[Problem]:
    texts = [page.source for page in sources.pages] + [entry.tree.source for entry in sources.all_entries()]
    published = {number for site in sources.values(kinds.SITE) for number in site.numbers()}
    for source in {id(text): text for text in texts}.values():
        yield from _of_text(source, tuple(sorted(published)))
    for name in _spreadsheets(sources.root):
        text = _text(sources.root / name)
        found = [
            word
            for word, there in (("手机号", _MOBILE.search(text)), ("身份证号", holds_identity(text)))
            if there
        ]
        if found:
            said = f"表格里像是有{'、'.join(found)}"
            mend = "把文件移到项目文件夹外面；已经提交过的，请技术人员从历史里清掉，并且告诉数据的主人"
            yield Problem.whole(name, "D130", said, "版本库里的表格都是编造的，不放真的名单", mend)


@cached_problems
def _of_text(source: SourceFile, published: tuple[str, ...]) -> tuple[Problem, ...]:
    """The first such number of a page or of data, but for those that are ``published``."""
    rung = "删掉；要人打的，写单位的座机或者 12345；单位公布的值班手机，先写进 data/site.yml 的“电话”"
    for word, number, mend in (("手机号", _MOBILE, rung), ("身份证号", _IDENTITY, "删掉")):
        for match in number.finditer(source.text):
            if match[0] not in published if number is _MOBILE else _is_identity(match[0].upper()):
                line = source.text.count("\n", 0, match.start()) + 1
                column = match.start() - source.text.rfind("\n", 0, match.start())
                said = f"这里像是个人的{word}，提交了谁都看得到，也删不干净"
                mend += "；已经提交过的，请技术人员从历史里清掉"
                return (Problem(source.name, line, column, "D130", said, "不写个人的号码", mend),)
    return ()


def holds_identity(text: str) -> bool:
    """Whether ``text`` holds a number of an identity card (GB 11643): a day of birth and a right check
    digit."""
    return any(_is_identity(match[0].upper()) for match in _IDENTITY.finditer(text))


def _is_identity(code: str) -> bool:
    try:
        dt.date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == code[17]


def _spreadsheets(root: Path) -> list[str]:
    """Names of the spreadsheets of the project, relative to ``root``."""
    names = _known_to_git(root) if (root / ".git").exists() else None
    if names is None:
        names = [
            path.relative_to(root).as_posix()
            for folder in (root.iterdir() if root.is_dir() else ())
            if folder.name not in _GENERATED and not folder.name.startswith(".")
            for path in (folder.rglob("*") if folder.is_dir() else [folder])
            if path.suffix.lower() in _ENDINGS
        ]
    return sorted(name for name in set(names) if (root / name).is_file())


def _known_to_git(root: Path) -> list[str] | None:
    """Those in the repository ``root`` and those that may come into it; None where Git does not say."""
    patterns = [f"*{ending}" for ending in _ENDINGS]
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
            cwd=root,
            capture_output=True,
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return [name.decode("utf-8", "replace") for name in listed.stdout.split(b"\0") if name]


def _text(path: Path) -> str:
    """The file as text, as far as it can be read; parts of a workbook one after another."""
    try:
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            with zipfile.ZipFile(path) as archive:
                parts = [
                    archive.open(entry).read(_MOST)
                    for entry in archive.infolist()
                    if entry.filename.startswith("xl/") and entry.filename.endswith(".xml")
                ]
            return " ".join(part.decode("utf-8", "replace") for part in parts)
        with path.open("rb") as file:
            # Digits are the same bytes in every encoding that such files have.
            return file.read(_MOST).decode("latin-1")
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return ""
