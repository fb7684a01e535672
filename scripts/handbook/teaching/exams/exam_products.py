"""Products of the question bank: the standard papers, papers to order, and question cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from handbook.model.handbook import Handbook
from handbook.model.items.item import Audience
from handbook.model.papers.download_names import AUDIENCES, ExamFile, exam_stem, question_cards
from handbook.product import BuildContext, Product
from handbook.teaching.exams.exam_docx import imprint_of, key_docx, paper_docx
from handbook.teaching.exams.exam_paper import NAMES, papers
from handbook.teaching.exams.exam_pdf import (
    answer_sheet_pdf,
    cards_data,
    cards_pdf,
    key_pdf,
    paper_data,
    paper_pdf,
)

#: Questions of a standard paper: as many as are answered in a quarter of an hour.
STANDARD_COUNT = 20
STANDARD_SEED = 1


def paper_files(
    root: Path,
    book: Handbook,
    audience: Audience,
    *,
    items: Iterable[str] | None,
    count: int,
    seed: int,
    epoch: int,
) -> dict[str, bytes]:
    """All files of one order, by name: papers A and B, answer sheets and key, each as PDF; papers and key
    as DOCX."""
    made = papers(book, audience, items=items, count=count, seed=seed)
    stem = f"{AUDIENCES[audience]}-{made[0].code}"
    data = paper_data(book, *made)
    files = {}
    for paper in made:
        files[f"{stem}-{paper.variant.lower()}.pdf"] = paper_pdf(root, paper_data(book, paper), epoch=epoch)
        files[f"{stem}-{paper.variant.lower()}.docx"] = paper_docx(imprint_of(book), paper, epoch=epoch)
    files[f"{stem}-answer-sheet.pdf"] = answer_sheet_pdf(root, data, epoch=epoch)
    files[f"{stem}-key.pdf"] = key_pdf(root, data, epoch=epoch)
    files[f"{stem}-key.docx"] = key_docx(imprint_of(book), made, epoch=epoch)
    return files


def products(context: BuildContext) -> list[Product]:
    """Standard papers A and B for each audience, with answer sheet and key; then the cards."""
    found: list[Product] = []
    for audience in AUDIENCES:
        count = min(STANDARD_COUNT, len(context.book.questions(audience)))
        if count:
            found += _standard(context, audience, count)
    for audience, name in NAMES.items():
        cards = cards_data(context.book, audience)
        if cards["cards"]:
            found.append(
                context.product(
                    question_cards(audience, context.book.edition.id),
                    f"{name}问答卡",
                    "A4 双面",
                    "考试",
                    partial(cards_pdf, context.root, cards, epoch=context.epoch),
                    note=f"{len(cards['cards'])} 张卡，一张 A4 裁八张；双面打印、长边翻转，正面题、背面答案",
                )
            )
    return found


def _standard(context: BuildContext, audience: Audience, count: int) -> list[Product]:
    name = NAMES[audience]
    made = papers(context.book, audience, count=count, seed=STANDARD_SEED)
    data = paper_data(context.book, *made)
    base = exam_stem(audience, context.book.edition.id)
    root, epoch = context.root, context.epoch

    imprint = imprint_of(context.book)

    def product(file: ExamFile, title: str, kind: str, make: Callable[[], bytes], note: str) -> Product:
        return context.product(base + file, title, kind, "考试", make, note=note)

    found = []
    for paper in made:
        own = paper_data(context.book, paper)
        found += [
            product(
                ExamFile[paper.variant],
                paper.title,
                "A4",
                partial(paper_pdf, root, own, epoch=epoch),
                f"{count} 题，各条轮流出；A、B 卷题目相同，次序和选项次序不同",
            ),
            product(
                ExamFile[f"{paper.variant}_TEXT"],
                paper.title,
                "DOCX",
                partial(paper_docx, imprint, paper, epoch=epoch),
                "能改，后面带答题卡",
            ),
        ]
    return [
        *found,
        product(
            ExamFile.ANSWER_SHEET,
            f"{name}答题卡",
            "A4",
            partial(answer_sheet_pdf, root, data, epoch=epoch),
            "A、B 卷各一张",
        ),
        product(
            ExamFile.KEY,
            f"{name}答案",
            "A4",
            partial(key_pdf, root, data, epoch=epoch),
            "给评卷的人：答案、为什么、出自哪个要点",
        ),
        product(
            ExamFile.KEY_TEXT,
            f"{name}答案",
            "DOCX",
            partial(key_docx, imprint, made, epoch=epoch),
            "给评卷的人，能改",
        ),
    ]
