"""One source file: its text, read so that encoding mistakes are told, not guessed away."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from handbook.problems import Problem, Severity

#: Invisible characters that come in by copying from web pages and chats.
_INVISIBLE = {
    "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\ufeff": "零宽不换行空格", "\u2060": "词连接符",
    "\u00ad": "软连字符", "\u200e": "方向符", "\u200f": "方向符", "\u202a": "方向符", "\u202e": "方向符",
}
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
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Problem(name, 0, 0, "Y001", f"文件读不出来（{error.strerror}）", hint="确认文件存在、没有被别的程序占用")]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [Problem(name, 1, 1, "Y002", "文件是 UTF-16 编码", "UTF-8 编码", _SAVE_AS_UTF8)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        try:
            data.decode("gb18030")
            guess = "看起来是 GBK（ANSI）编码"
        except UnicodeDecodeError:
            guess = "这里的字节不是文字"
        return None, [Problem(name, line, column, "Y003", f"文件不是 UTF-8 编码，{guess}", "UTF-8 编码", _SAVE_AS_UTF8)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return SourceFile(name, text), _odd_characters(name, text)


def _odd_characters(name: str, text: str) -> list[Problem]:
    problems: list[Problem] = []
    if text.isascii():
        return problems
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii():
            continue
        for column, char in enumerate(line, 1):
            if char in _INVISIBLE:
                problems.append(
                    Problem(name, number, column, "Y004", f"有看不见的字符（{_INVISIBLE[char]} U+{ord(char):04X}）",
                            "没有看不见的字符", "把光标放在这里，删掉前后各一个字再重新打；多半是从网页或聊天里复制带来的")
                )
            elif char == "\u00a0":
                problems.append(
                    Problem(name, number, column, "Y005", "有不间断空格（U+00A0），看着像空格，其实不是", "普通空格",
                            "删掉它，用空格键重新打一个", Severity.ERROR)
                )
            elif unicodedata.category(char) == "Cc" and char != "\t":
                problems.append(Problem(name, number, column, "Y006", f"有控制字符 U+{ord(char):04X}", "普通文字", "删掉它"))
            elif "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
                plain = unicodedata.normalize("NFKC", char)
                problems.append(
                    Problem(name, number, column, "Y007", f"“{char}”是形似汉字的部首或兼容字（U+{ord(char):04X}）", f"普通汉字“{plain}”",
                            "删掉它，用输入法重新打；多半是从 PDF 里复制带来的")
                )
    return problems
