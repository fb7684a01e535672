"""What the programs tell the reader: in sight at once, and never on a control."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.pages import ITEM
from support.web import SiteServer

#: Pages whose programs tell something, and what is pressed before.
PAGES = {
    "index.html": "",
    ITEM: "",
    "self-check.html?trade=wood-furniture&role=tenant": "",
    "self-check.html?items=07,08": "form.sc-start button[type=submit]",
    "pack.html": "",
    "quiz.html?item=07": "",
    "downloads/index.html": "",
    "officers/register.html": "",
}

#: From some twenty controls of the page, each at the top, in the middle and at the foot of the screen, with
#: the longest message there is: [how often asked, faults].
_TELL_FROM_EVERYWHERE = r"""() => {
  const KINDS = ['a[href]', 'button', 'input', 'select', 'textarea', 'summary', 'label[for]', '[tabindex="0"]'];
  const inSight = (node) => {
    const box = node.getBoundingClientRect();
    return box.width > 2 && node.checkVisibility() && !node.closest('.md-sidebar, .hb-message');
  };
  const nodes = [...document.querySelectorAll(KINDS.map((kind) => '.md-content ' + kind))];
  const usable = nodes.filter((node) => node.tagName !== 'LABEL' && inSight(node));
  const step = Math.max(1, Math.floor(usable.length / 20));
  const faults = [];
  let asked = 0;
  for (let i = 0; i < usable.length; i += step) {
    for (const block of ['start', 'center', 'end']) {
      usable[i].scrollIntoView({ block });
      usable[i].focus({ preventScroll: true });
      const bar = HB.tell('没有取回。要整段文字，从第一个字到最后一个字；原有的记录没有动，换个地方再试一次。', {
        text: '换上新版',
        press() {},
      });
      const own = bar.getBoundingClientRect();
      const name = usable[i].textContent.trim().slice(0, 20) + ' at the ' + block;
      asked++;
      if (own.top < 0 || own.bottom > innerHeight + 1) faults.push(name + ': out of sight');
      for (let x = own.left + 8; x < own.right - 8; x += 40)
        for (let y = own.top + 4; y < own.bottom - 2; y += 12) {
          const over = document.elementFromPoint(x, y);
          if (over && !bar.contains(over)) faults.push(name + ': under ' + over.tagName + '.' + over.className);
        }
      document.querySelectorAll(KINDS.join()).forEach((node) => {
        const box = node.getBoundingClientRect();
        const wide = Math.min(box.right, own.right) - Math.max(box.left, own.left);
        const high = Math.min(box.bottom, own.bottom) - Math.max(box.top, own.top);
        if (wide > 1 && high > 1 && inSight(node)) faults.push(name + ': on ' + node.outerHTML.slice(0, 80));
      });
      (bar.closest('.hb-message-row') || bar).remove();
    }
  }
  return [asked, faults];
}"""


@pytest.fixture(scope="module", params=[(360, 780), (1280, 800)], ids=["phone", "desk"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_no_message_lies_on_a_control(page: Page, web: SiteServer, path: str) -> None:
    page.goto(web.address + path)
    page.wait_for_function("document.readyState === 'complete'")
    if PAGES[path]:
        page.click(PAGES[path])
        page.wait_for_selector(".sc-card")
    asked, faults = page.evaluate(_TELL_FROM_EVERYWHERE)
    assert asked > 10
    assert not faults, "\n".join(faults[:10])


def test_a_message_is_in_sight_where_one_acts_and_gives_the_place_back(page: Page, web: SiteServer) -> None:
    page.goto(web.address + "self-check.html?items=07")
    page.click("form.sc-start button[type=submit]")
    group = page.locator(".sc-group").filter(has=page.get_by_role("button", name="其余都符合")).first
    group.get_by_role("button", name="其余都符合").click()
    told = page.locator(".hb-message")
    expect(told).to_contain_text("个“符合”")
    expect(told).to_be_in_viewport(ratio=1)
    expect(page.locator(".hb-live")).to_contain_text("个“符合”")  # to those who hear the page
    told.get_by_role("button", name="知道了").click()
    expect(group.get_by_role("button", name="其余都符合")).to_be_focused()
    while page.locator(".sc-card[data-r=open]:visible").count():
        page.locator(".sc-card[data-r=open]:visible label", has_text="✓").first.click()
    page.get_by_role("button", name="下一个没填的").last.click()
    expect(told).to_contain_text("都填完了")
    expect(told).to_be_in_viewport(ratio=1)
    # From the bar at the foot, which stays where it is: the message stands above it.
    page.evaluate("scrollTo(0, 300)")
    page.locator(".sc-bar button").focus()
    page.evaluate("HB.tell('说一句。')")
    expect(told).to_be_in_viewport(ratio=1)
    bar = page.locator(".sc-bar").bounding_box()
    place = told.bounding_box()
    assert bar and place and place["y"] + place["height"] <= bar["y"] + 1
    page.locator(".sc-bar").get_by_role("button", name="看汇总").click()
    expect(told).to_have_count(0)


def test_in_a_long_table_or_list_the_message_stands_with_what_was_tapped(page: Page, web: SiteServer) -> None:
    """One row away, not below the table, which may be twenty screens long."""
    for path, acts in {
        "checklists/all.html": "tr[data-row] a",
        "overview/penalties.html": "tr[data-row] a",
        "forms/hazard-ledger.html": ".md-content li a",
    }.items():
        page.goto(web.address + path)
        page.evaluate(
            "document.querySelectorAll('.md-content details').forEach(fold => { fold.open = true; })"
        )
        links = page.locator(acts)
        for number in (0, links.count() // 2, links.count() - 1):
            far = links.nth(number).evaluate("""link => {
              link.scrollIntoView({ block: "center" });
              link.focus({ preventScroll: true });
              const around = link.closest("tr, li, dd") || link;
              const bar = HB.tell("没有取回。要整段文字，从第一个字到最后一个字。");
              const own = bar.getBoundingClientRect(), from = around.getBoundingClientRect();
              return own.left < 0 || own.right > innerWidth + 1 ? "out of sight" : own.top - from.bottom;
            }""")
            assert far != "out of sight" and far < 40, (path, number, far)
            expect(page.locator(".hb-message")).to_be_in_viewport(ratio=1)
        page.locator(".hb-message").get_by_role("button", name="知道了").click()
        expect(page.locator(".hb-message, .hb-message-row")).to_have_count(0)


def test_what_is_copied_from_a_folder_can_be_opened_by_others(page: Page, site: Path) -> None:
    """The address on the site, not the path on this machine."""
    page.goto((site / ITEM).as_uri())
    page.evaluate("HB.copy = (text) => { window.copied = text; }")
    page.locator("a[data-hb-copy]").first.dispatch_event("click")
    link = str(page.evaluate("window.copied"))
    assert link.startswith("https://") and "/" + ITEM + "#p" in link
    page.evaluate("delete navigator.__proto__.share")
    page.locator(".hb-share").first.dispatch_event("click")
    assert "file:" not in str(page.evaluate("window.copied"))
