"""The build as a whole, on the small handbook: repeatable, unhurt by errors, and the same under ProperDocs."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import run_handbook


def hashes(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


def spoil(root: Path) -> None:
    path = root / "data" / "items" / "01-exit.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("方法: [看, 测]", "方法: [量]"), encoding="utf-8")


def test_two_builds_of_one_day_are_byte_identical(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "deeper"
    shutil.copytree(small, other)
    run_handbook(small, "build")
    time.sleep(1.1)  # another second on the clock
    run_handbook(other, "build")
    first, second = hashes(small / "site"), hashes(other / "site")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert sum(name.endswith(".pdf") for name in first) > 10


def test_the_day_of_the_build_is_an_input(small: Path) -> None:
    law = small / "data" / "register" / "laws.yml"
    law.write_text(law.read_text(encoding="utf-8").replace("施行: 2020-01-01\n  条数: 10", "施行: 2020-01-01\n  失效: 2026-11-23\n  条数: 10"), encoding="utf-8")
    run = run_handbook(small, "check", check=False)
    assert run.returncode == 1 and "已于 2026-11-23 失效" in run.stderr


def test_an_error_leaves_the_last_good_site(small: Path) -> None:
    run_handbook(small, "build", "--no-pdf")
    before = hashes(small / "site")
    spoil(small)
    run = run_handbook(small, "build", "--no-pdf", check=False)
    assert run.returncode == 1
    assert "data/items/01-exit.yml:13:10: 错误 D008" in run.stderr
    assert "Traceback" not in run.stderr + run.stdout
    assert hashes(small / "site") == before


def test_all_problems_of_a_run_are_told_at_once(small: Path) -> None:
    spoil(small)
    page = small / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("01-exit.md", "09-none.md"), encoding="utf-8")
    run = run_handbook(small, "check", check=False)
    assert "D008" in run.stderr and "L001" in run.stderr and "共 2 个错误" in run.stderr


def test_problems_as_json_and_as_annotations(small: Path) -> None:
    spoil(small)
    rows = json.loads(run_handbook(small, "check", "--json", check=False).stdout)
    assert [(row["file"], row["line"], row["column"], row["rule"]) for row in rows] == [("data/items/01-exit.yml", 13, 10, "D008")]
    assert run_handbook(small, "check", "--annotate", check=False).stdout.startswith("::error file=data/items/01-exit.yml,line=13,col=10,title=D008::")


def test_a_missing_glyph_stops_the_build_and_names_it(small: Path) -> None:
    path = small / "data" / "items" / "01-exit.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("名称: 安全出口", "名称: 安全出口\U0001f6aa"), encoding="utf-8")
    run = run_handbook(small, "build", "--no-pdf", check=False)
    assert run.returncode == 1 and "排版" in run.stderr
    assert not (small / "site").exists()


def test_what_has_not_changed_is_not_made_again(small: Path) -> None:
    run_handbook(small, "build", "--no-pdf")
    stamp = (small / "site" / "downloads" / "pocket-book-2026-11.pdf").stat().st_mtime_ns
    assert "做了 0 个" in run_handbook(small, "build", "--no-pdf").stdout
    page = small / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n多一句话。\n", encoding="utf-8")
    run_handbook(small, "build", "--no-pdf")
    assert "多一句话" in (small / "site" / "index.html").read_text(encoding="utf-8")
    assert (small / "site" / "downloads" / "pocket-book-2026-11.pdf").stat().st_mtime_ns == stamp


@pytest.mark.parametrize("delay", [0.3, 0.8, 1.5, 2.2])
def test_a_killed_build_leaves_the_last_good_site_or_the_new_one(small: Path, delay: float) -> None:
    run_handbook(small, "build", "--no-pdf")
    old = hashes(small / "site")
    page = small / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n被打断的一次。\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "handbook", "build", "--no-pdf", "--date", "2026-11-23"], cwd=small,
        env={"PYTHONPATH": str(small / "scripts"), "PATH": "/usr/bin:/bin"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    time.sleep(delay)
    import os

    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    now = hashes(small / "site")
    assert now == old or "被打断的一次" in (small / "site" / "index.html").read_text(encoding="utf-8")
    run_handbook(small, "build", "--no-pdf")
    assert "被打断的一次" in (small / "site" / "index.html").read_text(encoding="utf-8")


def test_disk_full_is_told(small: Path) -> None:
    run_handbook(small, "build", "--no-pdf")
    before = hashes(small / "site")
    program = (
        "import sys, pathlib\n"
        "real = pathlib.Path.write_bytes\n"
        "def full(self, data):\n"
        "    if 'build' in self.parts: raise OSError(28, 'No space left on device')\n"
        "    return real(self, data)\n"
        "pathlib.Path.write_bytes = full\n"
        "from handbook.cli import main\n"
        "sys.exit(main(['build', '--no-pdf', '--date', '2026-11-23']))\n"
    )
    page = small / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n写不下了。\n", encoding="utf-8")
    run = subprocess.run([sys.executable, "-c", program], cwd=small, env={"PYTHONPATH": str(small / "scripts"), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}, capture_output=True, text=True)
    assert run.returncode == 1 and "磁盘满了" in run.stderr and "Traceback" not in run.stderr
    assert hashes(small / "site") == before


class _Words(HTMLParser):
    """Title and words of the article of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("article", "title"):
            self._inside += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("article", "title"):
            self._inside -= 1

    def handle_data(self, data: str) -> None:
        if self._inside and data.strip():
            self.words.append(data.strip())


def test_properdocs_builds_the_same_words(small: Path, tmp_path: Path) -> None:
    program = (
        "import sys, datetime as dt, pathlib\n"
        "from handbook.build.stage import refresh_stage\n"
        "from handbook.build.site import build_site\n"
        "root = pathlib.Path.cwd()\n"
        "refresh_stage(root, dt.date(2026, 11, 23))\n"
        "(root / 'build/stage/docs/downloads').mkdir(exist_ok=True)\n"
        "(root / 'build/stage/docs/downloads/index.md').write_text('# 下载\\n', encoding='utf-8')\n"
        "(root / 'build/stage/docs/downloads/calendar.ics').write_text('', encoding='utf-8')\n"
        "for name in ('mkdocs', 'properdocs'):\n"
        "    build_site(root, root / 'out' / name, pdf=False, epoch=1795435200, generator=name)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=small, env={"PYTHONPATH": str(small / "scripts"), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    pages = {name: {p.relative_to(small / "out" / name).as_posix(): p for p in (small / "out" / name).rglob("*.html")} for name in ("mkdocs", "properdocs")}
    assert pages["mkdocs"].keys() == pages["properdocs"].keys()
    assert len(pages["mkdocs"]) > 10
    for name, path in pages["mkdocs"].items():
        ours, theirs = (_Words(p.read_text(encoding="utf-8")).words for p in (path, pages["properdocs"][name]))
        assert ours == theirs, name


