"""The build as a whole, on the small handbook: repeatable and unhurt by errors."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import DAY, ROOT, build_going_on, call_handbook, fork_handbook, run_handbook
from handbook.pipeline import generator
from handbook.pipeline.build_lock import build_lock
from handbook.pipeline.make import build
from handbook.problems import HandbookError
from handbook.site.pages.download_page import size_text
from support.forked import forked
from support.shared_build import copy_small, with_program


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def spoil(root: Path) -> None:
    path = root / "data" / "items" / "01-exit.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("方法: [看, 测]", "方法: [量]"), encoding="utf-8"
    )


#: A point, the title of a page, a paragraph and a penalty: what is changed, and how.
CHANGES = (
    ("data/items/01-exit.yml", "用手推一次。", "用手推两次。"),
    ("data/items/01-exit.yml", "名称: 安全出口", "名称: 安全出口和门"),
    ("docs/index.md", "要求出口不上锁。", "要求出口不上锁。出口要亮。"),
    ("data/penalties/ceshi-anquan-fa.yml", "行为: 锁住出口的", "行为: 锁住、堵住出口的"),
)


def test_a_site_that_was_changed_is_byte_for_byte_the_one_made_anew(
    small_built: Path, tmp_path: Path
) -> None:
    """One made before, by another process, at another time, and brought up to date; and one made here."""
    other = with_program(copy_small(tmp_path / "elsewhere" / "deeper"))
    for root in (small_built, other):
        for name, old, new in CHANGES:
            text = (root / name).read_text(encoding="utf-8")
            assert old in text
            (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    run_handbook(small_built, "build")
    run_handbook(other, "build")
    first, second = hashes(small_built / "site"), hashes(other / "site")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert sum(name.endswith(".pdf") for name in first) > 10


def test_no_page_is_changed_after_the_generator_made_it(small_built: Path) -> None:
    made = {
        path.relative_to(small_built / "build/web"): path
        for path in (small_built / "build/web").rglob("*.html")
    }
    assert len(made) > 10
    for name, path in made.items():
        assert (small_built / "site" / name).read_bytes() == path.read_bytes(), name
    page = (small_built / "site/downloads/index.html").read_text(encoding="utf-8")
    rows = json.loads((small_built / "site/downloads/manifest.json").read_text(encoding="utf-8"))["downloads"]
    listed = re.findall(r'href="([^"]+)" download', page)
    assert {f"downloads/{name}" for name in listed} >= {row["path"] for row in rows} and "几 MB" not in page
    sizes = {row["path"]: size_text(row["bytes"]) for row in rows if row["kind"] != "ZIP"}
    assert [path for path, size in sizes.items() if size not in page] == []


def test_a_site_without_downloads_says_so_and_the_next_build_has_them_at_once(small_built: Path) -> None:
    fork_handbook(small_built, "build", "--no-pdf", "--site-only")
    page = (small_built / "site/downloads/index.html").read_text(encoding="utf-8")
    assert "没有做下载件" in page and 'id="offline"' not in page
    assert not list((small_built / "site/downloads").rglob("*.pdf"))
    assert "做了 0 个" in fork_handbook(small_built, "build", "--no-pdf").stdout
    assert list((small_built / "site/downloads").rglob("*.pdf"))


def test_the_day_of_the_build_is_an_input(project: Path) -> None:
    law = project / "data" / "register" / "laws.yml"
    text, force = law.read_text(encoding="utf-8"), "施行: 2020-01-01\n"
    for day, told in ((DAY, "已于"), (DAY + dt.timedelta(days=1), "将于")):
        law.write_text(text.replace(force, f"{force}  失效: {day}\n", 1), encoding="utf-8")
        assert f"{told} {day} 失效" in call_handbook(project, "check").stderr


def test_an_error_leaves_the_last_good_site(small_built: Path) -> None:
    before = hashes(small_built / "site")
    spoil(small_built)
    run = fork_handbook(small_built, "build", "--no-pdf", check=False)
    assert run.returncode == 1
    assert "data/items/01-exit.yml:13:10: 错误 D008" in run.stderr
    assert "Traceback" not in run.stderr + run.stdout
    assert hashes(small_built / "site") == before


def test_all_problems_of_a_run_are_told_at_once(project: Path) -> None:
    spoil(project)
    page = project / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("01-exit.md", "09-none.md"), encoding="utf-8")
    run = call_handbook(project, "check")
    assert "D008" in run.stderr and "L001" in run.stderr and "共 2 个错误" in run.stderr


def test_problems_as_json_and_as_annotations(project: Path) -> None:
    spoil(project)
    rows = json.loads(call_handbook(project, "check", "--json").stdout)
    assert [(row["file"], row["line"], row["column"], row["rule"]) for row in rows] == [
        ("data/items/01-exit.yml", 13, 10, "D008")
    ]
    assert call_handbook(project, "check", "--annotate").stdout.startswith(
        "::error file=data/items/01-exit.yml,line=13,col=10,title=D008::"
    )
    (project / "data/bodies.yml").unlink()  # a problem of a whole file has no line
    assert "::error file=data/bodies.yml,title=D030::" in call_handbook(project, "check", "--annotate").stdout


def test_a_missing_glyph_stops_the_build_and_names_it(small: Path) -> None:
    path = small / "data" / "items" / "01-exit.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("名称: 安全出口", "名称: 安全出口\U0001f6aa"),
        encoding="utf-8",
    )
    run = fork_handbook(small, "build", "--no-pdf", check=False)
    assert run.returncode == 1 and "没有字体画得出" in run.stderr
    assert not (small / "site").exists()


def test_what_has_not_changed_is_not_made_again(small_built: Path) -> None:
    stamp = (small_built / "site" / "downloads" / "pocket-book-2026-11.pdf").stat().st_mtime_ns
    assert "做了 0 个" in fork_handbook(small_built, "build", "--no-pdf").stdout
    page = small_built / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n多一句话。\n", encoding="utf-8")
    fork_handbook(small_built, "build", "--no-pdf")
    assert "多一句话" in (small_built / "site" / "index.html").read_text(encoding="utf-8")
    assert (small_built / "site" / "downloads" / "pocket-book-2026-11.pdf").stat().st_mtime_ns == stamp


def test_a_site_that_stands_as_it_was_made_stays(small_built: Path) -> None:
    site, nothing = small_built / "site", "什么都没有改"
    before, number = hashes(site), site.stat().st_ino
    assert nothing in fork_handbook(small_built, "build").stdout
    assert hashes(site) == before and site.stat().st_ino == number
    (site / "index.html").write_text("别人改的", encoding="utf-8")  # a link into build/, which has it, too
    for name in ("robots.txt", "edition.json"):
        (site / name).unlink()
        assert nothing not in fork_handbook(small_built, "build").stdout
        assert hashes(site) == before
    template = small_built / "overrides/material/main.html"
    for touched in (lambda: spoil(small_built), lambda: template.write_text("{% extends", encoding="utf-8")):
        touched()
        assert fork_handbook(small_built, "build", check=False).returncode == 1


def run_patched(root: Path, patch: str) -> subprocess.CompletedProcess[str]:
    """A build without page PDFs in a process whose functions ``patch`` replaces first."""
    first = f"import os, signal, sys, pathlib, shutil\n{patch}"
    return forked(root, "build", "--no-pdf", "--date", "2026-11-23", first=first)


def change(root: Path, words: str) -> None:
    page = root / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")


#: Moments of a build, by a call that is about to be made; the site is put together and swapped in by the
#: last.
MOMENTS = {
    "while staging": "mirror_in_stage",
    "while the web pages are made": "end_site",
    "while the site is put together": "link_tree",
    "before the swap": "swap_in",
    "after the swap": "rmtree_after_swap",
}
_NO_EXCHANGE = (
    "import handbook.pipeline.files as f\nf._exchange = lambda *a: False\nreal = pathlib.Path.rename\n"
)
_KILL = "os.kill(os.getpid(), signal.SIGKILL)"
_PATCHES = {
    "mirror_in_stage": f"import handbook.pipeline.stage_files as m\nm.mirror = lambda *a, **k: {_KILL}",
    "end_site": f"import handbook.pipeline.outputs as m\nm.end_site = lambda *a, **k: {_KILL}",
    "link_tree": f"import handbook.pipeline.outputs as m\nreal = m.link_tree\ndef cut(source, target, skip=()):\n    real(source, target, skip)\n    {_KILL}\nm.link_tree = cut",
    "swap_in": f"import handbook.pipeline.outputs as m\nm.swap_in = lambda *a: {_KILL}",
    "rmtree_after_swap": f"import handbook.pipeline.outputs as m, handbook.pipeline.files as f\nreal = m.swap_in\ndef cut(*a):\n    f.shutil.rmtree = lambda *b, **k: {_KILL}\n    real(*a)\nm.swap_in = cut",
}


def test_a_second_build_at_once_says_so_and_touches_nothing(project: Path) -> None:
    with build_going_on(project):
        with pytest.raises(HandbookError) as caught:
            build(project, DAY, tell=lambda _: None)
        assert [problem.rule for problem in caught.value.problems] == ["B032"]
        assert [path.name for path in (project / "build").iterdir()] == ["building.lock"]
    with build_lock(project):
        pass  # a process that was killed holds nothing


_POOL = "import concurrent.futures as c, multiprocessing as m\nfrom handbook.{} import _begin\nc.ProcessPoolExecutor(1, m.get_context('fork'), _begin, {}).submit(work)"


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
@pytest.mark.parametrize(
    "begun",
    [
        "from handbook.pipeline.background import in_background\nin_background(work)",
        _POOL.format("pipeline.worker_pool", "('.',)"),
        _POOL.format("pdf.site_pages.page_pdf", "()"),
    ],
)
def test_who_works_for_a_build_ends_with_it(begun: str) -> None:
    """Killed without a word: nobody is left who waits for ever."""
    program = f"import time\ndef work():\n    print('at work', flush=True)\n    time.sleep(600)\n{begun}\ntime.sleep(600)"
    build = subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert build.stdout is not None and build.stdout.readline() == "at work\n"
    build.kill()
    assert build.communicate(timeout=60)[0] == ""  # whoever lives holds the pipe open


def test_a_killed_build_leaves_the_last_good_site_or_the_new_one(small_built: Path) -> None:
    """Killed at one moment after another: each build finds what the one before left half done."""
    for number, (moment, call) in enumerate(MOMENTS.items()):
        old = hashes(small_built / "site")
        words = f"被打断的第 {number} 次。"
        change(small_built, words)
        assert run_patched(small_built, _PATCHES[call]).returncode == -signal.SIGKILL, moment
        now = hashes(small_built / "site")
        assert now == old or words in (small_built / "site" / "index.html").read_text(encoding="utf-8"), (
            moment
        )
    fork_handbook(small_built, "build", "--no-pdf")
    assert words in (small_built / "site" / "index.html").read_text(encoding="utf-8")
    assert not list(small_built.glob(".site*")) and not (small_built / "build/site.new").exists()


def test_a_swap_stopped_between_two_renames_is_put_right(small_built: Path) -> None:
    """Where two folders cannot change places in one step (Windows): the old one is aside, the new one not
    yet there."""
    old = hashes(small_built / "site")
    change(small_built, "被打断的一次。")
    stop = f"{_NO_EXCHANGE}def cut(self, target):\n    if self.name == 'site.new': {_KILL}\n    return real(self, target)\npathlib.Path.rename = cut"
    assert run_patched(small_built, stop).returncode == -signal.SIGKILL
    assert not (small_built / "site").exists() and hashes(small_built / ".site.old") == old
    spoil(small_built)  # even a build that finds the content wrong puts the last good site back
    assert fork_handbook(small_built, "build", "--no-pdf", check=False).returncode == 1
    assert hashes(small_built / "site") == old


_FULL = "raise OSError(28, 'No space left on device')"
DISK_FULL = {
    "stage": f"real = pathlib.Path.write_bytes\ndef full(self, data):\n    if 'stage' in self.parts: {_FULL}\n    return real(self, data)\npathlib.Path.write_bytes = full",
    "downloads": f"real = pathlib.Path.write_bytes\ndef full(self, data):\n    if 'downloads' in self.parts: {_FULL}\n    return real(self, data)\npathlib.Path.write_bytes = full",
    "stamps": f"real = pathlib.Path.write_bytes\ndef full(self, data):\n    if 'sha256' in self.name: {_FULL}\n    return real(self, data)\npathlib.Path.write_bytes = full",
    "the new site": f"def full(*a, **k): {_FULL}\nos.link = shutil.copy2 = full",
    "folders": f"real = pathlib.Path.mkdir\ndef full(self, *a, **k):\n    if 'site.new' in self.parts: {_FULL}\n    return real(self, *a, **k)\npathlib.Path.mkdir = full",
    "the swap": f"{_NO_EXCHANGE}def full(self, target):\n    if self.name == 'site.new': {_FULL}\n    return real(self, target)\npathlib.Path.rename = full",
}


@pytest.mark.parametrize("where", DISK_FULL)
def test_disk_full_is_told_and_leaves_the_last_good_site(small_built: Path, where: str) -> None:
    before = hashes(small_built / "site")
    change(small_built, "写不下了。")
    if where == "downloads":  # then a book is to be made anew, too
        item = small_built / "data/items/01-exit.yml"
        item.write_text(
            item.read_text(encoding="utf-8").replace("要点: 出口的门在生产时", "要点: 出口的门在干活时"),
            encoding="utf-8",
        )
    run = run_patched(small_built, DISK_FULL[where])
    assert run.returncode == 1 and "磁盘满了" in run.stderr and "Traceback" not in run.stderr + run.stdout
    assert hashes(small_built / "site") == before
    assert not list(small_built.rglob("*.part"))


@pytest.mark.parametrize("verb", ["print", "clean"])
def test_no_verb_disturbs_a_build_that_goes_on(small_built: Path, verb: str) -> None:
    arguments = {"print": ["print", "--items", "01", "-o", str(small_built / "mine.pdf")], "clean": ["clean"]}
    with build_going_on(small_built):
        before = hashes(small_built / "site")
        run = fork_handbook(small_built, *arguments[verb], check=False)
        assert run.returncode == 1 and "B032" in run.stderr
        assert hashes(small_built / "site") == before and (small_built / "build" / "stage").is_dir()


def test_the_lock_of_windows_is_asked_for_and_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: set[int] = set()

    class FakeMsvcrt:
        """Locks a byte once, as Windows does; closing the file lets it go."""

        LK_NBLCK = 2

        @staticmethod
        def locking(number: int, mode: int, length: int) -> None:
            assert (mode, length) == (2, 1)
            if held:
                raise OSError(36, "Resource deadlock avoided")
            held.add(number)

    monkeypatch.setitem(sys.modules, "msvcrt", FakeMsvcrt)
    monkeypatch.setattr(sys, "platform", "win32")
    with build_lock(tmp_path):
        assert len(held) == 1
        with pytest.raises(HandbookError) as caught, build_lock(tmp_path):
            pass
        assert [problem.rule for problem in caught.value.problems] == ["B032"]


def test_a_full_disk_is_told_when_the_site_generator_meets_it(small: Path) -> None:
    full = "import errno, os\nraise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n"
    (small / "scripts" / "full_disk.py").write_text(full, encoding="utf-8")
    with pytest.raises(HandbookError) as caught, pytest.MonkeyPatch.context() as patch:
        patch.setitem(generator.GENERATORS, "mkdocs", "full_disk")
        generator.build_site(small, small / "build" / "web", pdf=False, epoch=0)
    (problem,) = caught.value.problems
    assert problem.rule == "B001" and "磁盘满了" in problem.message and "Traceback" not in problem.render()


def test_a_generator_that_was_ended_is_told_as_that(small: Path) -> None:
    (small / "scripts" / "ended.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", encoding="utf-8"
    )
    with pytest.raises(HandbookError) as caught, pytest.MonkeyPatch.context() as patch:
        patch.setitem(generator.GENERATORS, "mkdocs", "ended")
        generator.build_site(small, small / "build" / "web", pdf=False, epoch=0)
    (problem,) = caught.value.problems
    assert problem.rule == "B033" and "英文" not in problem.render()


#: What befalls a worker as it makes the products of a kind, and what is told of it.
_IN_A_WORKER = (
    "import handbook.pipeline.worker_pool as m\nreal = m._make\n"
    "def cut(*path):\n    {then}\n    return real(*path)\n"
    "cut.__module__, cut.__qualname__ = real.__module__, '_make'\nm._make = cut"
)
WORKER_FAULTS = {
    "ended": ("csv", _IN_A_WORKER.format(then=_KILL), "B031", "被系统结束了"),
    "a library that meets a full disk": (
        "xlsx",
        "import lxml.etree as e, openpyxl.writer.excel as w\n"
        "def full(*a, **k): raise e.SerialisationError('IO_ENOSPC')\nw.ExcelWriter.write_data = full",
        "B001",
        "磁盘满了",
    ),
    "a full disk without a name": (
        "docx",
        f"import docx.opc.package as d\ndef full(*a, **k): {_FULL}\nd.OpcPackage.save = full",
        "B001",
        "磁盘满了",
    ),
    "a mistake of the program": (
        "docx",
        "import docx.opc.package as d\ndef wrong(*a, **k): raise KeyError('no such thing')\n"
        "d.OpcPackage.save = wrong",
        "B034",
        "程序自己出错了（KeyError: 'no such thing'；",
    ),
    "a limit on the size of files": (
        "epub",
        "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))",
        "B001",
        "文件比系统允许的大",
    ),
}


@pytest.mark.parametrize("fault", WORKER_FAULTS)
def test_what_befalls_a_worker_is_told_once_as_what_it_is(small_built: Path, fault: str) -> None:
    suffix, patch, rule, words = WORKER_FAULTS[fault]
    before = hashes(small_built / "site")
    gone = list((small_built / "build/products").rglob(f"*.{suffix}"))
    for path in gone:  # made anew by the next build
        path.unlink()
    run = run_patched(small_built, patch)
    assert gone and run.returncode == 1 and words in run.stderr, run.stderr
    assert run.stderr.count("错误 B") == 1 and rule in run.stderr
    assert "Traceback" not in run.stderr + run.stdout
    assert hashes(small_built / "site") == before and not list(small_built.rglob("*.part"))
