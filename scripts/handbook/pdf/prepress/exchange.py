"""Files as a print shop takes them over: PDF/X-1a:2003, the standard for pages that are inks alone.

It names the printing condition by its entry in the ICC's registry and needs no profile in the file. PDF/X-4
must carry one, and no CMYK profile comes with a library that the handbook uses or may hand on.
Source: ISO 15930-4:2003 as far as its demands are publicly told; a shop's own preflight has the last word.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

VERSION = "PDF/X-1a:2003"
_REGISTRY = "http://www.color.org"


@dataclass(frozen=True, slots=True)
class Condition:
    """How a page is meant to be printed: ``name`` as registered, ``words`` for the file, ``told`` for the
    job sheet."""

    name: str
    words: str
    told: str


#: Offset by ISO 12647-2 on uncoated and on coated paper.
UNCOATED = Condition("FOGRA47", "Offset, ISO 12647-2, uncoated white paper", "胶印，不涂布的双胶纸")
COATED = Condition("FOGRA39", "Offset, ISO 12647-2, coated paper", "胶印，涂布的铜版纸")


def exchanged(pdf: pikepdf.Pdf, title: str, condition: Condition) -> bytes:
    """The bytes of ``pdf``, whose colours are inks already, as :data:`VERSION` for ``condition``.

    Only what a press needs is kept (see :func:`bare`). Raises ValueError for what the standard forbids
    and cannot simply go: a font that is not embedded, encryption.
    """
    bare(pdf)
    for found in pdf.objects:
        if (
            isinstance(found, Dictionary)
            and found.get("/Type") == Name.FontDescriptor
            and not any(key in found for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        ):
            raise ValueError(f"font {found.get('/FontName')} is not embedded")
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFX,
                OutputConditionIdentifier=condition.name,
                OutputCondition=condition.words,
                RegistryName=_REGISTRY,
                Info=condition.words,
            )
        ]
    )
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Trapped"] = Name("/False")
    pdf.docinfo["/GTS_PDFXVersion"] = VERSION
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["pdf:Trapped"] = "False"
    pdf.remove_unreferenced_resources()
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        force_version="1.4",
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=True,
    )
    return out.getvalue()


def bare(pdf: pikepdf.Pdf) -> None:
    """Take out of ``pdf`` what a press does not need, in place: links, tags, bookmarks."""
    for page in pdf.pages:
        for key in ("/Annots", "/Group", "/StructParents", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
    for key in ("/Outlines", "/Names", "/Dests", "/StructTreeRoot", "/MarkInfo", "/OpenAction", "/AcroForm"):
        if key in pdf.Root:
            del pdf.Root[key]
