"""Small pictures of first pages for the download page, drawn from the finished PDF files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version

from PIL import Image

from handbook.pdf.typst_pdf import picture_of
from handbook.product import BuildContext, Product
from handbook.site.download_page import leads

_FILES = ("overrides/typst/preview.typ", "scripts/handbook/pipeline/thumbnails.py")
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
    """A picture for each entry of the download page that begins with a PDF. They are no downloads themselves."""
    wanted = [products[index] for index in leads([(product.group, product.title) for product in products])]
    versions = [(package, version(package)) for package in ("typst", "pillow")]
    return [
        Product(
            preview_path(lead.path),
            lead.title,
            "首页小图",
            "",
            context.fingerprint(lead.fingerprint, versions, files=_FILES),
            partial(_picture, context, lead),
            after=(lead.path,),
        )
        for lead in wanted
        if lead.path.endswith(".pdf")
    ]


def _picture(context: BuildContext, product: Product) -> bytes:
    path = (context.output / product.path).relative_to(context.root).as_posix()
    drawn = picture_of(context.root, "preview.typ", {"path": f"/{path}", "title": product.title}, ppi=_PPI)
    out = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as image:
        image.convert("RGB").save(out, "WEBP", quality=_QUALITY, method=6)
    return out.getvalue()
