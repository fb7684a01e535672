"""The lesson that plays by itself: as a page, by key and alone, on paper; as PPTX, with times."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation
from pptx.oxml.ns import qn

from conftest import DAY, ROOT
from handbook.day import day_epoch
from handbook.markdown.lesson_text import LONGEST, THINK, captions, pieces
from handbook.model.lesson import Deck
from handbook.product import BuildContext
from handbook.site.pages.lesson_pages import lesson_pages
from handbook.teaching.lesson_products import products
from support import real
from support.node_tools import node_modules
from support.text import squeeze

BOOK = real.book()
PLAYED = [deck for deck in BOOK.lessons if deck.plays]
decks = pytest.mark.parametrize("deck", PLAYED, ids=lambda deck: deck.id)


def slides_of(deck: Deck) -> int:
    """Cover, slides, questions at the end, the last one."""
    return 1 + len(deck.slides) + len(deck.closing) + 1


def test_the_briefing_plays_by_itself() -> None:
    assert "briefing" in {deck.id for deck in PLAYED}


@decks
def test_captions_say_all_and_stand_long_enough(deck) -> None:  # type: ignore[no-untyped-def]
    shown = captions(BOOK, deck)
    assert len(shown) == slides_of(deck) and all(shown)
    for slide, said in zip(deck.slides, shown[1:], strict=False):
        if slide.question:
            assert said[0].seconds >= THINK and said[1].text.startswith("答：")
        else:
            assert "".join(caption.text for caption in said) == slide.say
    for said in shown:
        for caption in said:
            assert len(caption.text) <= LONGEST and caption.seconds >= max(5, len(caption.text) / 4)


def test_long_sentences_are_cut_where_clauses_end() -> None:
    text = "一二三四五六七八九十，" * 12
    cut = pieces(text)
    assert (
        "".join(cut) == text and len(cut) > 1 and all(len(one) <= LONGEST and one[-1] == "，" for one in cut)
    )


@decks
def test_pptx_goes_on_by_itself_with_every_caption(deck) -> None:  # type: ignore[no-untyped-def]
    made = products(BuildContext(ROOT, BOOK, day_epoch(DAY)))
    (product,) = [one for one in made if one.path.endswith(f"{deck.id}-{BOOK.edition.id}-play.pptx")]
    slides = Presentation(io.BytesIO(product.make())).slides
    wanted = [caption for said in captions(BOOK, deck) for caption in said]
    assert len(slides) == len(wanted)
    for slide, caption in zip(slides, wanted, strict=True):
        change = slide._element.find(qn("p:transition"))
        assert (change.get("advTm"), change.get("advClick")) == (str(caption.seconds * 1000), "1")
        # The format wants it behind the colour map, or PowerPoint repairs the file.
        assert change.getprevious().tag == qn("p:clrMapOvr")
        (shown,) = [shape for shape in slide.shapes if shape.name == "字幕"]
        assert squeeze(shown.text_frame.text) == squeeze(caption.text)
        top = shown.top
        assert all(shape.top + shape.height <= top for shape in slide.placeholders if shape.top < top), (
            "nothing stands behind the caption"
        )


@decks
def test_page_holds_every_slide_without_its_program(deck) -> None:  # type: ignore[no-untyped-def]
    text = lesson_pages(BOOK)[deck.play_page]
    assert text.count('<section class="ls-slide"') == slides_of(deck)
    for said in captions(BOOK, deck):
        assert all(caption.text in text for caption in said)
    for slide in deck.slides:
        if slide.drawing:
            assert f'src="../drawings/{slide.drawing}" alt="' in text and 'alt=""' not in text


@pytest.fixture
def lesson(browser: Browser, site: Path) -> Iterator[Page]:
    """The briefing from a folder, on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="zh-CN")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.clock.install()
    page.goto((site / "lessons" / "briefing.html").as_uri())
    yield page
    assert faults == []
    context.close()


def shown(page: Page) -> list[str]:
    return page.locator(".ls-slide:visible").evaluate_all("nodes => nodes.map(node => node.id)")


@pytest.mark.slow
def test_player_is_driven_by_keys(lesson: Page) -> None:
    assert shown(lesson) == ["s1"] and lesson.evaluate("document.documentElement.scrollHeight") <= 6000
    lesson.keyboard.press("ArrowRight")
    lesson.keyboard.press("ArrowRight")
    lesson.keyboard.press("ArrowLeft")
    assert shown(lesson) == ["s2"]
    expect(lesson.locator(".ls-bar")).to_contain_text("第 2 张")
    expect(lesson.locator(".ls-piece:visible")).to_have_count(1)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (360, 780), (780, 360)], ids=str)
