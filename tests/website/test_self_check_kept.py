"""What somebody made in the self-check stays: of several files, tabs and a browser that keeps badly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from support.self_check_page import DESK, PHONE, begin, opened, stored, tick
from support.web import SiteServer

PNG, JPEG = "data:image/png;base64,", "data:image/jpeg;base64,"


def media(page: Page, check: str) -> dict[str, Any]:
    """Photos and signatures of a check when all that was taken in stands."""
    page.evaluate(f"HB.selfCheckPhotos.putBack('{check}', {{ signs: {{}}, photos: {{}} }}, false)")
    return page.evaluate(f"HB.selfCheckPhotos.all('{check}')")


def pictures(folder: Path, *colours: str) -> list[Path]:
    from PIL import Image

    for colour in colours:
        Image.new("RGB", (40, 30), colour).save(folder / f"{colour}.jpg")
    return [folder / f"{colour}.jpg" for colour in colours]


def test_files_of_one_check_taken_in_at_once_lose_no_photo_and_no_newer_signature(
    browser: Browser, web: SiteServer, tmp_path: Path
) -> None:
    """Three looked at one firm, each with a photo of his own and one that all have."""
    context = browser.new_context(viewport=DESK)
    page = opened(context, web.address + "self-check.html?items=07")
    id = begin(page)
    tick(page, "07-1", "不符合")
    check = stored(page)[id]
    page.evaluate("localStorage.clear()")
    files = []
    for place, own in enumerate(("AAAA", "BBBB", "CCCC")):
        photos = [{"when": "before", "image": JPEG + image} for image in ("SAME", own)]
        kept = {id: {"signs": {"checker": PNG + own}, "photos": {"07-1": photos}}}
        files.append(tmp_path / f"{place}.json")
        text = {"format": "handbook-self-check", "v": 2, "checks": [check], "media": kept}
        files[-1].write_text(json.dumps(text), encoding="utf-8")
        check["t"] += 1000
    page.goto(web.address + "self-check.html")
    page.set_input_files("#sc-import", files)
    expect(page.locator(".hb-message")).to_contain_text("取回了 3 次自查，其中 1 次是新的")
    found = media(page, id)
    assert sorted(photo["image"][-4:] for photo in found["photos"]["07-1"]) == [
        "AAAA",
        "BBBB",
        "CCCC",
        "SAME",
    ]
    assert found["signs"]["checker"] == PNG + "CCCC"  # of the newest record
    page.set_input_files("#sc-import", files[0])  # an old copy
    expect(page.locator(".hb-message")).to_contain_text("取回了 1 次自查")
    assert media(page, id)["signs"]["checker"] == PNG + "CCCC"
    context.close()


def test_a_tab_nobody_looks_at_shows_what_was_written_in_the_other(browser: Browser, web: SiteServer) -> None:
    """Its field keeps the place of the keyboard, with the old text in it."""
    context = browser.new_context(viewport=DESK)
    one = opened(context, web.address + "self-check.html?items=07")
    id = begin(one)
    tick(one, "07-1", "不符合")
    two = opened(context, one.url)
    leave, back = "document.hasFocus = () => false", "delete document.hasFocus"
    one.evaluate(leave)
    note = two.locator("#f07-1-note")
    note.press_sequentially("甲")
    expect(one.locator("#f07-1-note")).to_have_value("甲")
    one.evaluate(back)
    two.evaluate(leave)
    one.fill("#f07-1-note", "甲先写的一长段")
    expect(note).to_have_value("甲先写的一长段")
    one.evaluate(leave)
    two.evaluate(back)
    assert two.evaluate("document.activeElement.id") == "f07-1-note"
    note.press("End")
    note.press_sequentially("乙")
    expect(one.locator("#f07-1-note")).to_have_value("甲先写的一长段乙")
    one.evaluate(back)
    for tab, said in ((two, "二"), (one, "一")):  # both have begun to look again
        tab.click(".sc-tabs a:nth-child(2)")
        tab.locator("#c07-1").get_by_text("改完了").click()
        tab.fill("#a07-1-note", said)
    for tab in (one, two):
        tab.get_by_role("button", name="还没改好").click()
        expect(tab.locator(".hb-message")).to_contain_text("还没改好")
    assert [look["note"] for look in stored(one)[id]["points"]["07-1"]["again"]] == ["一", "二"]
    context.close()


def test_leaving_asks_where_nothing_can_be_kept(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"
    )
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page)
    tick(page, "07-1", "不符合")
    assert not page.evaluate("window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    context.close()


@pytest.mark.parametrize("closed", [False, True])
def test_photos_do_not_hold_up_a_record_and_come_again(
    browser: Browser, web: SiteServer, tmp_path: Path, closed: bool
) -> None:
    """A browser that never opens its database, and one that closed it behind the page's back."""
    context = browser.new_context(viewport=PHONE, accept_downloads=True)
    context.add_init_script(
        """const usual = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (...given) {
          if (window.shut && window.shut !== this) window.shut = window.shut === true ? this : false;
          if (window.shut === this) throw new DOMException("", "InvalidStateError");
          return usual.apply(this, given);
        };"""
        if closed
        else """IDBFactory.prototype.open = () => ({});
        const later = window.setTimeout;
        window.setTimeout = (done, wait) => later(done, wait > 3000 ? 0 : wait);"""
    )
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page)
    tick(page, "07-1", "不符合")
    if closed:
        shown = page.locator("#c07-1 .sc-photos img")
        for place, picture in enumerate(pictures(tmp_path, "red", "blue")):
            page.set_input_files("#p07-1-photo", picture)
            expect(shown).to_have_count(place + 1)
            page.evaluate("window.shut = true")
    else:
        page.click(".sc-tabs a:nth-child(3)")
        with page.expect_download():
            page.get_by_role("button", name="导出文件").click()
        expect(page.locator(".sc-report")).to_contain_text("07-1")
    context.close()


def test_a_stroke_that_the_phone_breaks_off_is_signed(browser: Browser, web: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE)
    page = opened(context, web.address + "self-check.html?items=07")
    begin(page)
    page.click(".sc-tabs a:nth-child(3)")
    page.get_by_text("在屏幕上签字").click()
    pad = page.locator(".sc-sign-pad").first
    pad.evaluate("pad => (pad.setPointerCapture = null)")
    for kind, at in (("pointerdown", 10), ("pointermove", 60), ("pointercancel", 60)):
        pad.dispatch_event(kind, {"clientX": at, "clientY": at, "pointerId": 1})
    expect(page.locator(".sc-report .sc-signed")).to_have_count(1)
    context.close()
