"""The live preview, seen by a browser: a saved change is on the page, an error is told on the page, and it
goes on."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from conftest import DAY, build_going_on
from handbook.pipeline.file_watch import watching
from handbook.pipeline.preview import Preview
from support.programs import run_program
from support.web import free_port


@pytest.fixture
def served(small: Path) -> Iterator[tuple[Path, str]]:
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "handbook",
            "serve",
            "--port",
            str(port),
            "--root",
            str(small),
            "--date",
            DAY.isoformat(),
        ],
        cwd=small,
        env={**os.environ, "PYTHONPATH": str(small / "scripts"), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "预览在" in line:
            break
    yield small, f"http://127.0.0.1:{port}"
    process.terminate()  # Ctrl+C does nothing where the tests run in the background
    try:
        assert process.wait(15) == 130
    finally:
        process.kill()


def state(address: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{address}/__state", timeout=10) as answer:
        return dict(json.load(answer))


def wait_for_version(address: str, since: object) -> dict[str, object]:
    with urllib.request.urlopen(f"{address}/__state?since={since}", timeout=60) as answer:
        return dict(json.load(answer))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def edit_once(path: Path, old: str, new: str) -> None:
    """Change the first ``old``."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_page_follows_the_file_and_tells_errors(served: tuple[Path, str], browser: Browser) -> None:
    root, address = served
    page = browser.new_page()
    page.goto(f"{address}/checklists/01-exit.html")
    expect(page.locator("h1")).to_contain_text("安全出口")
    data = root / "data/items/01-exit.yml"

    edit(data, "要点: 出口的门在生产时不得上锁。", "要点: 出口的门在干活时不得上锁。")
    expect(page.locator("body")).to_contain_text("出口的门在干活时不得上锁", timeout=20_000)

    edit(data, "方法: [看, 测]", "方法: [量]")
    banner = page.locator("#hb-preview-errors")
    expect(banner).to_contain_text("data/items/01-exit.yml:13:10", timeout=20_000)
    expect(banner).to_contain_text("改法")
    expect(page.locator("body")).to_contain_text("出口的门在干活时不得上锁")

    edit(data, "方法: [量]", "方法: [看]")
    expect(banner).to_have_count(0, timeout=20_000)

    prose = root / "docs/checklists/01-exit.md"
    edit(prose, "门锁着，人出不去。\n", "门锁着，人就出不去了。\n")
    expect(page.locator("body")).to_contain_text("人就出不去了", timeout=20_000)

    # A page that is not there, and a file that cannot be read at all, are told too.
    page.goto(f"{address}/no-such-page.html")
    data.write_bytes("名称: 出口".encode("gbk"))
    page.goto(f"{address}/index.html")
    expect(banner).to_contain_text("GBK", timeout=20_000)
    page.close()


def test_new_and_withdrawn_pages_come_and_go(served: tuple[Path, str]) -> None:
    root, address = served
    version = state(address)["version"]
    (root / "docs/standards").mkdir(exist_ok=True)
    (root / "docs/standards/lamps.md").write_text(
        "---\ntitle: 灯\n---\n\n# 灯\n\n灯亮着。\n", encoding="utf-8"
    )
    version = wait_for_version(address, version)["version"]
    with urllib.request.urlopen(f"{address}/standards/lamps.html", timeout=10) as answer:
        assert "灯亮着" in answer.read().decode("utf-8")
    with urllib.request.urlopen(f"{address}/index.html", timeout=10) as answer:
        assert "standards/lamps.html" in answer.read().decode("utf-8")


