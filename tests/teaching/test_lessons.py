"""Lessons and posters as the one who shows them, edits them or puts them up gets them."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from itertools import pairwise
from pathlib import Path

import pymupdf as fitz
import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Pt

from conftest import DAY, ROOT
from handbook.day import day_epoch
from handbook.drawing.svg import text_width
from handbook.model.items.trade import Trade, TradeFile
from handbook.model.lesson import (
    MAX_SLIDES,
    MAX_SLIDES_LONG,
    ON_A_WALL,
    SHORT_MINUTES,
    Deck,
    Poster,
    on_wall,
)
from handbook.model.papers.download_names import PosterFile
from handbook.product import BuildContext, Product
from handbook.sources.load import load_sources
from handbook.teaching import lesson_products as lessons
from handbook.teaching import posters
from handbook.teaching.deck import FOOT_SIZE, MIN_SIZE, Kind, Show, lay_out, wall_options
from handbook.teaching.pictures import PNG_DPI, Picture, PictureRoom, cut, png
from handbook.teaching.poster_pdf import SIZES, on_four_sheets, poster_pdf
from handbook.teaching.slides_pptx import FONT
from handbook.teaching.trade_deck import lay_out_trade
from support import real
from support.programs import run_program
from support.text import pdf_pages, squeeze

BOOK = real.book()
#: Slides that are made: the cover, the questions at the end, the code.
MADE_SLIDES = 5
SHOP = BuildContext(ROOT, BOOK, day_epoch(DAY))
QUESTIONS = {squeeze(question.text): question for _, question in BOOK.question_by_id.values()}
POSTERS = {product.path: product for product in posters.products(SHOP)}
WHOLE = {path: product for path, product in POSTERS.items() if not path.endswith(PosterFile.TILED)}
MM = 72 / 25.4
#: Words inside a drawing are part of the picture; a little under the slide's own limit is still read.
DRAWN_MIN = 25.5
decks = pytest.mark.parametrize("deck", [deck.id for deck in BOOK.lessons])
every = pytest.mark.parametrize("show", [*BOOK.lessons, *BOOK.trades], ids=lambda one: one.id)


@cache
def shown() -> dict[str, Show]:
    """The decks as they are laid out, by id."""
    return {deck.id: lay_out(BOOK, real.pictures(), deck) for deck in BOOK.lessons}


@cache
def files() -> dict[str, Product]:
    """The files of lessons, by path."""
    return {product.path: product for product in lessons.products(SHOP)}


def slides_of(site: Path, deck: str, tail: str) -> bytes:
    return (site / f"downloads/lessons/{deck}-{BOOK.edition.id}{tail}").read_bytes()


def laid_out(show: Deck | Trade) -> Show:
    return shown()[show.id] if isinstance(show, Deck) else lay_out_trade(BOOK, real.pictures(), show)


def offered(site: Path, show: Deck | Trade) -> Path:
    if isinstance(show, Trade):
        return site / show.file(TradeFile.LESSON, BOOK.edition.id)
    return site / f"downloads/lessons/{show.id}-{BOOK.edition.id}.pdf"


def seen(page: fitz.Page) -> list[tuple[float, str, fitz.Rect]]:
    """Size, text and place of every span that lies on the page."""
    spans = [
        span
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
    ]
    return [
        (span["size"], span["text"], fitz.Rect(span["bbox"]))
        for span in spans
        if span["text"].strip() and fitz.Rect(span["bbox"]).intersects(page.rect)
    ]


def test_there_is_a_deck_for_every_aspect_one_for_zoning_and_one_for_drills() -> None:
    covered = [set(deck.items) for deck in BOOK.lessons]
    for aspect in BOOK.aspects:
        assert {item.id for item in BOOK.items_of(aspect)} in covered, aspect.name
    assert {"zoning", "drills"} <= set(shown())


@decks
def test_slides_are_few_and_of_one_size(site: Path, deck: str) -> None:
    with fitz.open(stream=slides_of(site, deck, ".pdf")) as pdf:
        most = MAX_SLIDES if shown()[deck].minutes <= SHORT_MINUTES else MAX_SLIDES_LONG
        assert len(pdf) == len(shown()[deck].frames) <= most + MADE_SLIDES
        assert {(round(page.rect.width), round(page.rect.height)) for page in pdf} == {(960, 540)}


def longer_for_a_reason() -> dict[tuple[str, str], str]:
    """Slides that may have more words, by deck and title, with the reason: found, not listed."""
    found = {}
    for deck in BOOK.lessons:
        for slide, frame in zip(deck.slides, shown()[deck.id].frames[1:], strict=False):
            if slide.aspect:
                found[deck.id, frame.title.lines[0]] = "the names of an aspect's items"
            elif slide.leniency:
                found[deck.id, frame.title.lines[0]] = "a rule of law keeps its conditions"
    for show in walls():
        for frame in show.frames:
            if question := QUESTIONS.get(squeeze("".join(frame.title.lines))):
                options = wall_options(question)
                if len(options) == 2 and question.answer in options:
                    found[show.id, frame.title.lines[0]] = "the right answer and the shortest other"
    return found


@cache
def walls() -> tuple[Show, ...]:
    """Every deck, of lessons and of trades."""
    room = real.pictures()
    return (*shown().values(), *(lay_out_trade(BOOK, room, trade) for trade in BOOK.trades))


def test_a_drawing_that_a_step_names_is_shown_whatever_its_words_are() -> None:
    """Or an editor who names one would find words alone; what finds no room the template refuses."""
    for trade in BOOK.trades:
        steps = tuple(step.model_copy(update={"drawing": "10-paint-room.svg"}) for step in trade.steps)
        show = lay_out_trade(BOOK, real.pictures(), trade.model_copy(update={"steps": steps}))
        assert all(frame.picture for frame in show.frames[2 : 2 + len(steps)])


def test_a_slide_has_one_thought_and_few_words() -> None:
    """What is read while somebody speaks; an exception is found by what kind of slide it is, and has an end
    too."""
    reasons = longer_for_a_reason()
    for show in walls():
        for frame in show.frames:
            told = on_wall("".join(frame.title.lines), *(frame.body.lines if frame.body else ()))
            most = ON_A_WALL
            if reason := reasons.get((show.id, frame.title.lines[0])):
                most = 100 if "law" in reason else 60
            assert told <= most, f"{show.id} 第 {frame.number} 张：{told} 个字 {frame.title.lines}"
    assert len(reasons) < 0.2 * sum(len(show.frames) for show in walls())


@decks
def test_every_slide_shows_a_drawing_or_asks_a_question(deck: str) -> None:
    for frame in shown()[deck].frames[1:-1]:
        assert (frame.picture is not None) != (frame.kind is Kind.QUESTION), frame.number


@every
def test_text_in_pdf_is_large_and_complete(site: Path, show: Deck | Trade) -> None:
    laid = laid_out(show)
    with fitz.open(offered(site, show)) as pdf:
        for frame, page in zip(laid.frames, pdf, strict=True):
            place = frame.place and fitz.Rect(
                frame.place.x,
                frame.place.y,
                frame.place.x + frame.place.width,
                frame.place.y + frame.place.height,
            )
            for size, text, box in seen(page):
                if box.y0 >= 512 and size <= FOOT_SIZE + 0.1:
                    continue
                centre = fitz.Point((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
                drawn = frame.kind is Kind.PICTURE and place is not None and centre in place
                assert size >= (DRAWN_MIN if drawn else MIN_SIZE) - 0.05, f"{frame.number}: {text} {size}"
            words = squeeze(page.get_text())
            for part in (frame.title, frame.body):
                for line in part.lines if part else ():
                    assert squeeze(line) in words, line
            assert squeeze(laid.foot) in words
            assert "建议稿" in words and "供企业自查与学习使用,非行政检查事项清单" in words


@decks
def test_drawings_are_not_cut_through_their_words(site: Path, deck: str) -> None:
    with fitz.open(stream=slides_of(site, deck, ".pdf")) as pdf:
        for frame, page in zip(shown()[deck].frames, pdf, strict=True):
            if frame.kind is not Kind.PICTURE or frame.place is None:
                continue
            place = fitz.Rect(
                frame.place.x,
                frame.place.y,
                frame.place.x + frame.place.width,
                frame.place.y + frame.place.height,
            )
            for size, text, box in seen(page):
                # Of the box of a line only the middle is ink.
                ink = fitz.Rect(box.x0, box.y0 + 0.14 * box.height, box.x1, box.y1 - 0.1 * box.height)
                if size > FOOT_SIZE + 0.1 and ink.intersects(place):
                    assert ink in fitz.Rect(place.x0 - 2, place.y0 - 2, place.x1 + 2, place.y1 + 2), (
                        f"第 {frame.number} 张：{text}"
                    )


#: Cuts through a shape that leave what the picture says whole: deck and slide, where, and why.
CUT_ON_PURPOSE = {
    ("zoning", 10, "bottom"): "the arrow leads on to the next slide",
    ("zoning", 11, "bottom"): "the arrow leads on to the next slide",
    ("drills", 6, "top"): "the frame of the board, of which the last row is shown",
    ("drills", 8, "bottom"): "the outer walls of the building, of which one firm is shown",
    ("emergency-response", 10, "bottom"): "the pointer to the year, which is said",
}


def cuts(drawing: Picture, part: tuple[float, float, float, float]) -> set[str]:
    """The edges of ``part`` at which a dark shape of ``drawing`` goes on beyond it."""
    # One pixel a unit of the drawing.
    shown = Image.open(io.BytesIO(png(ROOT, drawing, drawing.width * 72 / PNG_DPI))).convert("RGB")
    left, top, width, height = (round(value) for value in part)
    right, bottom = left + width, top + height
    rows, columns = (
        range(max(top, 1), min(bottom, shown.height - 1)),
        range(max(left, 1), min(right, shown.width - 1)),
    )
    pairs = {
        "top": [((x, top), (x, top - 2)) for x in columns] if top > 1 else [],
        "bottom": [((x, bottom - 1), (x, bottom + 1)) for x in columns] if bottom < shown.height - 2 else [],
        "left": [((left, y), (left - 2, y)) for y in rows] if left > 1 else [],
        "right": [((right - 1, y), (right + 1, y)) for y in rows] if right < shown.width - 2 else [],
    }
    return {
        edge
        for edge, cells in pairs.items()
        if any(_goes_on(shown, cells[i : i + 3]) for i in range(len(cells) - 2))
    }


def _goes_on(shown: Image.Image, cells: list[tuple[tuple[int, int], tuple[int, int]]]) -> bool:
    for inside, outside in cells:
        a, b = shown.getpixel(inside), shown.getpixel(outside)
        assert isinstance(a, tuple) and isinstance(b, tuple)
        if max(min(a), min(b)) >= 150 or max(abs(x - y) for x, y in zip(a, b, strict=True)) >= 60:
            return False
    return True


@pytest.mark.slow
def test_drawings_are_not_cut_through_their_shapes() -> None:
    """A box without its foot, an arrow that comes from nowhere: a part of a drawing says something else than
    all."""
    room = real.pictures()
    found = {
        (deck.id, number, edge)
        for deck in BOOK.lessons
        for number, slide in enumerate(deck.slides, 2)
        if slide.drawing and slide.part
        for edge in cuts(room.drawing(slide.drawing), slide.part)
    }
    assert found == set(CUT_ON_PURPOSE)
    # As the slides were cut once: the commander gone, and the foot of the card.
    assert cuts(room.drawing("drill-command.svg"), (0, 400, 720, 323)) == {"top"}
    assert cuts(room.drawing("19-emergency-card.svg"), (20, 20, 680, 530)) == {"bottom"}


@decks
def test_titles_break_where_phrases_end(deck: str) -> None:
    for frame in shown()[deck].frames:
        for line in frame.title.lines[:-1]:
            assert line[-1] in "，。；：、？！）”", f"第 {frame.number} 张：{line}"
        wide = max(text_width(line, frame.title.size) for line in frame.title.lines)
        assert wide <= frame.title.box.width, f"第 {frame.number} 张：{frame.title.lines} 一行放不下"


@every
def test_lines_of_a_slide_break_where_phrases_end(site: Path, show: Deck | Trade) -> None:
    """No word is broken: not where the program ends a line, nor by the page on which it stands."""
    pieces = []
    for frame in laid_out(show).frames:
        for line in frame.body.lines if frame.body else ():
            *ended, _ = parts = re.sub(r"^.{1,2}　", "", line).split("\n")
            assert all(part[-1] in "，。；：、？！）”" for part in ended), f"第 {frame.number} 张：{parts}"
            pieces += [(frame.number, squeeze(part)) for part in parts]
    with fitz.open(offered(site, show)) as pdf:
        drawn = [{squeeze(line) for line in page.get_text().splitlines()} for page in pdf]
    for number, piece in pieces:
        whole = any(line.endswith(piece) for line in drawn[number - 1])
        assert whole, f"第 {number} 张：“{piece}”断成了两行"


@decks
def test_lines_fill_the_slide(site: Path, deck: str) -> None:
    """Five lines or more reach into the last quarter: no slide of words has its lower third empty."""
    with fitz.open(stream=slides_of(site, deck, ".pdf")) as pdf:
        for frame, page in zip(shown()[deck].frames, pdf, strict=True):
            if frame.kind is Kind.QUESTION and frame.body is not None and len(frame.body.lines) >= 5:
                foot = max(box[3] for box in page.get_text("blocks") if box[1] < 0.92 * page.rect.height)
                assert foot > 0.75 * page.rect.height, f"第 {frame.number} 张：下面空着"


@decks
def test_three_are_asked_at_the_end_and_the_code_is_read(site: Path, deck: str, tmp_path: Path) -> None:
    *_, first, second, third, last = shown()[deck].frames
    closing = next(one.closing for one in BOOK.lessons if one.id == deck)
    for frame, id in zip((first, second, third), closing, strict=True):
        assert frame.kind is Kind.QUESTION and any(f"题号 {id}，" in note for note in frame.notes)
    assert last.kind is Kind.LAST
    with fitz.open(stream=slides_of(site, deck, ".pdf")) as pdf:
        pdf[-1].get_pixmap(dpi=150, colorspace=fitz.csGRAY).save(tmp_path / "last.png")
    deck_file = Presentation(io.BytesIO(slides_of(site, deck, ".pptx")))
    picture = next(
        shape for shape in deck_file.slides[len(deck_file.slides) - 1].placeholders if hasattr(shape, "image")
    )
    (tmp_path / "code.png").write_bytes(picture.image.blob)
    for name in ("last.png", "code.png"):
        read = run_program(["zbarimg", "-q", "--raw", str(tmp_path / name)], check=True).stdout.strip()
        assert read == shown()[deck].address


@decks
def test_pptx_has_placeholders_large_text_and_notes(site: Path, deck: str) -> None:
    presentation = Presentation(io.BytesIO(slides_of(site, deck, ".pptx")))
    assert (presentation.slide_width, presentation.slide_height) == (Pt(960), Pt(540))
    assert len(presentation.slides) == len(shown()[deck].frames)
    for frame, slide in zip(shown()[deck].frames, presentation.slides, strict=True):
        assert all(shape.is_placeholder for shape in slide.shapes), "only placeholders of the layout"
        assert slide.shapes.title is not None and squeeze(slide.shapes.title.text_frame.text) == squeeze(
            "".join(frame.title.lines)
        )
        text = squeeze("".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame))
        assert all(squeeze(line) in text for line in (frame.body.lines if frame.body else ()))
        assert squeeze(shown()[deck].foot) in text
        if frame.kind is Kind.QUESTION and frame.body:
            paragraphs = slide.placeholders[1].text_frame.paragraphs
            marked = [one for one in paragraphs if "\t" in one.text]
            assert all(one.runs[0].font.bold and one.runs[0].text.endswith("\t") for one in marked)
            high = sum(
                one.space_after.pt + (one.text.count("\v") + 1) * 1.3 * frame.body.size for one in paragraphs
            )
            assert 0.7 * frame.body.box.height < high or len(paragraphs) == 1, "the slide is filled"
            assert high - paragraphs[-1].space_after.pt <= frame.body.box.height
        foot = 0
        for shape in slide.placeholders:
            sizes = (
                {run.font.size for paragraph in shape.text_frame.paragraphs for run in paragraph.runs}
                if shape.has_text_frame
                else set()
            )
            if shape.placeholder_format.type.name in ("FOOTER", "SLIDE_NUMBER"):
                foot += 1
                continue
            assert all(size is not None and size >= Pt(MIN_SIZE) for size in sizes)
        assert foot == 2
        assert slide.notes_slide.notes_text_frame is not None
        assert slide.notes_slide.notes_text_frame.text == "\n".join(frame.notes)
        pictures = [shape for shape in slide.placeholders if hasattr(shape, "image")]
        assert len(pictures) == (1 if frame.kind in (Kind.PICTURE, Kind.LAST) else 0)
        for picture in pictures:
            assert picture._element.nvPicPr.cNvPr.get("descr")
            assert (
                abs(picture.width / picture.height - picture.image.size[0] / picture.image.size[1]) < 0.02
            ), "not pulled out of shape"


@every
def test_notes_say_what_to_ask_and_where_to_point(show: Deck | Trade) -> None:
    frames = laid_out(show).frames[1:-1]
    for frame in frames:
        assert frame.notes[0].startswith("问：") and frame.notes[1].startswith("指：")
    told = [frame.notes[1] for frame in frames if not frame.notes[1].startswith("指：举完手")]
    assert len(set(told)) == len(told), "what fits every slide says nothing"


def test_pptx_carries_east_asian_font_and_no_clock(site: Path) -> None:
    path = next(path for path in files() if path.endswith(".pptx"))
    data = files()[path].make()
    assert data == (site / path).read_bytes(), "made at another time by another process"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(DAY.year, DAY.month, DAY.day, 12, 0, 0)}
        themes = [archive.read(name).decode() for name in archive.namelist() if "/theme/" in name]
        assert themes and all(f'<a:ea typeface="{FONT}"/>' in theme for theme in themes)
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        core = archive.read("docProps/core.xml").decode()
        assert core.count(f"{DAY}T12:00:00Z") == 2
        # Nothing that PowerPoint would have to repair: every relation leads to a part.
        assert len(set(archive.namelist())) == len(archive.namelist())


@pytest.mark.parametrize(("tail", "a_page"), [("-handout.pdf", 3), ("-notes.pdf", 4)])
def test_handouts_hold_every_slide_so_many_a_page(site: Path, tail: str, a_page: int) -> None:
    """Of all decks, as they are offered; no line to write on runs through words."""
    for deck, show in shown().items():
        path = site / f"downloads/lessons/{deck}-{BOOK.edition.id}{tail}"
        pages = pdf_pages(path)
        with fitz.open(path) as pdf:
            lines = [line["rect"] for line in pdf[0].get_drawings() if line["rect"].height < 1]
            lines = [line for line in lines if line.x0 > pdf[0].rect.width / 2]  # beside the slides
            names = [box for number in range(1, a_page + 1) for box in pdf[0].search_for(f"第 {number} 张")]
            struck = [box for box in names for line in lines if box.y0 < line.y0 < box.y1 + 4]
        assert len(names) >= a_page and struck == [], deck
        assert len(pages) == -(-len(show.frames) // a_page)
        words = "".join(pages)
        assert words.count(squeeze(show.foot)) == len(pages), "once a page, not on every small slide"
        for frame in show.frames:
            assert squeeze(frame.title.lines[0]) in words
            if tail == "-notes.pdf":
                assert all(squeeze(note) in words for note in frame.notes)


@pytest.mark.parametrize("product", WHOLE.values(), ids=WHOLE)
def test_posters_are_one_sheet_read_from_three_metres(site: Path, product: Product, tmp_path: Path) -> None:
    poster = next(poster for poster in BOOK.posters if f"/{poster.id}-{BOOK.edition.id}" in product.path)
    with fitz.open(site / product.path) as pdf:
        assert len(pdf) == 1
        page = pdf[0]
        assert (round(page.rect.width / MM), round(page.rect.height / MM)) == SIZES["a3"]
        words = squeeze(page.get_text())
        wanted = [
            poster.words,
            poster.lead,
            *(part for step in poster.steps for part in (step.word, step.text)),
            BOOK.site.disclaimer,
        ]
        wanted += [kind.name for kind in BOOK.zoning.lines] if poster.lines and BOOK.zoning else []
        assert [text for text in wanted if squeeze(text) not in words] == []
        sizes = {squeeze(text): points / MM for points, text, _ in seen(page)}
        # A Han character is nine tenths of its size high. All lines and shapes: it is as sharp when enlarged.
        assert sizes[squeeze(poster.words)] * 0.9 >= 28
        assert all(sizes[squeeze(step.text)] * 0.9 >= 12 for step in poster.steps)
        assert not page.get_images()
        assert len({round(sizes[squeeze(step.text)], 2) for step in poster.steps}) <= 1, (
            "all steps speak equally loud"
        )
        if poster.lines and BOOK.zoning:
            assert all(sizes[squeeze(kind.name)] * 0.9 >= 11 for kind in BOOK.zoning.lines)
        page.get_pixmap(dpi=72, colorspace=fitz.csGRAY).save(tmp_path / "poster.png")
    read = run_program(["zbarimg", "-q", "--raw", str(tmp_path / "poster.png")], check=True).stdout.strip()
    assert read == f"{BOOK.site.address}q/{poster.code_item}.html"


def test_a_poster_on_four_sheets_is_whole() -> None:
    room = PictureRoom(ROOT, BOOK)
    poster = poster_pdf(ROOT, posters.poster_data(BOOK, room, BOOK.posters[0]), "a2", epoch=day_epoch(DAY))
    data = on_four_sheets(poster, "海报")
    assert data == on_four_sheets(poster, "海报")
    with fitz.open(stream=data) as pdf, fitz.open(stream=poster) as whole:
        assert len(pdf) == 4
        assert {(round(page.rect.width / MM), round(page.rect.height / MM)) for page in pdf} == {(210, 297)}
        # The shares of ink of the four sheets are those of the four quarters with their flaps.
        page = whole[0]
        width, height = page.rect.width / 2, page.rect.height / 2
        flap = 5 * MM * 210 / 190
        for index, sheet in enumerate(pdf):
            row, column = divmod(index, 2)
            quarter = page.get_pixmap(
                dpi=36,
                colorspace=fitz.csGRAY,
                clip=fitz.Rect(
                    column * width,
                    row * height,
                    (column + 1) * width + flap * (column == 0),
                    (row + 1) * height + flap * (row == 0),
                ),
            )
            tile = sheet.get_pixmap(dpi=36, colorspace=fitz.csGRAY)
            ink = [sum(255 - value for value in pixmap.samples) for pixmap in (quarter, tile)]
            assert ink[1] == pytest.approx(ink[0] * (190 / 210) ** 2, rel=0.08)


@pytest.mark.parametrize("poster", BOOK.posters, ids=lambda poster: poster.id)
def test_no_character_of_a_poster_lies_on_a_seam(poster: Poster) -> None:
    """Of what is read on the poster of four sheets; a picture is cut as it comes."""
    data = posters.poster_data(BOOK, PictureRoom(ROOT, BOOK), poster)
    said = squeeze(
        "".join(step["word"] + step["text"] for step in data["steps"]) + data["words"] + data["lead"]
    )
    said += squeeze("".join(line["name"] + line["words"] for line in data["lines"]) + data["disclaimer"])
    torn = []
    rows: dict[int, str] = {}
    with fitz.open(stream=poster_pdf(ROOT, data | {"four": True}, "a2", epoch=day_epoch(DAY))) as pdf:
        middle = (pdf[0].rect.width / 2, pdf[0].rect.height / 2)
        for block in pdf[0].get_text("rawdict")["blocks"]:
            for line in block.get("lines", []):
                characters = [char for span in line["spans"] for char in span["chars"]]
                for char in characters:
                    rows[round(char["origin"][1])] = rows.get(round(char["origin"][1]), "") + char["c"]
                if squeeze("".join(char["c"] for char in characters)) not in said:
                    continue
                for char in characters:
                    left, top, right, foot = char["bbox"]
                    # Half of a mark's width is white, and a fifth of a character's height at either end.
                    across = left + 1 < middle[0] < right - 1 and char["c"] not in "，、 "
                    if across or top + 0.2 * (foot - top) < middle[1] < foot - 0.2 * (foot - top):
                        torn.append(char["c"])
    assert torn == []
    whole = [squeeze(row) for row in rows.values()]
    assert [
        step["text"] for step in data["steps"] if not any(squeeze(step["text"]) in row for row in whole)
    ] == []


def test_wrong_names_are_told(project: Path) -> None:
    from handbook.checks import check_all

    (project / "data" / "lessons").mkdir(exist_ok=True)
    (project / "data" / "lessons" / "one.yml").write_text(
        "代号: two\n名称: 一课\n次序: 1\n一句话: 讲一讲\n时长: 10\n条目: ['01']\n开场题: 01-Q99\n开场: 开场说一句。\n"
        "片子:\n  - {标题: 看门, 图: none.svg, 要点: [01-99], 讲: 讲一讲门。, 问: 门开着吗？, 指: 指一指门。}\n"
        "结尾题: [01-Q97, 01-Q98, 01-Q99]\n收尾: 收尾说一句。\n",
        encoding="utf-8",
    )
    found = {
        problem.rule
        for problem in check_all(load_sources(project, DAY))
        if problem.file == "data/lessons/one.yml"
    }
    assert {"D102", "D109", "D123"} <= found


def test_a_cut_closes_the_frames_it_crosses() -> None:
    """The frame round a picture ends within the part that is shown; what is whole stays as it is."""
    svg = (
        '<svg viewBox="0 0 720 570"><rect x="10" y="10" width="342" height="550" fill="none" stroke-width="5"/>'
        '<rect x="10" y="20" width="90" height="100" fill="none"/><rect width="720" height="570" fill="#fff"/>'
        "</svg>"
    )
    shown = cut(svg, (6, 6, 708, 366), "a.svg").svg
    assert 'y="10" width="342" height="359.5"' in shown and 10 + 359.5 + 2.5 == 6 + 366
    assert 'height="100"' in shown and '<rect width="720" height="570"' in shown


def test_names_and_widths_of_lines_do_not_touch(site: Path) -> None:
    """On the poster of floor lines each row stands free of the next, with its words beside the name."""
    product = next(path for path in POSTERS if "floor-lines" in path and path.endswith("a3.pdf"))
    assert BOOK.zoning
    with fitz.open(site / product) as pdf:
        names = [pdf[0].search_for(kind.name)[0] for kind in BOOK.zoning.lines]
    tall = max(name.height for name in names)
    rows = sorted(names, key=lambda box: box.y0)
    assert all(lower.y0 - upper.y0 > 0.98 * tall for upper, lower in pairwise(rows))
    with fitz.open(site / product) as pdf:
        below = [word for word in pdf[0].get_text("words") if rows[0].y1 < word[3] < rows[1].y0]
    assert below == [], "nothing stands between two rows"
