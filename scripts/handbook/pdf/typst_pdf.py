"""Typst as a printing press: template and data in, PDF bytes out, every warning an error."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pikepdf
import typst

from handbook.pdf.font_files.hinting import drop_hints
from handbook.pdf.fonts import FAMILIES
from handbook.pdf.saving import saved
from handbook.problems import HandbookError, Problem
from handbook.processes import note_threads
from handbook.recipes.disk_cache import lookup, store

#: How Typst names a text without glyphs.
_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
#: How it gives on what a template itself refuses, with the template's own mend.
_REFUSED = re.compile(r'panicked with: "?(.+?)。改法：([^"\n]+)')
_Source = TypeVar("_Source", Path, bytes)
MM = 72 / 25.4  # points in a millimetre
#: Templates that may be set just now: those a product said that it rests on. None: any.
_allowed: ContextVar[frozenset[str] | None] = ContextVar("allowed", default=None)


class Refused(HandbookError):
    """A template has no room for its words: ``what`` has none, and how to ``mend`` it."""

    def __init__(self, name: str, what: str, mend: str) -> None:
        self.what, self.mend = what, mend
        super().__init__(Problem.whole(name, "B021", f"排版没有成功：{what}", hint=mend))

    def __reduce__(self) -> tuple[type[Refused], tuple[str, str, str]]:
        return Refused, (self.problems[0].file, self.what, self.mend)


@contextmanager
def only_templates(names: frozenset[str]) -> Iterator[None]:
    """Let nothing be set but the templates ``names``: a product cannot rest on one that it does not own up
    to."""
    token = _allowed.set(names)
    try:
        yield
    finally:
        _allowed.reset(token)


@cache
def font_set() -> typst.Fonts:
    """The machine's fonts, read once. Raises HandbookError when the handbook's families are missing."""
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    missing = [family for family in FAMILIES if family not in fonts.families()]
    if missing:
        mend = "Debian：apt-get install -y fonts-noto-cjk；Windows：安装 Noto CJK 字体"
        raise HandbookError(Problem.whole("字体", "B020", f"缺少字体 {'、'.join(missing)}", hint=mend))
    return fonts


def typeset(
    root: Path,
    template: str,
    data: Mapping[str, object],
    *,
    epoch: int,
    standards: tuple[str, ...] = ("ua-1",),
    tags: bool = True,
    centred: float = 0.0,
) -> bytes:
    """The PDF of ``template`` filled with ``data``, as it is handed out. The same as :func:`raw_pages`, made
    :func:`compact`."""
    return compact(
        raw_pages(root, template, data, epoch=epoch, standards=standards, tags=tags), centred=centred
    )


def typeset_again(
    root: Path,
    template: str,
    data: Mapping[str, object],
    measures: Mapping[str, str],
    *,
    epoch: int,
    centred: float = 0.0,
) -> bytes:
    """As :func:`typeset`, but what the template measures is measured once for the same words.

    ``measures``: the names of the marks at which it leaves what it found (``as-before`` of ``base.typ``),
    each with a digest of all that the finding rests on; what was found of the same before is told to the
    template as ``known``.
    """
    found = {mark: lookup("measures", mark, words) for mark, words in measures.items()}
    known = {mark: told[0] for mark, told in found.items() if told}
    pdf, press = _compiled(root, template, {**data, "known": known}, _as_pdf(epoch, ("ua-1",), tags=True))
    for mark in measures.keys() - known.keys():
        store("measures", mark, measures[mark], json.loads(press.query(f"<{mark}>", field="value"))[0])
    return compact(pdf, centred=centred)


def raw_pages(
    root: Path,
    template: str,
    data: Mapping[str, object],
    *,
    epoch: int,
    standards: tuple[str, ...] = ("ua-1",),
    tags: bool = True,
) -> bytes:
    """The PDF of ``template`` (a file under ``overrides/typst``) filled with ``data``, to be worked on.

    ``root`` is the project; templates may read drawings below it. ``epoch`` is written as creation time
    (seconds since 1970). Raises HandbookError on any error or warning of Typst: a missing glyph is a
    misprint.
    """
    return _compiled(root, template, data, _as_pdf(epoch, standards, tags=tags))[0]


def _as_pdf(epoch: int, standards: tuple[str, ...], *, tags: bool) -> dict[str, Any]:
    return {"format": "pdf", "pdf_standards": list(standards), "timestamp": epoch, "pdf_tags": tags}


def picture_of(root: Path, template: str, data: Mapping[str, object], *, ppi: float) -> bytes:
    """The only page of ``template`` as PNG at ``ppi`` pixels an inch. Raises like :func:`typeset`."""
    return _compiled(root, template, data, {"format": "png", "ppi": ppi})[0]


def compact(pdf: bytes, *, centred: float = 0.0) -> bytes:
    """``pdf`` with its many small objects packed together, and fonts without hints: the tags of a long book
    shrink to a third.

    ``centred``: how far in mm the text of a bound book stands off the middle of its page. A screen has no
    fold, so the pages between the covers are moved by as much; :func:`as_bound` undoes it.
    """
    with pikepdf.open(io.BytesIO(pdf)) as book:
        drop_hints(book)
        # False is what its absence says, and some readers take the word for an error.
        if "/MarkInfo" in book.Root and not book.Root.MarkInfo.get("/Suspects", True):
            del book.Root.MarkInfo.Suspects
        for number, page in enumerate(book.pages, 1):
            if centred and 1 < number < len(book.pages):
                shift = (centred if number % 2 else -centred) * MM
                left, bottom, right, top = (float(value) for value in page.MediaBox)
                page.MediaBox = pikepdf.Array(
                    [round(v, 3) for v in (left + shift, bottom, right + shift, top)]
                )
                for box in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
                    if box in page.obj:
                        del page.obj[box]
        return saved(book)


def entitle(pdf: pikepdf.Pdf, title: str) -> None:
    """Give ``pdf`` its ``title`` at both places where programs look for it."""
    pdf.docinfo["/Title"] = title
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title


def as_bound(page: pikepdf.Page) -> None:
    """Undo what :func:`compact` did to a page: its text stands off the fold again."""
    left, bottom, right, top = (float(value) for value in page.MediaBox)
    page.MediaBox = pikepdf.Array([0, 0, round(right - left, 3), round(top - bottom, 3)])


def compiler(source: _Source, root: Path) -> typst.Compiler:
    """A typesetter of ``source``, a file or its text, that reads below ``root`` and sets our faces only."""
    note_threads()
    return typst.Compiler(source, root=root, font_paths=font_set())


def _compiled(
    root: Path, template: str, data: Mapping[str, object], options: dict[str, Any]
) -> tuple[bytes, typst.Compiler]:
    """The bytes, and the typesetter, who can still be asked of what was set."""
    allowed = _allowed.get()
    assert allowed is None or template in allowed, f"{template} is not in the product's recipe"
    file = root / "overrides" / "typst" / template
    if not file.is_file():
        lost = Problem.whole(f"overrides/typst/{template}", "D030", "缺少这个文件", hint="从版本库里找回它")
        raise HandbookError(lost)
    try:
        press = compiler(file, root)
        pdf, warnings = press.compile_with_warnings(
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, **options
        )
    except typst.TypstError as error:
        raise _told(f"overrides/typst/{template}", error) from error
    if warnings:
        what = f"排版有警告（排版程序说：{'；'.join(dict.fromkeys(w.message for w in warnings))}）"
        hint = "缺字就换字，缺图就补图"
        raise HandbookError(Problem.whole(f"overrides/typst/{template}", "B022", what, hint=hint))
    assert isinstance(pdf, bytes)
    return pdf, press


def _told(name: str, error: typst.TypstError) -> HandbookError:
    """What Typst says of the template ``name``, in the words of those who wrote the text."""
    if refused := _REFUSED.search(error.message):
        return Refused(name, refused[1], refused[2])
    said = "；".join(" ".join(part.split()) for part in [error.message, *error.hints, *error.trace[:3]])
    what = f"模板出错（排版程序说：{said}）"
    hint = "撤回最近的改动再运行一遍；还不行，把这段话原样发给维护的人"
    if undrawn := _UNDRAWN.search(error.message):
        what = f"“{undrawn[1]}”没有字体画得出"
        hint = "在 data/、docs/、overrides/ 里搜这几个字，换成常用字"
    return HandbookError(Problem.whole(name, "B021", f"排版没有成功：{what}", hint=hint))
