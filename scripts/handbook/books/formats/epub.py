"""A book as EPUB 3 for phones, the same bytes from the same words: pandoc makes it, and the archive is
packed anew."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import tempfile
import uuid
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pypandoc

from handbook.books.content.prose import FORMAT
from handbook.books.formats.epub_chapters import converted
from handbook.disk import disk_problem_of
from handbook.model.handbook import Handbook
from handbook.pdf.typst_pdf import picture_of
from handbook.recipes.disk_cache import saving_cache
from handbook.recipes.lazy import Lazy

_STYLE = "overrides/epub/book.css"

#: The date in each entry of the archive: the earliest a ZIP can hold, so that no clock shows.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
#: Words that pandoc has in English alone.
_LANDMARKS = {"Title Page": "书名页", "Cover": "封面", "Table of Contents": "目录"}
_LANDMARK = re.compile(f">\\s*({'|'.join(_LANDMARKS)})\\s*</a>")
#: What pandoc is told of every book. Drawings carry words, so that a reader who sees none needs their texts.
_SAID = {
    "lang": "zh-CN",
    "toc-title": "目录",
    "title-prefix": "",
    "accessModes": ["textual", "visual"],
    "accessModeSufficient": ["textual"],
}
#: The title of a chapter's file, which pandoc calls by the file's name, and the heading that it begins with.
_TITLE = re.compile(r"<title>[^<]*</title>")
_HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
#: pandoc makes all columns of a wide table alike, that of short numbers too; readers' software knows better.
_COLUMNS = re.compile(r"<colgroup>.*?</colgroup>\s*", re.DOTALL)
#: Entries of pandoc that carry the clock.
_MODIFIED = re.compile(r'(<meta property="dcterms:modified">)[^<]*(</meta>)')


def epub_edition(
    root: Path,
    title: str,
    markdown: Lazy[str],
    cover_values: Mapping[str, Any],
    metadata: str,
    *,
    split: int,
    modified: dt.date,
) -> bytes:
    """EPUB of ``markdown``.

    ``cover_values``: the values of the cover's template; ``metadata``: see :func:`metadata`; ``split``:
    level of the headings that begin a new file (the contents name those a level deeper too); ``modified``:
    the day that the file gives as its own.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cover, target = folder / "cover.png", folder / "book.epub"
        cover.write_bytes(picture_of(root, "epub-cover.typ", cover_values, ppi=220))
        (folder / "metadata.xml").write_text(metadata, encoding="utf-8")
        (folder / "said.json").write_text(json.dumps(_SAID | {"title": title}), encoding="utf-8")

        def convert(text: str) -> bytes:
            pypandoc.convert_text(
                text,
                "epub3",
                format=f"{FORMAT}+bracketed_spans",  # places that links lead to, written by the program itself
                outputfile=str(target),
                extra_args=[
                    "--quiet",
                    "--toc",
                    f"--toc-depth={split + 1}",
                    f"--split-level={split}",
                    f"--epub-cover-image={cover}",
                    f"--epub-metadata={folder / 'metadata.xml'}",
                    f"--metadata-file={folder / 'said.json'}",
                    f"--css={root / _STYLE}",
                    f"--resource-path={root / 'build'}",
                ],
            )
            return target.read_bytes()

        try:
            made, known = saving_cache(partial(converted, title, markdown(), split, convert))
        except RuntimeError as error:  # pandoc's own words
            if full := disk_problem_of(str(error), target):
                raise full from error
            raise
        return repacked(made, f"{modified:%Y-%m-%d}T12:00:00Z", known)


def metadata(book: Handbook, name: str) -> str:
    """What an EPUB says of the book with the file ``name``: identifier, publisher, day, licence; as Dublin
    Core."""
    # The same book of the same edition always has the same identifier.
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{book.site.address}downloads/{name}-{book.edition.id}.epub")
    return (
        f'<dc:identifier id="book-id">urn:uuid:{identifier}</dc:identifier>\n<dc:language>zh-CN</dc:language>\n<dc:creator>{escape(book.site.publisher)}</dc:creator>\n'
        f"<dc:publisher>{escape(book.site.publisher)}</dc:publisher>\n<dc:date>{book.edition.day.isoformat()}</dc:date>\n"
        f"<dc:description>{escape(book.site.disclaimer)}{escape(book.edition.name)}。</dc:description>\n<dc:rights>CC BY 4.0</dc:rights>\n"
    )


def repacked(data: bytes, modified: str, known: Mapping[str, str]) -> bytes:
    """The archive with fixed times and order: ``mimetype`` first and unpacked, as EPUB demands, then by
    name. Files that are ``known`` stand in the place of those of their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda entry: (entry != "mimetype", entry)):
            content = known[name].encode("utf-8") if name in known else source.read(name)
            if name.endswith(".opf"):
                content = _MODIFIED.sub(rf"\g<1>{modified}\g<2>", content.decode("utf-8")).encode("utf-8")
            if name.endswith("nav.xhtml"):
                content = _LANDMARK.sub(
                    lambda match: f">{_LANDMARKS[match[1]]}</a>", content.decode("utf-8")
                ).encode("utf-8")
            if "/text/" in name:
                content = _titled(_COLUMNS.sub("", content.decode("utf-8"))).encode("utf-8")
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content, compresslevel=9)
    return out.getvalue()


def _titled(chapter: str) -> str:
    """The XHTML of a chapter with its first heading as its title; the cover has none and is called so."""
    heading = _HEADING.search(chapter)
    name = _TAG.sub("", heading[1]).strip() if heading else _LANDMARKS["Cover"]
    return _TITLE.sub(lambda _: f"<title>{name}</title>", chapter, count=1)
