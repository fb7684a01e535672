"""How long an editor waits: for the check, and from saving an item to its page in the preview. Prints and
asserts nothing."""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [path for path in (str(ROOT / "scripts"), str(ROOT / "tests")) if path not in sys.path]

from bench.clock import changed_item  # noqa: E402
from conftest import DAY, run_handbook  # noqa: E402
from handbook.pipeline.preview import Preview  # noqa: E402


def check_seconds(root: Path, runs: int = 3) -> list[float]:
    """Wall-clock seconds of ``runs`` checks of the project in ``root``, each a process of its own."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        run_handbook(root, "check", check=False)
        seconds.append(time.perf_counter() - began)
    return seconds


def save_to_page_seconds(root: Path, saves: int = 10, day: dt.date = DAY, pause: float = 0.0) -> list[float]:
    """Seconds from saving an item to its page standing on the disk of the preview, for each of ``saves``
    saves.

    ``root`` is a copy that may be changed; it is left as it was. Between two saves the rest of the site is
    brought up to date, as happens when an editor pauses, and then ``pause`` seconds pass.
    """
    preview = Preview(root, day, lambda _: None)
    preview.web.mkdir(parents=True, exist_ok=True)
    path = changed_item(root, "08")
    page = preview.web / "checklists" / f"{path.stem}.html"
    original = path.read_bytes()
    seconds = []
    try:
        preview.look()
        for turn in range(saves):
            mark = f"第{turn + 1}次保存"
            path.write_bytes(original.replace("算合格: ".encode(), f"算合格: {mark}，".encode(), 1))
            began = time.perf_counter()
            preview.look()
            taken = time.perf_counter() - began
            if preview.problems or mark not in page.read_text(encoding="utf-8"):
                raise RuntimeError(preview.problems or f"{page} does not show what was saved")
            seconds.append(taken)
            preview.catch_up()
            time.sleep(pause)
    finally:
        path.write_bytes(original)
        preview.close()
    return seconds
