"""One source file: its text, read so that encoding mistakes are told, not guessed away."""

from __future__ import annotations

import errno
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from handbook.problems import Problem

#: Invisible characters that come in by copying from web pages and chats.
_INVISIBLE = {
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\ufeff": "零宽不换行空格",
    "\u2060": "词连接符",
    "\u00ad": "软连字符",
    "\u2028": "行分隔符",
    "\u2029": "段分隔符",
    "\u0085": "换行符",
    "\u200e": "方向符",
    "\u200f": "方向符",
    **{chr(code): "方向符" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))},
}
#: What a text may weigh, and how long a line may be (characters): rules on lines take longer than in
#: proportion.
MAX_BYTES, MAX_LINE = 1_000_000, 4_000
_SAVE_AS_UTF8 = "用记事本或 VS Code 打开，另存为，编码选 UTF-8，再提交"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file of the sources. ``name`` is its path relative to the project, with ``/``."""

    name: str
    text: str


def read_source(root: Path, path: Path) -> tuple[SourceFile | None, list[Problem]]:
    """The file's text and what is wrong with its bytes. None when it cannot be read as text.

    A byte-order mark and CRLF line ends are accepted: Windows editors write them, and they do no harm.
    """
    name = path.relative_to(root).as_posix()
    if path.is_symlink() or path.is_dir():
        return None, [not_a_file(name, path)]
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = {errno.EACCES: "没有读它的权限"}.get(error.errno or 0, "系统不让读")
        hint = "关掉正在打开它的程序，看看文件的权限，再运行一遍"
        return None, [Problem.whole(name, "Y001", f"文件读不出来：{reason}", hint=hint)]
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1_000_000:.1f} MB"
        return None, [
            Problem.whole(name, "Y009", f"文件有 {size}，太大", "1 MB 以内", "分成几个文件，或者删掉多余的")
        ]
    source, problems = _as_text(name, data)
    return source, [*problems]


@lru_cache(maxsize=1024)  # a process that reads them again finds nearly all files as they were
def _as_text(name: str, data: bytes) -> tuple[SourceFile | None, Sequence[Problem]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf16(data):
        return None, [Problem(name, 1, 1, "Y002", "文件是 UTF-16 编码", "UTF-8 编码", _SAVE_AS_UTF8)]
    if other := of_another_program(name, data):
        return None, [other]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = (
            before.count(b"\n") + 1,
            len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1,
        )
        if error.reason == "unexpected end of data":
            said, hint = "文件在一个字的中间断了，后面的可能丢了", "用 git restore 找回来，或者补上后面的内容"
            return None, [Problem(name, line, column, "Y003", said, "完整的文件", hint)]
        try:
            data.decode("gb18030")
            guess = (
                "看起来是 GBK（ANSI）编码"
                if line == 1 or before.isascii()
                else "从这里起像是 GBK（ANSI）编码，前面是 UTF-8"
            )
        except UnicodeDecodeError:
            guess = (
                "从这里起像是 GBK（ANSI）编码，前面是 UTF-8"
                if _decodes(data[error.start :], "gb18030")
                else "这里的字节不是文字"
            )
        return None, [
            Problem(name, line, column, "Y003", f"文件不是 UTF-8 编码，{guess}", "UTF-8 编码", _SAVE_AS_UTF8)
        ]
    text = re.sub(r"\r*\n|\r", "\n", text)
    for number, content in enumerate(text.split("\n"), 1):
        if len(content) > MAX_LINE:
            said = f"这一行有 {len(content)} 个字，太长"
            return None, [
                Problem(name, number, 1, "Y010", said, f"{MAX_LINE} 个字以内", "分成几行、几段来写")
            ]
    problems = _odd_characters(name, text)
    # YAML takes these for ends of lines, which would spoil all places below.
    return SourceFile(name, re.sub("[\u0085\u2028\u2029]", " ", text)), problems


def not_a_file(name: str, path: Path) -> Problem:
    """What to tell of a shortcut, which leads elsewhere on every machine, or of a folder named like a
    file."""
    if path.is_symlink():
        hint = "删掉它，把它指的那个文件复制到这里"
        return Problem.whole(name, "Y011", "这是一个链接（快捷方式），不是文件本身", "真正的文件", hint)
    hint = "改掉文件夹的名字；里面有要用的文件，移到外面来"
    return Problem.whole(name, "Y001", "这是一个文件夹，名字却像文件", "文件", hint)


#: Files of other programs whose ending was changed, by their first bytes in small letters.
_OTHER_PROGRAMS = (
    ((b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"), "办公软件（Word、Excel、WPS）的文件"),
    ((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"\0\0\0"), "一个 PDF 或者一张图"),
    ((b"<html", b"<!doctype", b"<?xml", b"mime-version:"), "存下来的网页"),
)


def of_another_program(name: str, data: bytes) -> Problem | None:
    """What to tell of a file that is no text of ours: only its ending says so, or the power went off while it
    was written."""
    if data and not data.strip(b"\0"):
        hint = "用 git restore 找回来，或者重新写"
        return Problem(name, 1, 1, "Y012", "文件里全是空字节，多半是存的时候断了电", "文字", hint)
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").lower()
    kind = next((kind for heads, kind in _OTHER_PROGRAMS if start.startswith(heads)), "")
    if not kind or (start.startswith(b"<") and name.endswith(".html")):
        return None  # a template of the site is a web page by right
    hint = "用原来的软件打开，把文字复制到一个新的文本文件里"
    return Problem(name, 1, 1, "Y012", f"里面是{kind}，只改了扩展名", "纯文字，UTF-8 编码", hint)


def _looks_like_utf16(data: bytes) -> bool:
    """UTF-16 without its mark: every second byte of the line ends and spaces is zero."""
    head = data[:4096]
    return head.count(0) > len(head) // 20 and (b"\n\0" in head or b"\0\n" in head)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


#: Letters of other scripts that look like Latin ones.
_LOOK_ALIKE = dict(
    zip("АВЕЅІЈКМНОРСТУХасеорхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaceopxyABEZHIKMNOPTYXo", strict=True)
)


#: A run of one character that may have no place in a source; :func:`_odd` decides.
_SUSPECT = re.compile(
    "([\\x00-\\x08\\x0b-\\x1f\\x7f-\\xa0"
    + "".join(_INVISIBLE)
    + "".join(_LOOK_ALIKE)
    + "\u2e80-\u2fdf\uf900-\ufaff\ue000-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff])\\1*"
)


def plain_character(char: str) -> str:
    """What is meant by a character that only looks like another."""
    return _LOOK_ALIKE.get(char) or unicodedata.normalize("NFKC", char)


def _odd_characters(name: str, text: str) -> list[Problem]:
    """One problem for each run of the same odd character."""
    if text.isascii() or not _SUSPECT.search(text):
        return []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        for match in _SUSPECT.finditer(line):
            told = _odd(match[1])
            if told:
                problems.append(Problem(name, number, match.start() + 1, *told))
    return problems


def _odd(char: str) -> tuple[str, str, str, str] | None:
    """Rule, message, expected and hint for a character that has no place in a source; None for one that
    has."""
    code, category = f"U+{ord(char):04X}", unicodedata.category(char)
    if char in _INVISIBLE:
        return (
            "Y004",
            f"有看不见的字符（{_INVISIBLE[char]} {code}）",
            "没有看不见的字符",
            "把光标放在这里，删掉前后各一个字再重新打；多半是从网页或聊天里复制带来的",
        )
    if char == "\u00a0":
        return (
            "Y005",
            "有不间断空格（U+00A0），看着像空格，其实不是",
            "普通空格",
            "删掉它，用空格键重新打一个",
        )
    if category == "Cc" and char != "\t":
        return "Y006", f"有控制字符 {code}", "普通文字", "删掉它"
    if char in "\uf0b7\uf0a7\uf0d8\uf0fc\uf06c\uf06e":
        return "Y008", f"有 Word 列表的圆点（{code}），别处显示不出来", "- 甲", "列表的每一项以“- ”开头"
    if char == "\ufffd" or category in ("Co", "Cn"):
        return "Y008", f"有认不出的字（{code}），多半是转换编码时丢了", "普通文字", "对照原文，删掉它重新打"
    if "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        return (
            "Y007",
            f"“{char}”是形似汉字的部首或兼容字（{code}）",
            f"普通汉字“{plain_character(char)}”",
            "删掉它，用输入法重新打；多半是从 PDF 里复制带来的",
        )
    if char in _LOOK_ALIKE:
        return (
            "Y007",
            f"“{char}”是别国的字母（{code}），只是长得像英文字母",
            f"英文字母“{_LOOK_ALIKE[char]}”",
            "删掉它，用键盘重新打",
        )
    return None
