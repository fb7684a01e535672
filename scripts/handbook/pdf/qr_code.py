"""QR codes as SVG for books, forms and slides."""

from __future__ import annotations

import io
from functools import cache, partial

from handbook.recipes.disk_cache import cached_value


def qr_svg(address: str) -> str:
    """The QR code of ``address`` as an SVG text with a quiet zone of four modules, error level M."""
    return cached_value("qr-codes", address, address, partial(_svg, address))


def _svg(address: str) -> str:
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=4, xmldecl=False, nl=False, dark="#000", light="#fff"
    )
    return out.getvalue().decode("utf-8")


@cache
def qr_png(address: str, *, scale: int = 4) -> bytes:
    """The QR code of ``address`` as PNG, ``scale`` pixels a module, quiet zone and error level as in
    :func:`qr_svg`."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()
