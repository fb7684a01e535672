"""Test papers, answer sheets, keys and question cards as PDF."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from handbook.markdown.escape import one_line
from handbook.model.handbook import Handbook
from handbook.model.items.item import Audience
from handbook.pdf.identity import identity
from handbook.pdf.typst_pdf import typeset
from handbook.teaching.exams.exam_paper import LETTERS, Paper


def paper_data(book: Handbook, *papers: Paper) -> dict[str, Any]:
    """The templates' data: the papers as plain values."""
    rows = []
    for paper in papers:
        row = asdict(paper) | {"title": paper.title, "total": len(paper.entries), "terms": paper.terms}
        row["scoring"] = paper.scoring
        for part, source in zip(row["parts"], paper.parts, strict=True):
            part["worth"], part["even"] = source.worth, source.even
            part["form"] = part["form"].value
            for entry in part["entries"]:
                entry["form"] = entry["form"].value
        rows.append(row)
    return identity(book) | {
        "papers": rows,
        "disclaimer": book.site.disclaimer,
        "code": papers[0].code,
    }


def paper_pdf(root: Path, data: dict[str, Any], *, epoch: int) -> bytes:
    """The questions alone, A4. Raises HandbookError when Typst finds anything wrong."""
    return typeset(root, "exam.typ", data | {"sheet": "paper"}, epoch=epoch)


def answer_sheet_pdf(root: Path, data: dict[str, Any], *, epoch: int) -> bytes:
    """A sheet to tick and write answers on, one page for each paper."""
    return typeset(root, "exam.typ", data | {"sheet": "answers"}, epoch=epoch)


def key_pdf(root: Path, data: dict[str, Any], *, epoch: int) -> bytes:
    """Answers with reasons and points, for who marks the papers."""
    return typeset(root, "exam.typ", data | {"sheet": "key"}, epoch=epoch)


def whole_pdf(root: Path, data: dict[str, Any], *, epoch: int) -> bytes:
    """A small test in one file: each paper on its page to answer on it, then the answers for who marks."""
    return typeset(root, "exam.typ", data | {"sheet": "whole"}, epoch=epoch)


def cards_data(book: Handbook, audience: Audience) -> dict[str, Any]:
    """One card a question, in the order of the items."""
    cards: list[dict[str, Any]] = [
        {
            "id": question.id,
            "item": f"{item.id} {item.name}",
            "form": question.form.value,
            "text": one_line(question.text),
            "options": [
                f"{letter} {one_line(option)}"
                for letter, option in zip(LETTERS, question.options, strict=False)
            ]
            if question.wrong
            else [],
            "answer": _answer(question),
            "why": one_line(question.why),
            "point": question.point,
        }
        for item, question in book.questions(audience)
    ]
    for before, card in zip([None, *cards], cards, strict=False):
        card["opens"] = before is None or before["item"] != card["item"]
    return identity(book) | {
        "audience": audience.value,
        "title": f"问答卡（{'安全员必问' if audience is Audience.OFFICER else '负责人必考'}）",
        "cards": cards,
        "disclaimer": book.site.disclaimer,
    }


def _answer(question: Any) -> str:
    if not question.wrong:
        return one_line(question.answer)
    return f"{LETTERS[question.options.index(question.answer)]} {one_line(question.answer)}"


def cards_pdf(root: Path, data: dict[str, Any], *, epoch: int) -> bytes:
    """Cards to cut out, eight an A4 sheet: questions in front, answers behind, for duplex paper turned on
    its long edge."""
    return typeset(root, "cards.typ", data, epoch=epoch)
