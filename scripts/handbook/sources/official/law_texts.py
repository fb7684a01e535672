"""Official texts in a folder, one file a law: as the official database gives it, or as Markdown with
``## 第四十九条`` headings. Which law a file holds is told by its name (the id or title of the register) or by
its title line."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from handbook.model.law.prose_citations import number
from handbook.model.law.register import Law, Reference
from handbook.model.numbers.chinese_number import from_chinese
from handbook.page_text.front_matter import split_front_matter
from handbook.problems import HandbookError, Problem
from handbook.sources.official.official_file import ENDINGS, UnreadableFileError, lines_of, text_of

_HEADING = re.compile(
    r"^## 第(?P<article>[零一二三四五六七八九十百千]+)条(?:之(?P<suffix>[零一二三四五六七八九十]+))?[ \t　]*(?P<rest>.*)$",
    re.MULTILINE,
)
#: An article as it begins in a plain text: 第一条　为了…
_ARTICLE_LINE = re.compile(
    r"^第 ?(?P<article>[零〇○一二三四五六七八九十百千 ]+|\d+) ?条(?:之(?P<suffix>[一二三四五六七八九十]+))?(?![第、和至之的])"
    r"[ 　:：]*(?P<rest>.*)$"
)
_CHAPTER = re.compile(r"^第[零一二三四五六七八九十百\d ]+[编章节](?:$| |[\u4e00-\u9fff]{1,20}$)")
_PAGE_NUMBER = re.compile(r"[-—– ]*\d{1,4}[-—– ]*|第 ?\d+ ?页.*")
_ENDS = re.compile(r"[。；：！？”）]$")
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
    newest: dt.date | None = None  # latest date in the head of the file
    title: str = ""

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


def read_law_text(path: Path) -> LawText:
    """The law in ``path``. In Markdown the front matter may tell which articles lack their end.

    Raises UnreadableFileError where there are no articles.
    """
    if path.suffix.lower() == ".md":
        text = text_of(path).replace("\r\n", "\n")
        if _HEADING.search(text):
            return _from_markdown(text)
    # A chapter may be a heading of Markdown where the articles are none.
    return _from_lines([re.sub(r"^#{1,6} ", "", line) for line in lines_of(path)])


def _from_markdown(text: str) -> LawText:
    front, text, _ = split_front_matter(text)
    try:
        loaded = yaml.safe_load(front)
    except yaml.YAMLError:
        loaded = None
    meta: dict[str, object] = loaded if isinstance(loaded, dict) else {}
    articles: dict[Key, str] = {}
    matches = list(_HEADING.finditer(text))
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        body = text[match.end() : following.start() if following else len(text)]
        body = re.sub(r"^#{1,6} .*$", "", body, flags=re.MULTILINE)
        articles[_key(match["article"], match["suffix"])] = f"{match['rest']}\n{body}".strip()
    stated = f"{meta.get('adopted', '')} {meta.get('effective', '')}"
    return LawText(
        articles,
        meta.get("complete", True) is True,
        _named(meta, "articles_possibly_partial"),
        _named(meta, "paragraphs_not_marked"),
        newest=_newest(stated),
        title=str(meta.get("title") or "")
        or _title([line.lstrip("# ") for line in text.split("\n") if line.startswith("# ")]),
    )


def _from_lines(lines: list[str]) -> LawText:
    """Articles of a law given as paragraphs: each 第…条 begins one, chapters and page numbers fall away."""
    articles: dict[Key, list[str]] = {}
    head: list[str] = []
    current: list[str] | None = None
    for line in lines:
        found = _ARTICLE_LINE.match(line)
        key = _key_or_none(found["article"], found["suffix"]) if found else None
        if found and key:
            if key in articles:
                current = []  # an annex that counts anew, or a second law behind: the first stands
            else:
                current = articles[key] = []
            current += [found["rest"]] if found["rest"] else []
        elif current is None:
            head.append(line)
        elif _CHAPTER.match(line) or _PAGE_NUMBER.fullmatch(line):
            continue
        elif current and not _ENDS.search(current[-1]) and not _ITEM.match(line):
            current[-1] += line  # a paragraph broken over lines
        else:
            current.append(line)
    if not articles:
        raise UnreadableFileError("里面没有一行以“第几条”开头", "放这部法规的正文，一条一段")
    last = max(articles)
    # Behind the last article stand the page's own words: they end in no full stop.
    kept = articles[last]
    while len(kept) > 1 and not _ENDS.search(kept[-1]):
        kept.pop()
    numbers = sorted({article for article, _ in articles})
    return LawText(
        {key: "\n\n".join(rows) for key, rows in articles.items()},
        numbers == list(range(1, len(numbers) + 1)),
        frozenset(),
        newest=_newest("\n".join(head)),
        title=_title(head),
    )


def _title(head: list[str]) -> str:
    """The first line before the articles that reads like a law's name."""
    for line in head[:40]:
        squeezed = re.sub(r"\s|（(?:节录|全文)）$", "", line).strip("《》")
        if re.fullmatch(
            r"[\u4e00-\u9fff、“”（）〔〕0-9]{3,40}(?:法|条例|规定|办法|标准|规则|细则)(?:（.{2,8}）)?",
            squeezed,
        ):
            return squeezed
    return ""