def test_an_error_of_the_program_does_not_end_the_preview(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handbook.pipeline import preview as module

    told: list[str] = []
    preview = Preview(small, DAY, told.append)
    monkeypatch.setattr(module, "checked_handbook", lambda *_: 1 / 0)
    preview.look()
    assert (
        "ZeroDivisionError" in preview.problems
        and "Traceback" not in preview.problems
        and preview.version == 1
    )


def test_a_saved_item_is_on_its_page_at_once_and_elsewhere_after_a_pause(small: Path) -> None:
    prose = small / "docs/standards/lamps.md"
    prose.parent.mkdir()
    prose.write_text(
        "---\ntitle: 灯\n---\n\n# 灯\n\n| 灯 | 处 |\n|---|---|\n| 亮 | 门上 |\n\n灯亮着。\n", encoding="utf-8"
    )
    preview = Preview(small, DAY, lambda _: None)
    preview.web.mkdir(parents=True)
    assert preview.look() and not preview.problems
    path = small / "data/items/01-exit.yml"
    page, list_of_all, other = (
        preview.web / "checklists" / name for name in ("01-exit.html", "all.html", "02-lines.html")
    )
    untouched = other.stat().st_mtime_ns
    edit_once(path, "    要点: ", "    要点: 改过的，")
    assert preview.look() and not preview.problems
    assert "改过的，" in page.read_text(encoding="utf-8") and "改过的，" not in list_of_all.read_text(
        encoding="utf-8"
    )
    assert not preview.look() and preview.catch_up() and not preview.problems and not preview.catch_up()
    assert "改过的，" in list_of_all.read_text(encoding="utf-8") and other.stat().st_mtime_ns == untouched
    # A page of text, its title and its prose.
    edit_once(prose, "灯亮着", "灯一直亮着")
    assert preview.look() and "灯一直亮着" in (preview.web / "standards/lamps.html").read_text(
        encoding="utf-8"
    )
    # Saved again before the pause: again its own page alone.
    edit_once(path, "    要点: 改过的，", "    要点: 又改过的，")
    assert preview.look() and "又改过的，" in page.read_text(encoding="utf-8")
    assert "又改过的，" not in list_of_all.read_text(encoding="utf-8")
    # What the pages made one by one look like is what a build makes of them.
    alone = {
        name: (preview.web / name).read_text(encoding="utf-8")
        for name in (f"checklists/{path.stem}.html", "standards/lamps.html")
    }
    preview.catch_up()
    assert alone == {name: (preview.web / name).read_text(encoding="utf-8") for name in alone}
    preview.close()


def test_a_generator_that_died_is_started_again(small: Path) -> None:
    preview = Preview(small, DAY, lambda _: None)
    preview.web.mkdir(parents=True)
    preview.look()
    assert preview._generator is not None
    preview._generator._process.kill()
    edit(
        small / "data/items/01-exit.yml",
        "要点: 出口的门在生产时不得上锁。",
        "要点: 出口的门在干活时不得上锁。",
    )
    assert preview.look()
    assert "出口的门在干活时不得上锁" in (preview.web / "checklists/01-exit.html").read_text(encoding="utf-8")
    preview.close()


def test_a_change_is_told_and_a_look_is_not(tmp_path: Path) -> None:
    """Files are told of by the system; that they are read, by the preview itself, is no change."""
    (tmp_path / "data").mkdir()
    page = tmp_path / "data/07.yml"
    page.write_text("名称: 门", encoding="utf-8")
    told = threading.Event()
    with watching([tmp_path / "data", tmp_path / "missing"], told.set):
        for do in (
            lambda: page.write_text("名称: 窗", encoding="utf-8"),
            lambda: page.rename(page.with_name("08.yml")),
            page.with_name("08.yml").unlink,
        ):
            told.clear()
            do()
            assert told.wait(20)
        page.write_text("名称: 门", encoding="utf-8")
        marker = tmp_path / "data/last.yml"
        marker.touch()
        while told.wait(1):  # until what was written before has been told
            told.clear()
        assert page.read_text(encoding="utf-8") and list((tmp_path / "data").rglob("*"))
        assert not told.wait(1)


def test_the_preview_waits_for_a_build_and_then_shows_what_was_saved(small: Path) -> None:
    """A build reads the stage: the preview does not write into it before that build lets go."""
    preview = Preview(small, DAY, lambda _: None)
    preview.web.mkdir(parents=True)
    with build_going_on(small):
        looking = threading.Thread(target=preview.look)
        looking.start()
        looking.join(4)
        assert looking.is_alive() and not (small / "build" / "stage").exists() and preview.version == 0
    looking.join(60)
    assert not looking.is_alive() and preview.version == 1 and not preview.problems
    assert (preview.web / "index.html").is_file()
    preview.close()


def test_a_port_in_use_is_told(small: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        run = run_program(
            [
                sys.executable,
                "-m",
                "handbook",
                "serve",
                "--port",
                str(other.getsockname()[1]),
                "--root",
                str(small),
            ],
            cwd=small,
            env={**os.environ, "PYTHONPATH": str(small / "scripts"), "PYTHONUTF8": "1"},
            timeout=60,
        )
    assert run.returncode == 1 and "B040" in run.stderr and "Traceback" not in run.stderr
    assert "已更新" not in run.stdout and "address" not in run.stderr.lower(), "told first, and in Chinese"
