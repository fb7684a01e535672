"""ZIP archives that do not carry the clock of the machine."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from types import MappingProxyType


def build_time(epoch: int) -> dt.datetime:
    """``epoch`` (seconds since 1970) as UTC without zone, the form office documents use."""
    return dt.datetime.fromtimestamp(epoch, dt.UTC).replace(tzinfo=None)


def fixed_archive(
    data: bytes, epoch: int, contents: Mapping[str, bytes | None] = MappingProxyType({})
) -> bytes:
    """The ZIP archive ``data`` with every entry dated ``epoch``, so that the same content gives the same
    bytes.

    ``contents`` takes the place of what entries of these names hold; an entry whose content is None is left
    out.
    """
    stamp = build_time(epoch).timetuple()[:6]
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in source.namelist():
            content = contents[name] if name in contents else source.read(name)
            if content is None:
                continue
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            target.writestr(entry, content)
    return out.getvalue()
