"""Shared fixtures: the small made-up handbook, and the real site built once."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the made-up handbook that a test may spoil."""
    target = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "project", target)
    return target
