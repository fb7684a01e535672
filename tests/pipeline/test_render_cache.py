"""Pages whose Markdown is as it was are taken from the last build, and never when anything else is."""

from __future__ import annotations

import json
import re
import sys
from hashlib import sha256
from pathlib import Path

from handbook.pipeline.generator import (
    begin_site,
    build_environment,
    build_site,
    end_site,
    waiting_generator,
)
from support.programs import run_program

CACHE = "build/cache/pages.json"
THEMED = "build/cache/themed"
EPOCH = 1795435200
_TITLE = re.compile(r'^"?title"?: .*$', re.MULTILINE)


def _pages(root: Path) -> dict[str, str]:
    web = root / "build" / "web"
    return {
        path.relative_to(web).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in web.rglob("*.html")
    }


def _build(root: Path) -> dict[str, str]:
    """The staged pages as the generator makes them, by the cache that lies there."""
    build_site(root, root / "build" / "web", pdf=False, epoch=EPOCH)
    return _pages(root)


def test_pages_are_the_same_with_and_without_what_was_kept(small_built: Path) -> None:
    before = _build(small_built)
    page = small_built / "build" / "stage" / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n先站着看一圈。\n", encoding="utf-8")
    kept = _build(small_built)
    assert {name for name in kept if kept[name] != before[name]} == {"index.html"}
    (small_built / CACHE).write_text("{broken", encoding="utf-8")
    assert _build(small_built) == kept


def test_what_was_kept_is_used_until_the_settings_change(small_built: Path) -> None:
    rows = json.loads((small_built / CACHE).read_text(encoding="utf-8"))
    for row in rows.values():
        row["content"] = "<p>用的是上一次的</p>"
    (small_built / CACHE).write_text(json.dumps(rows), encoding="utf-8")
    _build(small_built)
    page = small_built / "build" / "web" / "index.html"
    assert "用的是上一次的" in page.read_text(encoding="utf-8")
    settings = small_built / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n# 改过\n", encoding="utf-8")
    _build(small_built)
    assert "用的是上一次的" not in page.read_text(encoding="utf-8")


def test_what_the_theme_made_is_used_until_a_template_changes(small_built: Path) -> None:
    before = _build(small_built)
    for path in (small_built / THEMED).glob("*.html"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("</main>", "用的是上一次的</main>"), encoding="utf-8"
        )
    page = small_built / "build" / "web" / "index.html"
    _build(small_built)
    assert "用的是上一次的" in page.read_text(encoding="utf-8")
    template = small_built / "overrides" / "material" / "main.html"
    template.write_text(template.read_text(encoding="utf-8") + "\n{# 改过 #}\n", encoding="utf-8")
    assert _build(small_built) == before


def test_a_new_title_reaches_the_menu_of_other_pages(small_built: Path) -> None:
    _build(small_built)
    docs = small_built / "build" / "stage" / "docs"
    for page in docs.rglob("*.md"):
        if page != docs / "index.md":
            text = page.read_text(encoding="utf-8")
            page.write_text(_TITLE.sub('title: "新起的名字"', text, count=1), encoding="utf-8")
    _build(small_built)
    assert "新起的名字" in (small_built / "build" / "web" / "index.html").read_text(encoding="utf-8")


def test_a_page_that_comes_last_leaves_the_others(small_built: Path) -> None:
    _build(small_built)
    for path in (small_built / THEMED).glob("*.html"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("</main>", "用的是上一次的</main>"), encoding="utf-8"
        )
    web = small_built / "build" / "web"
    with waiting_generator(small_built, pdf=False, epoch=EPOCH) as waiting:
        begin_site(waiting, small_built, web, late="downloads/index.md")
        end_site(waiting, web)
    assert "用的是上一次的" in (web / "index.html").read_text(encoding="utf-8")


def test_what_no_other_page_shows_of_a_page_leaves_the_others(small_built: Path) -> None:
    _build(small_built)
    for path in (small_built / THEMED).glob("*.html"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("</main>", "用的是上一次的</main>"), encoding="utf-8"
        )
    page, docs = small_built / "build/web/index.html", small_built / "build/stage/docs"
    for line, stays in (("description: 换了一句简介", True), ("status: new", False)):
        for other in docs.rglob("*.md"):
            if other != docs / "index.md":
                text = other.read_text(encoding="utf-8")
                text = re.sub(r'^"?description"?: .*\n', "", text, count=1, flags=re.MULTILINE)
                other.write_text(text.replace("---\n", f"---\n{line}\n", 1), encoding="utf-8")
        _build(small_built)
        assert ("用的是上一次的" in page.read_text(encoding="utf-8")) is stays, line


def test_a_drawing_of_another_size_changes_its_page(small_built: Path) -> None:
    docs = small_built / "build" / "stage" / "docs"
    (docs / "one.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 40"/>', encoding="utf-8"
    )
    page = docs / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n![一张图](one.svg)\n", encoding="utf-8")
    _build(small_built)
    made = small_built / "build" / "web" / "index.html"
    assert 'width="30" height="40"' in made.read_text(encoding="utf-8")
    (docs / "one.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 40"/>', encoding="utf-8"
    )
    _build(small_built)
    assert 'width="50" height="40"' in made.read_text(encoding="utf-8")


def test_what_is_wrong_with_a_page_is_told_once(small_built: Path) -> None:
    """Pages are converted on all cores, and one with a warning in its turn, too."""
    (small_built / CACHE).unlink()
    docs = small_built / "build" / "stage" / "docs"
    wrong = [path.relative_to(docs).as_posix() for path in sorted(docs.rglob("*.md"))][:4]
    for name in wrong:
        with (docs / name).open("a", encoding="utf-8") as page:
            page.write("\n[没有](nowhere.md)\n")
    environment = build_environment(small_built, EPOCH, pdf=False)
    run = run_program([sys.executable, "-m", "mkdocs", "build", "--strict"], cwd=small_built, env=environment)
    assert run.returncode == 1
    assert [run.stderr.count(f"'{name}' contains a link 'nowhere.md'") for name in wrong] == [1] * 4
