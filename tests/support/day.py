"""The day that all tests build on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from support.cases import read_yaml

_EDITIONS = Path(__file__).resolve().parents[2] / "data/editions.yml"

#: That of the newest edition: what is printed then is that edition, and what it names is there.
DAY: dt.date = max(edition["日期"] for edition in read_yaml(_EDITIONS))
