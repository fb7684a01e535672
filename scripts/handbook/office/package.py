"""Office files as packages (ECMA-376 part 2) without what the libraries' templates leave in them.

python-docx, python-pptx and openpyxl start from files of other programs: a picture of an empty page, the
name of the program that made the template, parts that nothing uses, and a theme whose fonts are not found in
China. All of that goes, whoever wrote the file.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

from handbook.office.archive import fixed_archive

#: Fonts every Chinese Windows and WPS has, under the names that these know.
SONG, HEI = "宋体", "黑体"
#: Parts of templates that no program needs to open the file.
_LEFTOVERS = re.compile(
    r"docProps/thumbnail\.\w+|customXml/.*|word/(stylesWithEffects|webSettings)\.xml|ppt/printerSettings/.*"
)
_APP = "docProps/app.xml"
_APP_XML = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_RELATION = re.compile(r"<Relationship\b[^>]*?/>")
_TARGET = re.compile(r'\bTarget="([^"]+)"')
_OVERRIDE = re.compile(r'<Override\b[^>]*?PartName="/([^"]+)"[^>]*?/>')
_DEFAULT = re.compile(r'<Default\b[^>]*?Extension="(\w+)"[^>]*?/>')
_FONT_SCHEME = re.compile(r"<a:fontScheme\b.*?</a:fontScheme>", re.DOTALL)


def office_file(
    data: bytes,
    epoch: int,
    *,
    headings: str = HEI,
    body: str = SONG,
    contents: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """The package ``data`` without leftovers, every entry dated ``epoch`` (seconds since 1970).

    ``headings``, ``body``: the two fonts of its theme.
    ``contents`` takes the place of what the parts of these names hold.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: contents.get(name) or archive.read(name) for name in archive.namelist()}
    gone = {name for name in parts if _LEFTOVERS.fullmatch(name)}
    endings = {name.rpartition(".")[2].lower() for name in parts if name not in gone}
    changed: dict[str, bytes | None] = dict.fromkeys(gone)
    for name, content in parts.items():
        if name in gone:
            continue
        if name == _APP:
            changed[name] = _APP_XML
        elif name == "[Content_Types].xml":
            changed[name] = _content_types(content.decode("utf-8"), gone, endings).encode()
        elif name.endswith(".rels"):
            changed[name] = _relations(content.decode("utf-8"), name, gone).encode()
        elif "/theme/" in name:
            scheme = _scheme(headings, body)
            changed[name] = _FONT_SCHEME.sub(lambda _: scheme, content.decode("utf-8")).encode()
        elif name in contents:
            changed[name] = content
    return fixed_archive(data, epoch, changed)


def _content_types(text: str, gone: set[str], endings: set[str]) -> str:
    """The list of types without those of parts that are gone."""
    text = _OVERRIDE.sub(lambda found: "" if found[1] in gone else found[0], text)
    return _DEFAULT.sub(lambda found: found[0] if found[1].lower() in endings else "", text)


def _relations(text: str, name: str, gone: set[str]) -> str:
    """A part's relations without those to parts that are gone."""
    folder = posixpath.dirname(posixpath.dirname(name))

    def kept(found: re.Match[str]) -> str:
        target = _TARGET.search(found[0])
        path = posixpath.normpath(posixpath.join(folder, target[1])) if target else ""
        return "" if path.lstrip("/") in gone else found[0]

    return _RELATION.sub(kept, text)


def _scheme(headings: str, body: str) -> str:
    def faces(kind: str, font: str) -> str:
        return (
            f'<a:{kind}><a:latin typeface="{font}"/><a:ea typeface="{font}"/><a:cs typeface="{font}"/>'
            f'<a:font script="Hans" typeface="{font}"/></a:{kind}>'
        )

    return (
        '<a:fontScheme name="中文">'
        + faces("majorFont", headings)
        + faces("minorFont", body)
        + "</a:fontScheme>"
    )
