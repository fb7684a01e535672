"""Test papers: the same order gives the same paper; A and B ask the same; the key is right."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pymupdf as fitz
import pytest

from conftest import DAY, ROOT, call_handbook, fork_handbook
from handbook.day import day_epoch
from handbook.model.items.item import Audience, QuestionForm
from handbook.problems import HandbookError
from handbook.product import BuildContext
from handbook.teaching.exams import exam_products as exam
from handbook.teaching.exams.exam_paper import LETTERS, choose, papers
from handbook.teaching.exams.exam_pdf import key_pdf, paper_data
from support import real
from support.text import pdf_pages, squeeze

BOOK = real.book()
EPOCH = day_epoch(DAY)
audiences = pytest.mark.parametrize("audience", Audience)


def words_of(pdf: bytes) -> str:
    return "".join(pdf_pages(pdf))


@audiences
def test_same_seed_same_paper(audience: Audience) -> None:
    assert papers(BOOK, audience, count=20, seed=3) == papers(BOOK, audience, count=20, seed=3)
    assert (
        papers(BOOK, audience, count=20, seed=3)[0].entries
        != papers(BOOK, audience, count=20, seed=4)[0].entries
    )


@audiences
@pytest.mark.parametrize("seed", range(1, 30))
def test_variants_ask_the_same_in_another_order(audience: Audience, seed: int) -> None:
    a, b = papers(BOOK, audience, count=20, seed=seed)
    ids_a, ids_b = [entry.id for entry in a.entries], [entry.id for entry in b.entries]
    assert sorted(ids_a) == sorted(ids_b) and ids_a != ids_b and len(set(ids_a)) == 20
    by_id = {entry.id: entry for entry in b.entries}
    for entry in a.entries:
        other = by_id[entry.id]
        assert sorted(entry.options) == sorted(other.options)
        if entry.options:
            assert entry.options != other.options and entry.answer != other.answer
    for one, two in zip(a.parts, b.parts, strict=True):
        assert len(one.entries) == 1 or one.entries[0].id != two.entries[0].id


@audiences
def test_key_matches_the_bank(audience: Audience) -> None:
    for paper in papers(BOOK, audience, count=len(BOOK.questions(audience)), seed=1):
        assert [entry.number for entry in paper.entries] == list(range(1, len(paper.entries) + 1))
        for entry in paper.entries:
            question = BOOK.question_by_id[entry.id][1]
            assert question.audience is audience
            if entry.form is QuestionForm.CHOICE:
                assert entry.options[LETTERS.index(entry.answer)] == " ".join(question.answer.split())
            else:
                assert entry.answer == " ".join(question.answer.split())


@pytest.mark.parametrize("count", [1, 7, 15, 20, 30])
def test_points_add_up_and_the_pass_mark_is_four_fifths(count: int) -> None:
    for paper in papers(BOOK, Audience.OFFICER, count=count, seed=1):
        worths = [entry.worth for entry in paper.entries]
        assert max(worths) - min(worths) <= 1 and min(worths) >= 1
        assert paper.full == sum(worths) == 100
        for part in paper.parts:
            each = {entry.worth for entry in part.entries}
            assert all(str(worth) in part.worth for worth in each) and part.even == (len(each) == 1)
        full, passed, minutes = map(int, re.findall(r"\d+", paper.terms))
        assert (full, passed) == (100, 80) and minutes % 5 == 0 and minutes >= 5


def test_letters_of_right_answers_are_spread() -> None:
    for audience in Audience:
        found = [
            entry.answer
            for seed in range(1, 20)
            for paper in papers(BOOK, audience, count=20, seed=seed)
            for entry in paper.entries
            if entry.options
        ]
        assert all(found.count(letter) > len(found) / 8 for letter in LETTERS)


@audiences
def test_questions_are_spread_over_the_items(audience: Audience) -> None:
    chosen = [item.id for item, _ in choose(BOOK, audience, count=len(BOOK.items), seed=9)]
    assert len(set(chosen)) == len(BOOK.items)
    assert {item.id for item, _ in choose(BOOK, audience, items=["07", "14"], count=4, seed=9)} == {
        "07",
        "14",
    }


@pytest.mark.parametrize(
    ("items", "count", "rule"), [(["77"], 1, "C002"), (["07"], 99, "C011"), (None, 0, "C011")]
)
def test_impossible_orders_are_told(items: list[str] | None, count: int, rule: str) -> None:
    with pytest.raises(HandbookError) as error:
        choose(BOOK, Audience.OFFICER, items=items, count=count, seed=1)
    assert error.value.problems[0].rule == rule


@audiences
def test_files_say_what_the_papers_say(audience: Audience) -> None:
    files = exam.paper_files(ROOT, BOOK, audience, items=None, count=20, seed=5, epoch=EPOCH)
    assert files == exam.paper_files(ROOT, BOOK, audience, items=None, count=20, seed=5, epoch=EPOCH)
    made = papers(BOOK, audience, count=20, seed=5)
    stem = next(iter(files)).split("-")[0] + f"-{BOOK.edition.id}-5"
    key = words_of(files[f"{stem}-key.pdf"])
    for variant in "ab":
        with fitz.open(stream=files[f"{stem}-{variant}.pdf"]) as pdf:
            foot = max(box[3] for box in pdf[-1].get_text("blocks") if box[1] < 0.9 * pdf[-1].rect.height)
            assert foot > 0.35 * pdf[-1].rect.height, "the last page is worth its sheet"
    for paper in made:
        texts = {
            "pdf": words_of(files[f"{stem}-{paper.variant.lower()}.pdf"]),
            "docx": squeeze(
                "".join(
                    p.text
                    for p in docx.Document(
                        io.BytesIO(files[f"{stem}-{paper.variant.lower()}.docx"])
                    ).paragraphs
                )
            ),
        }
        for kind, text in texts.items():
            assert squeeze(BOOK.site.disclaimer) in text
            for entry in paper.entries:
                assert squeeze(entry.text) in text, (kind, entry.id)
                for letter, option in zip(LETTERS, entry.options, strict=False):
                    assert squeeze(f"{letter}.{option}") in text, (kind, entry.id)
                if entry.form is QuestionForm.OPEN:
                    assert squeeze(entry.answer) not in text, "the paper does not give answers away"
                assert squeeze(entry.why) in key
            assert squeeze(paper.terms) in text and squeeze(paper.parts[0].worth) in text, kind
    for line in made[0].scoring:
        assert squeeze(line) in key
    rows = [
        [cell.text for cell in row.cells]
        for table in docx.Document(io.BytesIO(files[f"{stem}-key.docx"])).tables
        for row in table.rows
    ][1:]
    wanted = [(str(entry.number), entry.id) for paper in made for entry in paper.entries]
    numbered = [(re.match(r"\d+", row[0]), row[-1].split("，")[0]) for row in rows]
    assert [(number[0], place) for number, place in numbered if number] == wanted
    for part in (part for paper in made for part in paper.parts):
        assert squeeze(f"{part.form.value}题：{part.worth}") in key, "who scores sees what each is worth"
    for name, data in files.items():
        if name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                assert {entry.date_time for entry in archive.infolist()} == {
                    (DAY.year, DAY.month, DAY.day, 12, 0, 0)
                }


def test_both_keys_stand_on_one_leaf() -> None:
    """A long answer does not run over by two characters, line after line."""
    data = paper_data(BOOK, *papers(BOOK, Audience.OFFICER, count=20, seed=2))
    with fitz.open(stream=key_pdf(ROOT, data, epoch=EPOCH)) as pdf:
        assert pdf.page_count == 2


def test_cards_back_their_questions() -> None:
    """Each card has its question on one side and, on the next page and mirrored, its answer."""
    for product in exam.products(BuildContext(ROOT, BOOK, EPOCH)):
        if "/cards/" not in product.path:
            continue
        audience = Audience.OFFICER if "officer" in product.path else Audience.MANAGER
        bank = [question for _, question in BOOK.questions(audience)]
        with fitz.open(stream=product.make()) as pdf:
            assert len(pdf) == 2 * -(-len(bank) // 8)
            for index, question in enumerate(bank):
                sheet, place = divmod(index, 8)
                row, column = divmod(place, 2)
                for side, across in ((0, column), (1, 1 - column)):
                    page = pdf[2 * sheet + side]
                    width, height = page.rect.width / 2, page.rect.height / 4
                    text = squeeze(
                        page.get_text(
                            clip=fitz.Rect(
                                across * width, row * height, (across + 1) * width, (row + 1) * height
                            )
                        )
                    )
                    assert question.id in text
                    assert squeeze(question.text if side == 0 else question.why) in text
                    assert squeeze(BOOK.site.disclaimer) in text


@pytest.mark.slow
def test_command_writes_a_set(tmp_path: Path) -> None:
    run = fork_handbook(
        ROOT,
        "exam",
        "--role",
        "负责人",
        "--items",
        "07,14",
        "--count",
        "4",
        "--seed",
        "3",
        "-o",
        str(tmp_path),
    )
    assert "做好了 7 个文件" in run.stdout
    assert len(list(tmp_path.iterdir())) == 7
    assert call_handbook(ROOT, "exam", "--items", "77", "-o", str(tmp_path)).returncode == 1