def _newest(text: str) -> dt.date | None:
    """The latest date told in the head of a text: its newest amendment."""
    found = []
    for year, month, day in re.findall(r"((?:19|20)\d\d)\s?[年.-]\s?(\d{1,2})\s?[月.-]\s?(\d{1,2})", text):
        try:
            found.append(dt.date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return max(found, default=None)


def _key_or_none(article: str, suffix: str | None) -> Key | None:
    try:
        return number(article.replace(" ", "")), number(suffix) if suffix else 0
    except ValueError:
        return None


def _named(meta: dict[str, object], field: str) -> frozenset[Key]:
    """The articles that a field of the front matter lists."""
    listed = meta.get(field)
    names = listed if isinstance(listed, list) else []
    pattern = r"第([零一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?"
    return frozenset(_key(found[1], found[2]) for name in names if (found := re.match(pattern, str(name))))


def _key(article: str, suffix: str | None) -> Key:
    return from_chinese(article), from_chinese(suffix) if suffix else 0


def open_texts(root: Path, folder: Path | None, laws: Iterable[Law]) -> LawTexts:
    """The folder of official texts: ``folder``, else the one HANDBOOK_LAW_TEXTS names, else law-texts/.

    Raises HandbookError when there is no such folder, or no law of the register in it.
    """
    folder = folder or Path(os.environ.get("HANDBOOK_LAW_TEXTS") or root / "law-texts")
    expected = (
        "放官方文本的文件夹，一部法规一个文件：.docx、.html、.txt 或 .md，文件名用法规名称或者登记册里的代号"
    )
    if not folder.is_dir():
        hint = "用 --texts 指定，或者建 law-texts/；要哪些、到哪里下载，见编辑手册“官方文本”"
        raise HandbookError(Problem.whole(str(folder), "V000", "没有这个文件夹", expected, hint))
    texts = LawTexts(folder, laws)
    if not texts.files:
        found = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
        told = (
            f"有 {len(found)} 个文件，没有一个认得出是哪一部：{'、'.join(found[:5])}"
            if found
            else "文件夹是空的"
        )
        hint = "文件名改成法规名称，如 中华人民共和国安全生产法.docx"
        raise HandbookError([*texts.problems, Problem.whole(str(folder), "V000", told, expected, hint)])
    return texts


class LawTexts:
    """The folder of official texts. ``files``: the file of each law; ``problems``: files that could not be
    read; ``strangers``: names of files that belong to no law of the register."""

    def __init__(self, folder: Path, laws: Iterable[Law]) -> None:
        self.folder = folder
        self.files: dict[str, Path] = {}
        self.problems: list[Problem] = []
        self.strangers: list[str] = []
        self._read: dict[Path, LawText | None] = {}
        self._laws = {law.id: law for law in laws}
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~$")):
                self._take(path)

    def get(self, law_id: str) -> LawText | None:
        """The text of a law, None when there is none that can be read."""
        path = self.files.get(law_id)
        return self._text(path) if path else None

    def _take(self, path: Path) -> None:
        law_id = self._by_name(path.stem)
        if law_id is None:
            # Only the title in the file can tell; a note beside the texts has none and is no fault.
            with contextlib.suppress(UnreadableFileError):
                law_id = self._by_name(read_law_text(path).title)
        if law_id is None:
            self.strangers.append(path.name)
        elif law_id in self.files and self._text(self.files[law_id]) is not None:
            self._tell(
                path,
                "V008",
                f"和 {self.files[law_id].name} 是同一部，只读了那一份",
                "一部一个文件",
                "删掉旧的一份",
            )
        elif self._text(path) is not None:
            self.files[law_id] = path

    def _by_name(self, name: str) -> str | None:
        if name in self._laws:
            return name
        squeezed = re.sub(r"\s|[《》]", "", name)
        squeezed = re.sub(r"[_（(-]*(?:\d{8}|\d{4}(?:年)?(?:修正|修订)?(?:本)?)[）)]*$", "", squeezed)
        for law in self._laws.values():
            if squeezed and squeezed in (law.title, *law.names):
                return law.id
        return None

    def _text(self, path: Path) -> LawText | None:
        if path not in self._read:
            self._read[path] = None
            try:
                self._read[path] = read_law_text(path)
            except UnreadableFileError as error:
                self._tell(path, "V007", f"读不出来：{error.reason}", "一部法规的正文", error.remedy)
        return self._read[path]

    def _tell(self, path: Path, rule: str, message: str, expected: str, hint: str) -> None:
        self.problems.append(Problem.whole(path.name, rule, message, expected, hint))
