"""Another district takes the handbook over by changing one file: its name is everywhere, the first one's
nowhere."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, run_handbook

SECOND = """名称: 示范区小微工业企业安全手册
地区: 示范市示范区
地区简称: 示范区
网址: https://second.example.org/handbook/
演示: true
简介: 给示范区小微工业企业的安全手册，只用来测试换区。
编写: 示范区手册编写组
联系: 有错请写信给示范区手册编写组。
声明: 建议稿，供企业自查与学习使用，非行政检查事项清单。
条目数: 2
"""


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small handbook of a second district, its books included."""
    root = tmp_path_factory.mktemp("second") / "project"
    shutil.copytree(ROOT / "tests" / "project", root)
    for name in ("mkdocs.yml", "requirements.txt"):
        shutil.copy2(ROOT / name, root / name)
    for name in ("overrides", "scripts"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "data/site.yml").write_text(SECOND, encoding="utf-8")
    page = root / "docs/index.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("# 测试区安全手册", "# 示范区小微工业企业安全手册"),
        encoding="utf-8",
    )
    run_handbook(root, "build", "--no-pdf")
    return root


def test_every_page_bears_the_second_districts_name(second: Path) -> None:
    pages = [
        path for path in (second / "site").rglob("*.html") if "<article" in path.read_text(encoding="utf-8")
    ]
    assert len(pages) > 20
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "示范区小微工业企业安全手册" in text, path
        assert "测试区安全手册" not in text, path


#: What may name the first district: the published numbers of its own campaign and the sources they are
#: taken from.
def test_the_first_districts_name_is_nowhere(second: Path) -> None:
    found = []
    for path in sorted((second / "site").rglob("*")):
        if (
            path.suffix in (".html", ".xml", ".json", ".txt", ".ics", ".svg", ".js", ".css")
            and path.is_file()
        ):
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [
                f"{path.relative_to(second / 'site')}: {word}"
                for word in ("铜山", "徐州", "handbook.example.org/q")
                if word in text and word not in SECOND
            ]
    assert found == []


def test_books_bear_name_and_address(second: Path) -> None:
    pdf = next((second / "site/downloads").glob("pocket-book-*[0-9].pdf"))
    text = subprocess.run(
        ["pdftotext", str(pdf), "-"], capture_output=True, text=True, encoding="utf-8"
    ).stdout
    flat = "".join(text.split())
    assert "示范市示范区" in flat and "second.example.org/handbook" in flat
    assert "铜山" not in flat and "测试市" not in flat


def test_feed_and_map_bear_the_address(second: Path) -> None:
    assert "https://second.example.org/handbook/updates.html" in (second / "site/updates.xml").read_text(
        encoding="utf-8"
    )
    assert "https://second.example.org/handbook/" in (second / "site/sitemap.xml").read_text(encoding="utf-8")
    assert json.loads((second / "site/downloads/manifest.json").read_text(encoding="utf-8"))["downloads"]


def test_program_and_templates_do_not_know_the_first_district() -> None:
    known = []
    for folder in ("scripts/handbook", "overrides"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in (".py", ".jinja", ".html", ".typ", ".css", ".js"):
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                    if ("铜山" in line or "徐州" in line) and "description=" not in line:
                        known.append(f"{path.relative_to(ROOT)}:{number}")
    assert known == []
