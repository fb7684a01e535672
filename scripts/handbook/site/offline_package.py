"""The whole site as one file that opens from a folder without a network, search and self-check included.

Left out are files that are downloads themselves, and their small pictures. Links to what is left out are
turned to the site on the web.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urljoin

from handbook.markdown.html_tags import Tag, with_tags
from handbook.model.handbook import Handbook
from handbook.recipes.disk_cache import cached_value, lookup, store

#: What is of use on the web alone.
_UNUSED = re.compile(r"^sitemap\.xml|^\.")
#: Folders of downloads that the package takes along.
_CARRIED = ("downloads/register",)
_PAGE_ENDINGS = (".html", ".css", ".js", ".svg", ".png", ".webmanifest", ".ico", ".xml")
_OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def package_path(book: Handbook) -> str:
    """Where the package stands in the site; the folder inside has the same name."""
    return f"downloads/handbook-offline-{book.edition.id}.zip"


def page_files(web: Path) -> dict[str, Path]:
    """Files of the built site that its pages are made of, downloads and page PDFs left out, by path."""
    return {
        name: path
        for path in sorted(web.rglob("*"))
        if path.is_file()
        and (name := path.relative_to(web).as_posix()).endswith(_PAGE_ENDINGS)
        and not _UNUSED.search(name)
    }


def carried(products: Path) -> dict[str, Path]:
    """Downloads that go along, by path in the site: without the blank workbook the register's page is of no
    use where there is no network."""
    return {
        path.relative_to(products).as_posix(): path
        for folder in _CARRIED
        for path in sorted((products / folder).rglob("*"))
        if path.is_file()
    }


def package(
    web: Path,
    book: Handbook,
    epoch: int,
    downloads: Mapping[str, Path] = MappingProxyType({}),
    last: Path | None = None,
) -> bytes:
    """The package as a ZIP file, ``downloads`` among its files. The same site gives the same bytes; ``epoch``
    is the date of all files in it. ``last``: the package that was made before, if there is one: pages that
    are as they were are taken from it."""
    files = page_files(web) | dict(downloads)
    folder = posixpath.basename(package_path(book)).removesuffix(".zip")
    before = _Last(last)
    content = _Contents(files, book, before.content)
    stamp = time.gmtime(epoch)[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in [
            ("README.txt", _readme(book)),
            *((name, content.of(name, path)) for name, path in files.items()),
        ]:
            entry = zipfile.ZipInfo(f"{folder}/{name}", date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            packed = before.packed(name, data)
            if packed is None:
                archive.writestr(entry, data)
            else:
                _put(archive, buffer, entry, data, packed)
    made = buffer.getvalue()
    store("offline-package", "last", zlib.ZLIB_RUNTIME_VERSION, _digest(made))
    return made


def _put(
    archive: zipfile.ZipFile, buffer: io.BytesIO, entry: zipfile.ZipInfo, data: bytes, packed: bytes
) -> None:
    """Put ``data``, which is ``packed`` already, into the ``archive`` behind what it has written into its
    ``buffer``."""
    entry.CRC, entry.file_size, entry.compress_size = zlib.crc32(data), len(data), len(packed)
    entry.header_offset = buffer.tell()
    buffer.write(entry.FileHeader(zip64=False) + packed)
    archive.filelist.append(entry)
    archive.NameToInfo[entry.filename] = entry
    archive.start_dir = buffer.tell()


class _Contents:
    """What the package holds of each of ``files``. ``last`` gives what the last package held."""

    def __init__(self, files: dict[str, Path], book: Handbook, last: Callable[[str], bytes | None]) -> None:
        self._files, self._book, self._last = files, book, last
        self._links = _digest("\n".join([book.site.address, *sorted(files)]).encode("utf-8"))
        self._made: dict[str, bytes] = {}

    def of(self, name: str, path: Path) -> bytes:
        data = path.read_bytes()
        if not name.endswith(".html"):
            return data
        made = partial(self._digest_of_new, name, data)
        digest = cached_value("offline-pages", name, f"{self._links} {_digest(data)}", made)
        kept = self._made.get(name) or self._last(name) or b""
        return kept if _digest(kept) == digest else _content(name, data, self._files, self._book)

    def _digest_of_new(self, name: str, data: bytes) -> str:
        self._made[name] = _content(name, data, self._files, self._book)
        return _digest(self._made[name])


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class _Last:
    """The package at ``path``, if there is one."""

    def __init__(self, path: Path | None) -> None:
        self._data, self._archive = b"", None
        with suppress(OSError, zipfile.BadZipFile):
            self._data = path.read_bytes() if path else b""
            self._archive = zipfile.ZipFile(io.BytesIO(self._data))
        entries = self._archive.infolist() if self._archive else []
        self._places = {entry.filename.partition("/")[2]: entry for entry in entries}
        self._contents: dict[str, bytes | None] = {}
        # Another program, or another library beneath it, may have packed the same otherwise.
        self._is_ours = lookup("offline-package", "last", zlib.ZLIB_RUNTIME_VERSION) == [_digest(self._data)]

    def content(self, name: str) -> bytes | None:
        """What it holds under ``name``; None for what it does not hold, or what is broken."""
        if name not in self._contents:
            self._contents[name] = None
            with suppress(KeyError, zlib.error, zipfile.BadZipFile):
                self._contents[name] = self._archive.read(self._places[name]) if self._archive else None
        return self._contents[name]

    def packed(self, name: str, data: bytes) -> bytes | None:
        """``data`` as it is packed there under ``name``: a third of the work on the package is to pack. None
        when it is not there, or this program would pack it otherwise."""
        if not self._is_ours or self.content(name) != data:
            return None
        entry = self._places[name]
        names = self._data[entry.header_offset + 26 : entry.header_offset + 30]
        start = entry.header_offset + 30 + sum(int.from_bytes(names[n : n + 2], "little") for n in (0, 2))
        return self._data[start : start + entry.compress_size]


def _content(name: str, data: bytes, files: dict[str, Path], book: Handbook) -> bytes:
    def change(tag: Tag) -> Tag | None:
        if tag.name == "img":
            source = tag.get("src")
            gone = source and not _OUTSIDE.match(source) and _place(source, name) not in files
            return None if gone else tag
        path, mark, rest = _parts(tag.get("href") or "")
        if not path:
            return tag
        target = _link(path, name, files, book)
        return tag if target == path else tag.with_attribute("href", target + mark + rest)

    return with_tags(data.decode("utf-8"), ("a", "img"), change).encode("utf-8")


def _parts(target: str) -> tuple[str, str, str]:
    """Where a link leads, the mark that ends it, and what stands behind: question or place."""
    path, mark, rest = re.match(r"([^#?]*)([#?]?)(.*)", target, re.DOTALL).groups()  # type: ignore[union-attr]
    return path, mark, rest


def _place(target: str, page: str) -> str:
    """Where a link of ``page`` leads, from the site's root."""
    if target.startswith("/"):  # only the page for addresses that do not exist has such links
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(target)))


def _link(target: str, page: str, files: dict[str, Path], book: Handbook) -> str:
    """The link as it is when its file is in the package or it leads outside, else its address on the web."""
    if _OUTSIDE.match(target):
        return target
    place = _place(target, page)
    if place in files or posixpath.join(place, "index.html") in files:
        return target
    return urljoin(book.site.address, place)


def _readme(book: Handbook) -> bytes:
    lines = (
        f"{book.site.name}（{book.edition.name}）",
        "",
        "怎么打开：先把整个压缩包解压出来，再双击文件夹里的 index.html。不要在压缩包里面直接点。",
        "没有网也能用：查、看、自查、练习题都在里面。PDF、表格、片子要到网站下载。",
        "自查填的内容存在你用的浏览器里，不上传。换电脑、换浏览器、挪动这个文件夹以前，先在自查页导出文件。",
        f"网站：{book.site.address}",
        book.site.disclaimer,
        "",
    )
    # With a mark and Windows line ends, so that Notepad of every age shows it.
    return ("\ufeff" + "\r\n".join(lines)).encode("utf-8")
