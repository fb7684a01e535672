"""Lines of a law as its official page gives it: Word (.docx), a saved web page, or plain text.

The national database (flk.npc.gov.cn) gives Word files, ministries web pages. What is read are the
paragraphs, nothing is written back.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import docx.opc.exceptions
import lxml.etree
import lxml.html

#: Endings that are looked at; anything else in the folder is not meant as a text.
ENDINGS = (".md", ".txt", ".docx", ".html", ".htm", ".mht", ".mhtml", ".doc", ".pdf", ".wps")
_SAVE_AS = "在 Word、WPS 里打开，另存为 .docx"
#: Files that are told by their first bytes.
_MAGIC = (
    (b"%PDF", "是 PDF，读不出分段", "到官方页面下载 Word 文件，或者打开 PDF 复制成 .txt"),
    (b"\xd0\xcf\x11\xe0", "是旧版 Word（.doc）文件", _SAVE_AS),
    (b"\x89PNG", "是图片", "下载文字版"),
    (b"\xff\xd8\xff", "是图片", "下载文字版"),
    (b"Rar!", "是压缩包", "解压以后再放进来"),
    (b"7z\xbc\xaf", "是压缩包", "解压以后再放进来"),
)
#: Blocks of a web page that hold no law.
_CHROME = "//script|//style|//nav|//header|//footer|//form|//noscript|//select|//comment()"
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "td",
        "th",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "ul",
        "ol",
        "table",
        "tbody",
        "body",
        "title",
        "center",
        "blockquote",
        "dd",
        "dt",
    ]
)
_LARGEST = 20_000_000


class UnreadableFileError(Exception):
    """A file that no law could be read from: ``reason`` and ``remedy`` in Chinese."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def lines_of(path: Path) -> list[str]:
    """The paragraphs of ``path``, in order, without empty ones. Raises UnreadableFileError."""
    data = _data(path)
    if data.startswith(b"PK"):
        lines = _docx(path)
    else:
        text = _text(data)
        lines = (
            _html(text)
            if re.search(r"<(?:html|body|p|div|!doctype)\b", text[:20000], re.I)
            else text.split("\n")
        )
    return [line for line in map(_plain, lines) if line]


def text_of(path: Path) -> str:
    """The text of a file that should be plain text. Raises UnreadableFileError."""
    return _text(_data(path))


def _data(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise UnreadableFileError("大过 20 MB，不像一部法规", "只放这一部法规的文本")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError("打不开", "看看文件还在不在，有没有权限") from error
    for start, reason, remedy in _MAGIC:
        if data.startswith(start):
            raise UnreadableFileError(reason, remedy)
    return data


def _plain(line: str) -> str:
    return re.sub(r"[ \t\u3000\u00a0\u200b\ufeff\r]+", " ", line).strip()


def _text(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB 18030 (which holds GBK and GB 2312)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    else:
        named = re.search(rb"charset=[\"']?([A-Za-z0-9-]+)", data[:4096])
        candidates = ["utf-8-sig", *([named[1].decode("ascii")] if named else []), "gb18030"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if text.count("\0") or len(re.findall(r"[\x01-\x08\x0e-\x1f]", text)) > 5:
            break
        return text
    raise UnreadableFileError("不是文字文件，或者编码认不出", "另存为 UTF-8 的 .txt，或者换成 .docx")


def _docx(path: Path) -> list[str]:
    try:
        document = docx.Document(str(path))
    except (
        docx.opc.exceptions.OpcError,
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        lxml.etree.XMLSyntaxError,
    ) as error:
        raise UnreadableFileError("不是 Word 文件，或者坏了", "重新下载；压缩包要先解压") from error
    # A paragraph may hold line breaks that stand for paragraphs of the law.
    return [line for paragraph in document.paragraphs for line in paragraph.text.split("\n")]


def _html(text: str) -> list[str]:
    try:
        root = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError("网页里没有内容", "重新打开官方页面，等文字出来以后再保存") from error
    for node in root.xpath(_CHROME):
        node.drop_tree()
    parts: list[str] = []
    for event, node in lxml.etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        block = node.tag in _BLOCKS
        if event == "start":
            parts += ["\n" if block else "", re.sub(r"\s+", " ", node.text or "")]
        else:
            parts += ["\n" if block else "", re.sub(r"\s+", " ", node.tail or "")]
    return "".join(parts).split("\n")