def test_every_slide_fills_a_projector(lesson: Page, size: tuple[int, int]) -> None:
    """To be read from the back of a room, a letter of the caption is no less than 1/23 of the height; on a
    phone in the hand it is no smaller than a page's."""
    lesson.set_viewport_size({"width": size[0], "height": size[1]})
    lesson.get_by_role("button", name="全屏").click()
    expect(lesson.get_by_role("button", name="退出全屏")).to_be_visible()

    def boxes(part: str) -> list[dict[str, float]]:
        return [one.bounding_box() or {} for one in lesson.locator(f".ls-slide:visible {part}").all()]

    for number in range(slides_of(PLAYED[0])):
        assert shown(lesson) == [f"s{number + 1}"]
        bar = lesson.locator(".ls-bar").bounding_box()
        assert bar and bar["y"] + bar["height"] <= size[1] + 1
        for part in (".ls-slide:visible h2", ".ls-slide:visible .ls-caption"):
            box = lesson.locator(part).bounding_box()
            assert box and box["y"] >= 0 and box["y"] + box["height"] <= bar["y"] + 1, (part, number)
        for place, picture in zip(*map(boxes, (".ls-picture", ".ls-picture img")), strict=True):
            assert picture["height"] > place["height"] - 2 and picture["width"] > place["width"] - 2, number
        style = "node => parseFloat(getComputedStyle(node).fontSize)"
        assert lesson.locator(".ls-piece:visible").evaluate(style) >= max(
            18, size[1] / 23 if size[0] > 500 else 0
        )
        lesson.keyboard.press("ArrowRight" if number % 2 else "PageDown")
    lesson.keyboard.press(" ")
    expect(lesson.get_by_role("button", name="暂停")).to_be_visible()
    assert lesson.evaluate("!!document.fullscreenElement"), "the space bar plays"
    lesson.get_by_role("button", name="退出全屏").click()
    expect(lesson.get_by_role("button", name="全屏", exact=True)).to_be_visible()


@pytest.mark.slow
def test_player_goes_on_by_itself_and_pauses(lesson: Page) -> None:
    lesson.clock.run_for(600_000)
    assert shown(lesson) == ["s1"], "nothing moves unasked"
    lesson.keyboard.press(" ")
    expect(lesson.get_by_role("button", name="暂停")).to_be_visible()
    texts = [lesson.locator(".ls-piece:visible").inner_text()]
    for _ in range(3):
        lesson.clock.run_for(
            int(lesson.locator(".ls-piece:visible").get_attribute("data-seconds") or 0) * 1000
        )
        texts.append(lesson.locator(".ls-piece:visible").inner_text())
    assert all(one != other for one, other in pairwise(texts))
    lesson.get_by_role("button", name="暂停").click()
    lesson.clock.run_for(600_000)
    assert lesson.locator(".ls-piece:visible").inner_text() == texts[-1]
    lesson.keyboard.press("ArrowLeft")
    lesson.get_by_role("button", name="放映").click()
    lesson.clock.run_for(1_200_000)
    assert shown(lesson) == [f"s{slides_of(PLAYED[0])}"], "it ends on the last one"
    expect(lesson.get_by_role("button", name="放映")).to_be_visible()


@pytest.mark.slow
def test_paper_has_all_slides_and_captions(lesson: Page) -> None:
    lesson.emulate_media(media="print")
    assert len(shown(lesson)) == slides_of(PLAYED[0])
    assert lesson.locator(".ls-piece:visible").count() == lesson.locator(".ls-piece").count()
    assert not lesson.locator(".ls-bar").is_visible()


@pytest.mark.slow
def test_axe_finds_nothing_on_any_slide(lesson: Page) -> None:
    lesson.evaluate((node_modules() / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    for _ in range(slides_of(PLAYED[0])):
        found = lesson.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id))"
        )
        assert found == [], shown(lesson)
        lesson.keyboard.press("ArrowRight")


@pytest.mark.slow
def test_answers_to_choose_from_have_letters(lesson: Page) -> None:
    styles = "nodes => nodes.map(node => getComputedStyle(node).listStyleType)"
    for media in ("screen", "print"):
        lesson.emulate_media(media=media)  # type: ignore[arg-type]
        assert set(lesson.locator("ol.ls-lines[type=A]").evaluate_all(styles)) == {"upper-alpha"}
