"""Official texts in a folder, one Markdown file a law: ``## 第四十九条`` headings, blank lines between paragraphs."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from handbook.model.chinese_number import from_chinese
from handbook.model.law import Reference
from handbook.page_text import split_front_matter
from handbook.problems import HandbookError, Problem

_HEADING = re.compile(
    r"^## 第(?P<article>[零一二三四五六七八九十百千]+)条(?:之(?P<suffix>[零一二三四五六七八九十]+))?[ \t　]*(?P<rest>.*)$",
    re.MULTILINE,
)
_ITEM = re.compile(r"^[（(](?P<number>[一二三四五六七八九十百]+)[）)]")
Key = tuple[int, int]  # article, suffix


@dataclass(frozen=True)
class LawText:
    """The text of one law. ``complete`` is False for an extract; ``partial`` holds articles that may lack
    their end."""

    articles: dict[Key, str]
    complete: bool
    partial: frozenset[Key]
    unmarked: frozenset[Key] = frozenset()  # articles whose paragraphs the file does not tell apart

    def article(self, reference: Reference) -> str | None:
        """Text of the cited article, None when the file has it not."""
        return self.articles.get((reference.article or 0, reference.suffix))

    def place(self, reference: Reference) -> str | None:
        """Text of the cited paragraph and item; None when the article is there but the place is not."""
        text = self.article(reference)
        if text is None:
            return None
        paragraphs = split_paragraphs(text)
        if reference.paragraph:
            if reference.paragraph > len(paragraphs):
                return None
            paragraphs = [paragraphs[reference.paragraph - 1]]
        if not reference.item:
            return "\n".join(paragraphs)
        for paragraph in paragraphs:
            items = split_items(paragraph)
            if reference.item in items and (reference.item_to or reference.item) in items:
                head = paragraph.split("\n")[0]
                wanted = range(reference.item, (reference.item_to or reference.item) + 1)
                return "\n".join([head, *(items[number] for number in wanted if number in items)])
        return None


def split_paragraphs(text: str) -> list[str]:
    """Paragraphs (款) of an article: an item （一） belongs to the paragraph before it."""
    paragraphs: list[str] = []
    for block in (line.strip() for line in text.split("\n")):
        if not block:
            continue
        if _ITEM.match(block) and paragraphs:
            paragraphs[-1] += "\n" + block
        else:
            paragraphs.append(block)
    return paragraphs


def split_items(paragraph: str) -> dict[int, str]:
    """Items (项) of a paragraph by number."""
    items: dict[int, str] = {}
    for line in paragraph.split("\n"):
        match = _ITEM.match(line)
        if match:
            items[from_chinese(match["number"])] = line
    return items


def has_articles(path: Path) -> bool:
    """Whether ``path`` holds the text of a law, and not only facts about it."""
    return _HEADING.search(path.read_text(encoding="utf-8-sig")) is not None


def read_law_text(path: Path) -> LawText:
    """The law in ``path``. Articles that the front matter's ``articles_possibly_partial`` names are marked."""
    text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    front, text, _ = split_front_matter(text)
    loaded = yaml.safe_load(front)
    meta: dict[str, object] = loaded if isinstance(loaded, dict) else {}
    articles: dict[Key, str] = {}
    matches = list(_HEADING.finditer(text))
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        body = text[match.end() : following.start() if following else len(text)]
        body = re.sub(r"^#{1,6} .*$", "", body, flags=re.MULTILINE)
        articles[_key(match["article"], match["suffix"])] = f"{match['rest']}\n{body}".strip()
    return LawText(
        articles,
        meta.get("complete", True) is True,
        _named(meta, "articles_possibly_partial"),
        _named(meta, "paragraphs_not_marked"),
    )


def _named(meta: dict[str, object], field: str) -> frozenset[Key]:
    """The articles that a field of the front matter lists."""
    listed = meta.get(field)
    names = listed if isinstance(listed, list) else []
    pattern = r"第([零一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?"
    return frozenset(_key(found[1], found[2]) for name in names if (found := re.match(pattern, str(name))))


def _key(article: str, suffix: str | None) -> Key:
    return from_chinese(article), from_chinese(suffix) if suffix else 0


def open_texts(root: Path, folder: Path | None) -> LawTexts:
    """The folder of official texts: ``folder``, else the one HANDBOOK_LAW_TEXTS names, else law-texts/.

    Raises HandbookError when there is no such folder.
    """
    folder = folder or Path(os.environ.get("HANDBOOK_LAW_TEXTS") or root / "law-texts")
    if not folder.is_dir():
        raise HandbookError(
            Problem(
                str(folder),
                0,
                0,
                "V000",
                "没有这个文件夹",
                "放官方文本的文件夹，一部法规一个文件，文件名是登记册里的代号",
                "用 --texts 指定，或者建 law-texts/",
            )
        )
    return LawTexts(folder)


class LawTexts:
    """The folder of official texts, read on demand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, LawText | None] = {}

    def get(self, law_id: str) -> LawText | None:
        if law_id not in self._read:
            path = self.folder / f"{law_id}.md"
            self._read[law_id] = read_law_text(path) if path.exists() else None
        return self._read[law_id]

    @cached_property
    def count(self) -> int:
        return sum(1 for path in self.folder.glob("*.md") if has_articles(path))
