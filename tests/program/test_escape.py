"""Whatever an editor writes into YAML appears as text: on the site, in the book, never as markup or
program."""

from __future__ import annotations

import re
from pathlib import Path

import pymupdf as fitz
from playwright.sync_api import Browser

from conftest import call_handbook, run_unchecked

HOSTILE = [
    "<script>window.hacked=1</script>门不上锁",
    "<img src=x onerror=window.hacked=2>门不上锁",
    "**门** [点我](javascript:window.hacked=3) `码`",
    '{{ 7*7 }} {% raw %} #eval("1") $x^2$ #link("x")',
    "&lt;b&gt; &amp; \\u003c '\\\"' ]]> -->",
    '--8<-- "/etc/passwd" 门不上锁',
    "门 { onclick=window.hacked=4 } :smile: ==记== ~~删~~ H~2~O",
    "| 表 | 格 | 门不上锁 \\",
]


def write_hostile(root: Path) -> None:
    path = root / "data" / "items" / "01-exit.yml"
    text = path.read_text(encoding="utf-8")

    def quoted(value: str) -> str:
        return "'" + value.replace("'", "''") + "'"

    fields = [
        "    怎么查: 走到门口，用手推一次。",
        "    算合格: 一推就开，门口没有货物。",
        "    怎么查: 站在通道里看标志灯。",
        "    怎么查: 沿着通道走一遍。",
        "    算合格: 走过去不用侧身。",
        "    怎么查: 看焊点四周。",
        "    怎么查: 问两名工人。",
        "    算合格: 都能指出来。",
    ]
    for field, value in zip(fields, HOSTILE, strict=True):
        assert text.count(field) == 1
        text = text.replace(field, field.split(": ")[0] + ": " + quoted(value))
    text = text.replace("名称: 安全出口", "名称: '<i>安全</i> *出口* [链](x)'").replace(
        "一句话: 出口的门不上锁，人出得去。", "一句话: '<script>window.hacked=5</script> 出口的门'"
    )
    path.write_text(text, encoding="utf-8")


def squeeze(text: str) -> str:
    # Without spaces and without the marks that tell the typesetter where a line may break.
    return re.sub(r"[\s\u200b\u2060]+", "", text)


def test_hostile_values_are_shown_letter_by_letter(small: Path, browser: Browser) -> None:
    write_hostile(small)
    refused = call_handbook(small, "check")
    assert refused.returncode == 1 and refused.stderr.count(" D034 ") >= 4
    run_unchecked(small, "build", "--no-pdf")  # should something slip past the check, it must be harmless
    page = browser.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for name in (
        "checklists/01-exit.html",
        "checklists/all.html",
        "checklists/index.html",
        "laws/ceshi-anquan-fa.html",
        "overview/calendar.html",
    ):
        page.goto((small / "site" / name).as_uri())
        page.wait_for_load_state("load")
        assert page.evaluate("window.hacked") is None, name
        assert page.locator("[onclick], [onerror], script:text('hacked')").count() == 0, name
    page.goto((small / "site" / "checklists" / "01-exit.html").as_uri())
    # What is far down is drawn only when near: take the text itself, not what is drawn.
    shown = squeeze(page.locator("article").text_content() or "")
    for value in HOSTILE:
        assert squeeze(value) in shown, value
    assert squeeze("<i>安全</i> *出口* [链](x)") in shown
    assert "<i>安全</i>" in page.title()
    page.goto((small / "site" / "checklists" / "all.html").as_uri())
    listed = squeeze(page.locator("article").text_content() or "")
    for value in HOSTILE:
        assert squeeze(value) in listed, value
    page.close()
    with fitz.open(small / "site" / "downloads" / "pocket-book-2026-11.pdf") as pdf:
        book = squeeze("".join(sheet.get_text(clip=fitz.Rect(0, 34, 300, 388)) for sheet in pdf))
    for value in HOSTILE:
        assert squeeze(value) in book, value
