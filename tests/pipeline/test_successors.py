"""Life after Material: the same stage built by MkDocs, ProperDocs and Zensical has the same pages, titles
and words.

What differs is told; what may differ stands here with its reason.
"""

from __future__ import annotations

import importlib.util
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import DAY
from handbook.day import day_epoch
from handbook.pipeline.generator import GENERATORS, build_site
from handbook.pipeline.stage_files import refresh_stage

INSTALLED = [name for name, module in GENERATORS.items() if importlib.util.find_spec(module)]


class Words(HTMLParser):
    """Title of a page, the words of its article in order, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title, self.words, self.links = "", [], set()  # type: str, list[str], set[str]
        self._inside = self._silent = 0
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag == "article"
        self._silent += tag in ("script", "style", "svg")
        self._in_title = tag == "title" and not self._silent
        if tag == "a" and self._inside:
            self.links.add((dict(attrs).get("href") or "").removesuffix("index.html"))

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag == "article"
        self._silent -= tag in ("script", "style", "svg")
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif self._inside and not self._silent and data.strip():
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return re.sub(r"\s+", "", "".join(self.words))


@pytest.fixture(scope="module")
def built_by(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The small handbook built by every generator that is installed."""
    import shutil

    from conftest import ROOT

    root = tmp_path_factory.mktemp("successors") / "project"
    shutil.copytree(ROOT / "tests" / "project", root)
    for name in ("mkdocs.yml", "requirements.txt"):
        shutil.copy2(ROOT / name, root / name)
    for name in ("overrides", "scripts"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    refresh_stage(root, DAY)
    (root / "build/stage/docs/downloads/calendar.ics").write_text("", encoding="utf-8")
    targets = {}
    for name in INSTALLED:
        targets[name] = root / "out" / name
        build_site(root, targets[name], pdf=False, epoch=day_epoch(DAY), generator=name)
    return targets


#: Short addresses and the page for what is not found: Zensical's own business.
_OWN_BUSINESS = {"properdocs": (), "zensical": ("q/", "404")}


def pages(folder: Path, but: tuple[str, ...]) -> dict[str, Words]:
    """Pages by address, without those whose addresses begin with one of ``but``."""
    return {
        name: Words(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
        if not (name := path.relative_to(folder).as_posix()).startswith(but)
    }


def test_all_three_generators_are_installed() -> None:
    assert INSTALLED == ["mkdocs", "properdocs", "zensical"]


@pytest.mark.parametrize("name", [name for name in INSTALLED if name != "mkdocs"])
def test_successor_builds_the_same_pages_titles_and_words(built_by: dict[str, Path], name: str) -> None:
    ours, theirs = (pages(built_by[which], _OWN_BUSINESS[name]) for which in ("mkdocs", name))
    differences = [f"只有 MkDocs 有：{page}" for page in sorted(ours.keys() - theirs.keys())]
    differences += [f"只有 {name} 有：{page}" for page in sorted(theirs.keys() - ours.keys())]
    for page in sorted(ours.keys() & theirs.keys()):
        if ours[page].title != theirs[page].title:
            differences.append(f"{page} 的标题：{ours[page].title!r} / {theirs[page].title!r}")
        if ours[page].text != theirs[page].text:
            at = next(
                (
                    i
                    for i, (a, b) in enumerate(zip(ours[page].text, theirs[page].text, strict=False))
                    if a != b
                ),
                0,
            )
            differences.append(
                f"{page} 的文字从第 {at} 个字起不同：{ours[page].text[at - 20 : at + 30]!r} / {theirs[page].text[at - 20 : at + 30]!r}"
            )
    assert len(ours) > 20
    assert differences == [], "\n".join(differences)


@pytest.mark.parametrize("name", INSTALLED)
def test_short_addresses_and_drawings_are_there(built_by: dict[str, Path], name: str) -> None:
    for path in ("q/01.html", "drawings/01-door.svg", "updates.xml"):
        assert (built_by[name] / path).is_file(), path
