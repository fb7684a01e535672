"""Pictures under docs/ can be read, say their size, run nothing, ask no other site and are light enough for a
phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from handbook.checks.printing import glyphs
from handbook.pdf.site_pages.page_faults import FONTS
from handbook.problems import Problem
from handbook.sources.load import Sources
from handbook.sources.yaml.slips import CONFLICT

#: What a picture may weigh (bytes): a phone on a slow link loads it in some seconds.
MAX_BYTES = 600_000
#: Pictures of points begin with these bytes, by the ending of their name.
_BEGINNINGS = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
    ".gif": (b"GIF8",),
}
#: What is wrong with a picture: its name, the ending of it in small letters, and its bytes.
Look = Callable[[str, str, bytes], Iterator[Problem]]
#: A size of the drawing that can be cut: left, top, width and height, these two above 0.
_SIZE = re.compile(
    r"\s*(?:-?\d+(?:\.\d+)?\s+){2}(?!0+(?:\.0+)?\s)\d+(?:\.\d+)?\s+(?!0+(?:\.0+)?\s*$)\d+(?:\.\d+)?\s*"
)
_NO_SIZE = (
    ("图没有写明大小", 'viewBox="0 0 宽 高"', "在 <svg 后面补上"),
    ("图的大小（viewBox）写得不对", 'viewBox="0 0 宽 高"', "写四个数，用空格隔开，宽和高大于 0"),
)
_FACE = re.compile(r"\bfont-family\s*[=:]\s*((?:\"[^\"]*\"|'[^']*'|[^;\"'<>}])+)")
#: Shades, pictures of points, what is seen through.
_NOT_OF_INK = re.compile(
    r"<(?:linearGradient|radialGradient|pattern|filter|mask|image)\b"
    r"|(?:\b(?:fill-|stroke-|stop-)?opacity\s*[=:]\s*[\"']?\s*)(?:0?\.\d+|0\b(?!\.)|\d\d?%)"
    r"|\b(?:rgba|hsla)\(|mix-blend-mode"
)
_ADDRESS = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_OPEN_AGAIN = "用画图的软件重新存一次，再放进来"


def check(sources: Sources) -> Iterator[Problem]:
    if not any(entry.page.path == "index.md" for entry in sources.pages) and (
        "index.md" not in sources.unread_pages
    ):
        yield Problem.whole("docs/index.md", "L040", "缺少首页", "docs/index.md", "从版本库里找回它")
    for path in sorted((sources.root / "docs").rglob("*")):
        if path.is_symlink() or path.is_dir():
            continue  # told where files are read
        name = path.relative_to(sources.root).as_posix()
        if path.suffix.lower() in (".svg", *_BEGINNINGS) and not _ADDRESS.fullmatch(path.stem):
            said = f"图的名字“{path.stem}”不能做网址"
            right = "小写英文字母、数字、连字符，如 fire-lane.svg"
            yield Problem.whole(name, "L020", said, right, "改文件名；用着它的页面也跟着改")
        if path.suffix.lower() == ".svg":
            yield from _of_data(sources.root, path, _drawing)
        elif path.suffix.lower() in _BEGINNINGS:
            yield from _of_data(sources.root, path, _photo)


def _of_data(root: Path, path: Path, look: Look) -> Iterator[Problem]:
    name = path.relative_to(root).as_posix()
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        said = f"图有 {len(data) // 1000} KB，手机上打开太慢"
        yield Problem.whole(name, "L044", said, f"{MAX_BYTES // 1000} KB 以内", "缩小尺寸再存")
        return
    yield from look(name, path.suffix.lower(), data)


def _photo(name: str, ending: str, data: bytes) -> Iterator[Problem]:
    if not data.startswith(_BEGINNINGS[ending]) or not _whole(ending, data):
        said = "图是空的" if not data else f"这不是 {ending[1:].upper()} 图，或者没有传完整"
        yield Problem.whole(name, "L041", said, f"完整的 {ending[1:].upper()} 图", _OPEN_AGAIN)


def _whole(ending: str, data: bytes) -> bool:
    """Whether the picture has its end: what a broken upload left has none. Cameras may write more behind
    it."""
    if ending == ".webp":
        return data[8:12] == b"WEBP" and len(data) >= int.from_bytes(data[4:8], "little") + 8
    if ending == ".png":
        return b"IEND" in data[8:]
    if ending == ".gif":
        return data.rstrip(b"\0").endswith(b";")
    return data.rfind(b"\xff\xd9") > data.rfind(b"\xff\xda") > 0  # the small picture inside has its own end


def _drawing(name: str, ending: str, data: bytes) -> Iterator[Problem]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = "图不是 UTF-8 编码的 SVG，可能是别种图改了扩展名"
        yield Problem.whole(name, "L041", said, "SVG 图，UTF-8 编码", _OPEN_AGAIN)
        return
    if mark := re.search(CONFLICT.pattern, text, re.MULTILINE):
        said = f"合并时的冲突没有处理完，留着“{mark[0]}”标记"
        mend = "用 git restore 找回一个人的图，另一个人的改动照着再画一遍"
        yield Problem(name, *_place(text, mark.start()), "L023", said, "一个人的图", mend)
        return
    declared = re.search(r"<!(?:DOCTYPE|ENTITY)", text)
    if declared:
        place = _place(text, declared.start())
        yield Problem(name, *place, "L043", "图里有 <!DOCTYPE 或 <!ENTITY", "没有它们", "删掉这几行")
        return
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        line, column = error.position
        said = "图是空的" if not text.strip() else "图的文字断了，浏览器画不出来"
        yield Problem(name, line, column + 1, "L041", said, "完整的 SVG", _OPEN_AGAIN)
        return
    if root.tag.rpartition("}")[2] != "svg":
        said = f"这不是 SVG 图，是 <{root.tag.rpartition('}')[2]}>，可能是没有下载成"
        yield Problem(name, 1, 1, "L041", said, "完整的 SVG", _OPEN_AGAIN)
        return
    tag = re.search(r"<(\S*svg)\b[^>]*>", text)
    if tag and tag[1] != "svg":
        said = f"图的第一个标记是 <{tag[1]}>，裁图、印书的程序不认"
        yield Problem(name, *_place(text, tag.start()), "L041", said, "<svg", _OPEN_AGAIN)
    elif not _SIZE.fullmatch(root.get("viewBox", "")):
        yield Problem(
            name, *_place(text, tag.start() if tag else 0), "L042", *_NO_SIZE[bool(root.get("viewBox"))]
        )
    yield from glyphs.in_drawing(name, text)
    yield from _running(name, text, root)
    if rest := re.search(r"@import|(?<=>)[^<]*url\(\s*['\"]?(?!#|['\"])[^)]*\)", text):
        said, mend = "图的样式里连到别的文件", "删掉这一句，样式直接写在图里"
        yield Problem(name, *_place(text, rest.start()), "L043", said, "只画图，不运行、不连出去", mend)
    yield from _foreign_faces(name, text)
    if name.startswith("docs/drawings/"):
        yield from _unprintable(name, text)


def _foreign_faces(name: str, text: str) -> Iterator[Problem]:
    """A face that the books have not: another one would stand in for it on each machine."""
    for found in _FACE.finditer(text):
        first = found[1].split(",")[0].strip(" '\"")
        if first not in FONTS and first not in ("sans-serif", "inherit"):
            said = f"图里写了字体“{first}”，PDF 里会混进别的字体"
            mend = f'写 font-family="{FONTS[0]}, sans-serif"'
            yield Problem(name, *_place(text, found.start()), "P006", said, f"只用 {'、'.join(FONTS)}", mend)


def _unprintable(name: str, text: str) -> Iterator[Problem]:
    """What no press prints as it stands: ink has neither shades nor anything to see through, and tiles of a
    pattern show their seams."""
    for found in _NOT_OF_INK.finditer(text):
        said = f"图里有 {found[0].strip()[:24]}，印厂版里换不成油墨"
        mend = "换成纯色的线和面；要浅的，直接写浅的颜色"
        yield Problem(name, *_place(text, found.start()), "L072", said, "纯色，不透明", mend)


def _running(name: str, text: str, root: ElementTree.Element) -> Iterator[Problem]:
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        wrong = [f"<{tag}>"] if tag in ("script", "foreignObject", "iframe") else []
        for key, value in element.attrib.items():
            short = key.rpartition("}")[2]
            outside = short in ("href", "src") and not value.startswith(("#", "data:image/"))
            if short.startswith("on") or outside or re.search(r"url\(\s*['\"]?(?!#)", value):
                wrong.append(f'{short}="{value[:30]}"')
        for one in wrong:
            at = text.find(one.split("=")[0].strip("<>"))
            yield Problem(
                name, *_place(text, max(at, 0)), "L043", f"图里有 {one}", "只画图，不运行、不连出去", "删掉它"
            )


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
