"""The download page: every file once, with a small picture of its first page, grouped so that a phone can
bear it."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from conftest import DAY
from handbook.day import day_epoch
from handbook.pipeline.catalogue import all_products
from handbook.pipeline.thumbnails import preview_path, preview_products
from handbook.product import BuildContext
from handbook.site.pages.download_page import leads
from support import real

_IMAGE = re.compile(
    r'<img class="hb-screen" src="(pictures/[^"]+)" width="72" height="102" loading="lazy" decoding="async" alt="([^"]+)首页"'
)


@pytest.fixture(scope="module")
def page(site: Path) -> str:
    return (site / "downloads" / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows(site: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(
        (site / "downloads" / "manifest.json").read_text(encoding="utf-8")
    )["downloads"]
    return found


def test_every_file_is_offered_once_with_pages_and_size(
    page: str, site: Path, rows: list[dict[str, Any]]
) -> None:
    """An office printer takes paper: two sides make a sheet."""
    for row in rows:
        data = (site / row["path"]).read_bytes()
        assert (row["bytes"], row["sha256"]) == (len(data), hashlib.sha256(data).hexdigest()), row["path"]
    linked = [html.unescape(address) for address in re.findall(r'<a href="([^"]+)" download', page)]
    assert sorted(f"downloads/{address}" for address in linked) == sorted(str(row["path"]) for row in rows)
    for row in rows:
        if row["pages"]:
            own = str(row["path"]).endswith("-print.pdf")
            length = f"{(row['pages'] + 1) // 2} 张 A4 纸" if own else f"{row['pages']} 页"
            assert re.search(
                rf'<a href="{re.escape(str(row["path"]).removeprefix("downloads/"))}" download[^>]*>[^<]+</a>\s*<small>{length} · ',
                page,
            ), row["path"]


def test_each_thing_has_a_small_light_picture(page: str, site: Path, rows: list[dict[str, object]]) -> None:
    pictures = dict(_IMAGE.findall(page))
    first = [rows[index] for index in leads([(str(row["group"]), str(row["title"])) for row in rows])]
    wanted = {
        preview_path(str(row["path"])).removeprefix("downloads/"): row
        for row in first
        if str(row["path"]).endswith(".pdf")
    }
    assert set(pictures) == set(wanted) and len(wanted) > 80
    for address, row in wanted.items():
        file = site / "downloads" / address
        assert html.unescape(pictures[address]) == row["title"]
        assert file.stat().st_size <= 8000, address
        with Image.open(file) as image:
            assert image.size == (144, 204)
    assert not [row for row in rows if str(row["path"]).endswith(".webp")], "pictures are no downloads"


def test_a_picture_shows_the_first_page(site: Path) -> None:
    name = next(
        path.relative_to(site).as_posix() for path in (site / "downloads/posters").glob("evacuate-*-a3.pdf")
    )
    with pymupdf.open(site / name) as pdf:
        sheet = pdf[0].get_pixmap(
            matrix=pymupdf.Matrix(142 / pdf[0].rect.width, 142 / pdf[0].rect.width), colorspace=pymupdf.csGRAY
        )
    wanted = Image.frombytes("L", (sheet.width, sheet.height), sheet.samples).resize((36, 51))
    with Image.open(site / preview_path(name)) as image:
        shown = image.convert("L").resize((36, 51))
    difference = ImageChops.difference(wanted, shown)
    assert sum(difference.get_flattened_data()) / (36 * 51) < 20


def test_pictures_are_made_again_only_with_their_page_and_come_out_the_same(built: Path) -> None:
    context = BuildContext(built, real.book(), day_epoch(DAY))
    products = all_products(context)
    prints = {product.path: product.fingerprint for product in products}
    pictures = preview_products(context, products)
    other = {
        picture.path: picture.fingerprint
        for picture in preview_products(context, [product for product in products if product.group != "海报"])
    }
    assert all(other[path] == picture.fingerprint for picture in pictures if (path := picture.path) in other)
    picture = next(picture for picture in pictures if "hot-work-permit" in picture.path)
    assert picture.after[0] in prints
    assert picture.make() == picture.make() == (built / "site" / picture.path).read_bytes()


def test_a_phone_sees_groups_and_loads_few_pictures(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 780})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "downloads" / "index.html").as_uri())
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.documentElement.scrollHeight") < 780 * 4.5, (
        "closed groups keep the page short"
    )
    assert sum(address.endswith(".webp") for address in asked) <= 4
    page.evaluate("document.querySelectorAll('details').forEach((group) => { group.open = true; })")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert sum(address.endswith(".webp") for address in asked) < 48, "what is far below waits"
    context.close()


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ([("书", "《甲》"), ("书", "《甲》电子书"), ("书", "《乙》")], [0, 2]),
        ([("书", "甲"), ("表", "甲"), ("表", "甲")], [0, 1]),
        ([], []),
    ],
)
def test_files_of_one_thing_stand_together(titles: list[tuple[str, str]], expected: list[int]) -> None:
    assert leads(titles) == expected


def test_pillow_draws_without_a_clock(site: Path) -> None:
    """A picture holds pixels only."""
    for file in list((site / "downloads" / "pictures").glob("*.webp"))[:5]:
        with Image.open(io.BytesIO(file.read_bytes())) as image:
            assert not image.getexif() and "xmp" not in image.info
