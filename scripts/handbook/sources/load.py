"""All sources of the project, read and typed, with the place of everything for the checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path as FilePath
from typing import Any, Generic, TypeVar

from handbook.model.handbook import Handbook
from handbook.model.law.reference_reader import ReferenceReader, reader_of
from handbook.model.law.register import Law
from handbook.model.lesson import words_of_drawing
from handbook.model.page import FrontMatter, Page
from handbook.problems import HandbookError, Problem, Severity, errors
from handbook.rules import is_echo
from handbook.sources.file_cache import cached
from handbook.sources.kinds import ARTICLES, ASKED, CAMPAIGN, KINDS, LAWS, PENALTIES, SITE, Kind
from handbook.sources.markdown import parse_page
from handbook.sources.page_facts import PageFacts, page_facts
from handbook.sources.source_file import SourceFile, not_a_file, read_source
from handbook.sources.validate import aliases_of, validate
from handbook.sources.yaml.slips import register_keys
from handbook.sources.yaml.tree import Path, YamlTree, parse_yaml
from handbook.sources.yaml.tree_cache import tree_of_row, tree_row

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A typed value and where it stands: ``path`` inside ``tree``."""

    value: T
    tree: YamlTree
    path: Path

    def problem(
        self, where: Path, rule: str, message: str, expected: str = "", hint: str = "", **more: Any
    ) -> Problem:
        """A problem at ``where``, a path of YAML keys below this value."""
        return self.tree.problem((*self.path, *where), rule, message, expected, hint, **more)


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A hand-written page with the file that it stands in."""

    page: Page
    source: SourceFile
    front: YamlTree  # the front matter
    offset: int  # lines before the body

    @property
    def facts(self) -> PageFacts:
        return page_facts(self.source)

    def problem(self, at: int, rule: str, message: str, expected: str, hint: str) -> Problem:
        """A problem ``at`` so many characters into the body, from 0."""
        body = self.page.body
        line, column = body.count("\n", 0, at), at - body.rfind("\n", 0, at)
        return Problem(self.source.name, self.offset + line + 1, column, rule, message, expected, hint)


@dataclass(slots=True)
class Sources:
    """What was read. ``entries`` holds the typed values by the names of their kinds."""

    root: FilePath
    today: dt.date
    entries: dict[str, list[Entry[Any]]] = field(default_factory=dict)
    pages: list[PageEntry] = field(default_factory=list)
    reader: ReferenceReader = field(default_factory=lambda: reader_of(()))
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)  # names whose files did not all load
    unread_pages: set[str] = field(default_factory=set)  # paths under docs/ that could not be read as text
    files: dict[str, str] = field(default_factory=dict)  # other files under docs/ by path, with their SHA-256

    _kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, work: Callable[[Sources], T]) -> T:
        """What ``work`` makes of these sources, done at the first asking: several checks want the same."""
        if work not in self._kept:
            self._kept[work] = work(self)
        return self._kept[work]  # type: ignore[no-any-return]

    def of(self, kind: Kind[T]) -> list[Entry[T]]:
        """The values of a kind with their places."""
        return self.entries.get(kind.name, [])

    def values(self, kind: Kind[T]) -> tuple[T, ...]:
        """The values of a kind, in the order of files and lines."""
        return tuple(entry.value for entry in self.of(kind))

    def all_entries(self) -> Iterator[Entry[Any]]:
        for entries in self.entries.values():
            yield from entries

    def handbook(self) -> Handbook:
        """The model. Raises HandbookError when the sources have errors."""
        wrong = errors(self.problems)
        if wrong:
            raise HandbookError(wrong)
        fields = {kind.name: kind.arranged(self.values(kind)) for kind in KINDS}
        pages = tuple(entry.page for entry in self.pages)
        drawings = {
            path.name: words_of_drawing(path.read_text(encoding="utf-8-sig", errors="replace"))
            for path in sorted((self.root / "docs" / "drawings").glob("*.svg"))
        }
        return Handbook(today=self.today, pages=pages, drawings=drawings, **(fields | self._held_here()))

    @property
    def foreign_laws(self) -> dict[str, Law]:
        """Laws of other areas than the handbook's, by id: the register may keep them, the handbook has
        none."""
        site = next(iter(self.values(SITE)), None)
        return {law.id: law for law in self.values(LAWS) if site is not None and not site.within(law.area)}

    def _held_here(self) -> dict[str, Any]:
        """Fields of the handbook from which the laws of other areas are gone with their penalties and facts.
        Who still cites such a law is told by the check."""
        foreign = self.foreign_laws
        if not foreign:
            return {}
        penalties = [p for p in self.values(PENALTIES) if p.reference.law_id not in foreign]
        facts = [row for row in self.values(ARTICLES) if row.law not in foreign]
        return {
            LAWS.name: LAWS.arranged(tuple(law for law in self.values(LAWS) if law.id not in foreign)),
            PENALTIES.name: PENALTIES.arranged(tuple(penalties)),
            ARTICLES.name: ARTICLES.arranged(tuple(facts)),
        }


def load_sources(root: FilePath, today: dt.date) -> Sources:
    """Read everything under ``root``/data and ``root``/docs. Never raises for bad content: see
    ``problems``."""
    if missing := next((name for name in ("data", "docs") if not (root / name).is_dir()), ""):
        said = f"这里不是手册的项目文件夹：没有 {missing}/"
        wrong = Problem.whole(str(root), "D035", said, hint="到项目的文件夹里运行，或者用 --root 指明")
        return Sources(root, today, problems=[wrong])
    sources = Sources(root, today, reader=reader_of(()))
    for shape in (*(kind.shape for kind in KINDS), FrontMatter):
        register_keys(aliases_of(shape))
    for kind in KINDS:
        sources.entries[kind.name] = _load_kind(sources, kind)
        if kind is LAWS:
            sources.reader = reader_of(sources.values(LAWS))
    _asked_of_campaign(sources)
    _strays(sources)
    for path in sorted((root / "docs").rglob("*.md")):
        if path.name.startswith("~$"):
            continue  # told among the strays
        source, problems = read_source(root, path)
        sources.problems += problems
        if source is not None and not source.text.strip():
            said = "这一页是空的"
            hint = "写上内容；误删了用 git restore 找回来，不要了就删掉这个文件"
            sources.problems.append(Problem(source.name, 1, 1, "Y111", said, "页首、标题和正文", hint))
            sources.unread_pages.add(path.relative_to(root / "docs").as_posix())
        elif source is not None:
            page, front, offset, found = _page(source, path.relative_to(root / "docs").as_posix())
            sources.problems += found
            sources.pages.append(PageEntry(page, source, front, offset))
        else:
            sources.unread_pages.add(path.relative_to(root / "docs").as_posix())
    sources.files = {
        path.relative_to(root / "docs").as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "docs").rglob("*"))
        if path.is_file() and path.suffix != ".md" and not path.is_symlink()
    }
    return sources


def _asked_of_campaign(sources: Sources) -> None:
    """What people ask about the campaign stands with it, so that it goes with it; it is read like the
    rest."""
    for entry in sources.of(CAMPAIGN):
        sources.entries[ASKED.name] += [
            Entry(asked, entry.tree, (*entry.path, "搜索", index))
            for index, asked in enumerate(entry.value.asked)
        ]


#: Other files that stand under data/ by right.
_BESIDE = frozenset({"permanent-ids.txt", "verify-exceptions.yml"})
#: Endings under docs/ that people take for pages, and those of pictures that no browser shows.
_OFFICE = frozenset(
    (
        *(".txt", ".markdown", ".docx", ".doc", ".wps", ".rtf", ".xls", ".xlsx", ".et", ".csv", ".ppt"),
        *(".pptx", ".dps", ".yml", ".yaml", ".htm", ".html", ".bak", ".orig", ".tmp"),
    )
)
_PICTURES = frozenset((".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"))
_NO_PICTURES = (".heic", ".heif", ".bmp", ".tif", ".tiff", ".psd", ".emf", ".wmf", ".cdr", ".ai")
_NOBODY = "没有程序读这个文件，里面的内容不会出现在手册里"


def _strays(sources: Sources) -> None:
    """Tell of files that nobody would read, left by a wrong ending or a copy; what they should hold counts
    as unread."""
    data, docs = sources.root / "data", sources.root / "docs"
    read = {path for files in sources.once(_files).values() for path in files}
    for path in sorted([*data.rglob("~$*"), *docs.rglob("~$*")]):
        said = "这是 WPS、Word 打开文件时留下的临时文件"
        name = path.relative_to(sources.root).as_posix()
        sources.problems.append(Problem.whole(name, "D033", said, "没有它", "关掉那个软件，删掉它"))
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if path in read or path.is_dir() or name in _BESIDE or path.name.startswith((".", "~$")):
            continue
        text = path.suffix.lower() in (".yaml", ".yml", ".txt")
        meant = next(
            (kind.name for kind in KINDS if text and path.with_suffix(".yml").match(f"data/{kind.pattern}")),
            "",
        )
        if meant:
            sources.broken.add(meant)
        right = "扩展名是 .yml，放在原来的文件夹里" if text else "data/ 里只放 .yml；图放在 docs/drawings/"
        hint = "把扩展名改成 .yml" if meant else "放到对的文件夹，改成对的名字，或者删掉"
        sources.problems.append(Problem.whole(f"data/{name}", "D033", _NOBODY, right, hint))
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(sources.root).as_posix()
        if path.is_symlink() and path.suffix != ".md":
            sources.problems.append(not_a_file(name, path))
        elif path.is_dir() or path.name.startswith((".", "~$")) or path.suffix == ".md":
            continue
        elif path.suffix.lower() in (".md", *_OFFICE):
            stem = path.stem if path.stem.endswith(".md") else f"{path.stem}.md"
            sources.unread_pages.add(path.relative_to(docs).with_name(stem).as_posix())
            hint = "把扩展名改成 .md；Word、WPS 里的内容先存成纯文字"
            sources.problems.append(Problem.whole(name, "D033", _NOBODY, "页面用 .md 文件", hint))
        elif path.suffix.lower() in _NO_PICTURES:
            said = f"浏览器和书都用不了 {path.suffix} 图"
            hint = "照着画成 .svg，放进 docs/drawings/；画不了的，用几句话说"
            sources.problems.append(Problem.whole(name, "D033", said, "SVG 图", hint))
        elif path.suffix.lower() not in _PICTURES:
            hint = "删掉它；要给人下载的，放到别处，页面里写网址"
            sources.problems.append(Problem.whole(name, "D033", _NOBODY, "docs/ 里只有页面和图", hint))


Parsed = tuple[YamlTree, tuple[Problem, ...]]


def _parsed_row(parsed: Parsed) -> list[Any] | None:
    """A sound file; what has something wrong is read again."""
    tree, problems = parsed
    return None if problems else tree_row(tree)


def _parsed_of_row(source: SourceFile, row: list[Any]) -> Parsed:
    return tree_of_row(source, row), ()


@cached(_parsed_row, _parsed_of_row)
def _parsed(source: SourceFile) -> Parsed:
    tree, problems = parse_yaml(source)
    return tree, tuple(problems)


@lru_cache(maxsize=1024)
def _page(source: SourceFile, path: str) -> tuple[Page, YamlTree, int, tuple[Problem, ...]]:
    page, front, offset, problems = parse_page(source, path)
    return page, front, offset, tuple(problems)


@lru_cache(maxsize=1024)
def _typed(
    source: SourceFile, kind: Kind[Any], reader: ReferenceReader
) -> tuple[tuple[tuple[Path, Any], ...], tuple[Problem, ...]]:
    """The typed values of a file of ``kind`` with their paths, None for those that do not fit, and the
    problems."""
    tree, _ = _parsed(source)
    paths: list[Path] = [(index,) for index in range(len(tree.data))] if kind.listed else [()]
    values: list[tuple[Path, Any]] = []
    found: list[Problem] = []
    for path in paths:
        value, problems = validate(tree, path, kind.element, {"citation": reader})
        values.append((path, value))
        found += problems
    return tuple(values), tuple(found)


def _files(sources: Sources) -> dict[str, list[FilePath]]:
    """The files of each kind, by its name."""
    data = sources.root / "data"
    return {
        kind.name: sorted(file for file in data.glob(kind.pattern) if not file.name.startswith("~$"))
        for kind in KINDS
    }


_NOT_A_LIST = ("D031", "这个文件应当是一个列表", "每一项以“- ”开头", "照同类文件写")
_NO_NAMES = ("D032", "这个文件应当是几行“名称: 内容”", "名称: 内容", "照同类文件写")


def _load_kind(sources: Sources, kind: Kind[Any]) -> list[Entry[Any]]:
    files = sources.once(_files)[kind.name]
    if not files and not kind.optional:
        name = f"data/{kind.pattern}"
        sources.problems.append(Problem.whole(name, "D030", "缺少这个文件", name, "从版本库里找回它"))
        sources.broken.add(kind.name)
    return [entry for file in files for entry in _load_file(sources, kind, file)]


def _load_file(sources: Sources, kind: Kind[Any], file: FilePath) -> list[Entry[Any]]:
    source, problems = read_source(sources.root, file)
    sources.problems += problems
    if source is None:
        sources.broken.add(kind.name)
        return []
    tree, found = _parsed(source)
    # A character that may not be there often breaks the line too: one cause, one telling.
    sources.problems += [
        p
        for p in found
        if not any(is_echo(p.rule, odd.rule) and abs(p.line - odd.line) <= 1 for odd in problems)
        and not (p.rule == "Y112" and problems)
    ]
    if any(problem.rule == "Y114" for problem in found):
        sources.broken.add(kind.name)  # of a name that is there twice one content is lost
    if not isinstance(tree.data, list if kind.listed else dict):
        sources.broken.add(kind.name)
        if tree.data is not None:
            sources.problems.append(tree.problem((), *(_NOT_A_LIST if kind.listed else _NO_NAMES)))
        return []
    values, found = _typed(source, kind, sources.reader)
    # Where the YAML itself was wrong, what the model says of the same line is only its echo.
    told = {
        p.line
        for p in sources.problems
        if p.file == source.name and p.rule.startswith("Y") and p.severity is Severity.ERROR
    }
    sources.problems += [p for p in found if p.line not in told]
    if any(value is None for _, value in values):
        sources.broken.add(kind.name)
    return [Entry(value, tree, path) for path, value in values if value is not None]
