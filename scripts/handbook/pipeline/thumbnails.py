"""Small pictures of first pages for the download page, drawn from the finished PDF files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PIL import Image

from handbook.pdf.first_page import first_page
from handbook.pdf.typst_pdf import picture_of
from handbook.product import BuildContext, Product
from handbook.recipes.lazy import Seen
from handbook.site.pages.download_page import leads

#: Twice as many pixels as the page shows points: sharp on telephones.
_PPI = 144
_QUALITY = 50


def preview_path(path: str) -> str:
    """Where the picture of the download at ``path`` is, both relative to the site's root."""
    return (
        "downloads/pictures/"
        + path.removeprefix("downloads/").removesuffix(".pdf").replace("/", "-")
        + ".webp"
    )


def preview_products(context: BuildContext, products: Sequence[Product]) -> list[Product]:
    """A picture for each entry of the download page that begins with a PDF. They are no downloads
    themselves."""
    wanted = [products[index] for index in leads([(product.group, product.title) for product in products])]
    return [
        context.product(
            preview_path(lead.path),
            lead.title,
            "首页小图",
            "",
            partial(_picture, context.root, Seen(first_page, context.output / lead.path), lead.title),
        )
        for lead in wanted
        if lead.path.endswith(".pdf")
    ]


def _picture(root: Path, page: Seen[str], title: str) -> bytes:
    values = {"path": f"/{page.file.relative_to(root).as_posix()}", "title": title}
    drawn = picture_of(root, "preview.typ", values, ppi=_PPI)
    out = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as image:
        image.convert("RGB").save(out, "WEBP", quality=_QUALITY, method=6)
    return out.getvalue()
