"""The practice page: all questions as a list with the answers folded away; its program asks them one by one.

The program reads the questions from the list, so there is no second copy of them to load or to fall behind.
"""

from __future__ import annotations

from handbook.markdown.front_matter import NO_PDF, front_matter, programs
from handbook.markdown.templates import render
from handbook.model.generated_names import MadePage
from handbook.model.handbook import Handbook
from handbook.page_programs.contract import CONTRACT

PAGE = MadePage.QUIZ.value

#: Values of ``who`` in the page's address.
AUDIENCE_SLUGS = {"安全员": "officer", "负责人": "manager"}


def quiz_page(book: Handbook) -> dict[str, str]:
    """The page by its path relative to the site's documents."""
    front = front_matter(
        "练习题",
        "安全员必问、负责人必考的题，一题一题做，做完看解析和要点，错的再来一遍。",
        hide=["navigation", "toc"],
        styles=["assets/stylesheets/self-check.css"],
        scripts=[CONTRACT, *programs("quiz/core", "quiz/page")],
        **NO_PDF,
    )
    items = [item for item in book.items if item.questions]
    body = render("quiz.md.jinja", "quiz.html", book, items=items, slugs=AUDIENCE_SLUGS)
    return {PAGE: front + body}
