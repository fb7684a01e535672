"""All sources of the project, read and typed, with the place of everything for the checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path as FilePath
from typing import Any, get_args

from handbook.model.article_facts import ArticleFacts
from handbook.model.asked import Asked
from handbook.model.form import Form, FormGroup
from handbook.model.handbook import Handbook, Page
from handbook.model.item import Item
from handbook.model.law import Law
from handbook.model.ledger import Industries, Ledger, LedgerSheet, Rule
from handbook.model.lesson import Deck, Poster
from handbook.model.penalty import Body, Penalty
from handbook.model.reference_reader import ReferenceReader
from handbook.model.self_check import SelfCheckPlan
from handbook.model.site import (
    Aspect,
    Campaign,
    Edition,
    EditionChanges,
    Hazard,
    Icon,
    Leniency,
    SiteIdentity,
    Term,
    WithdrawnItem,
)
from handbook.model.stars import Stars
from handbook.model.trade import Trade
from handbook.model.zoning import Plan, Zoning
from handbook.problems import HandbookError, Problem, Severity, errors
from handbook.rules import is_echo
from handbook.sources.markdown import FrontMatter, parse_page
from handbook.sources.source_file import SourceFile, read_source
from handbook.sources.validate import aliases_of, validate
from handbook.sources.yaml_file import Path, YamlTree, parse_yaml
from handbook.sources.yaml_slips import register_keys

#: What lies where under data/: pattern, and the type of the file (``list`` of a type: a YAML list).
LAYOUT: dict[str, tuple[str, Any]] = {
    "laws": ("register/*.yml", list[Law]),
    "site": ("site.yml", SiteIdentity),
    "aspects": ("aspects.yml", list[Aspect]),
    "icons": ("icons.yml", list[Icon]),
    "hazards": ("hazards.yml", list[Hazard]),
    "bodies": ("bodies.yml", list[Body]),
    "editions": ("editions.yml", list[Edition]),
    "campaign": ("campaign.yml", Campaign),
    "glossary": ("glossary.yml", list[Term]),
    "leniency": ("leniency.yml", Leniency),
    "penalties": ("penalties/*.yml", list[Penalty]),
    "articles": ("articles/*.yml", ArticleFacts),
    "items": ("items/*.yml", Item),
    "zoning": ("lines.yml", Zoning),
    "plans": ("plans/*.yml", Plan),
    "forms": ("forms/*.yml", Form),
    "stars": ("stars.yml", Stars),
    "self_check": ("self-check.yml", SelfCheckPlan),
    "lessons": ("lessons/*.yml", Deck),
    "posters": ("posters/*.yml", Poster),
    "trades": ("trades/*.yml", Trade),
    "changes": ("changes/*.yml", EditionChanges),
    "asked": ("asked/*.yml", list[Asked]),
    "withdrawn_items": ("withdrawn-items.yml", list[WithdrawnItem]),
    "ledger": ("ledger/ledger.yml", Ledger),
    "ledger_sheets": ("ledger/sheets/*.yml", LedgerSheet),
    "ledger_rules": ("ledger/rules.yml", list[Rule]),
    "industries": ("ledger/industries.yml", Industries),
}

#: Kinds that a handbook may do without; the model then holds None, or no values.
OPTIONAL = frozenset(
    {
        "zoning",
        "plans",
        "forms",
        "lessons",
        "posters",
        "trades",
        "changes",
        "withdrawn_items",
        "stars",
        "self_check",
        "asked",
        "icons",
        "articles",
        *("ledger", "ledger_sheets", "ledger_rules", "industries"),
    }
)

#: Kinds of which there is one file with one value.
SINGLE = (
    *("site", "campaign", "leniency", "zoning", "stars", "self_check"),
    *("ledger", "industries"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A typed value and where it stands: ``path`` inside ``tree``."""

    value: Any
    tree: YamlTree
    path: Path

    def problem(
        self, where: Path, rule: str, message: str, expected: str = "", hint: str = "", **more: Any
    ) -> Problem:
        """A problem at ``where``, a path of YAML keys below this value."""
        return self.tree.problem((*self.path, *where), rule, message, expected, hint, **more)


@dataclass(frozen=True, slots=True)
class PageEntry:
    page: Page
    source: SourceFile
    front: YamlTree  # the front matter
    offset: int  # lines before the body


@dataclass(slots=True)
class Sources:
    """What was read. ``entries`` holds the typed values by the names of :data:`LAYOUT`."""

    root: FilePath
    today: dt.date
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    pages: list[PageEntry] = field(default_factory=list)
    reader: ReferenceReader = field(default_factory=lambda: ReferenceReader(()))
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)  # names whose files did not all load
    unread_pages: set[str] = field(default_factory=set)  # paths under docs/ that could not be read as text
    files: dict[str, str] = field(default_factory=dict)  # other files under docs/ by path, with their SHA-256

    def values(self, name: str) -> tuple[Any, ...]:
        return tuple(entry.value for entry in self.entries.get(name, ()))

    def all_entries(self) -> Iterator[Entry]:
        for entries in self.entries.values():
            yield from entries

    def handbook(self) -> Handbook:
        """The model. Raises HandbookError when the sources have errors."""
        wrong = errors(self.problems)
        if wrong:
            raise HandbookError(wrong)
        single = {name: next(iter(self.values(name)), None) for name in LAYOUT if name in SINGLE}
        many = {name: self.values(name) for name in LAYOUT if name not in SINGLE}
        many["items"] = tuple(sorted(many["items"], key=lambda item: item.id))
        many["plans"] = tuple(sorted(many["plans"], key=lambda plan: plan.order))
        many["forms"] = tuple(
            sorted(many["forms"], key=lambda form: (list(FormGroup).index(form.group), form.order, form.id))
        )
        many["lessons"] = tuple(sorted(many["lessons"], key=lambda deck: (deck.order, deck.id)))
        many["trades"] = tuple(sorted(many["trades"], key=lambda trade: (trade.order, trade.id)))
        many["ledger_sheets"] = tuple(sorted(many["ledger_sheets"], key=lambda sheet: sheet.order))
        many["posters"] = tuple(sorted(many["posters"], key=lambda poster: (poster.order, poster.id)))
        pages = tuple(entry.page for entry in self.pages)
        return Handbook(today=self.today, pages=pages, **single, **many)  # type: ignore[arg-type]


def load_sources(root: FilePath, today: dt.date) -> Sources:
    """Read everything under ``root``/data and ``root``/docs. Never raises for bad content: see ``problems``."""
    sources = Sources(root, today, reader=_reader(()))
    for kind in (*(kind for _, kind in LAYOUT.values()), FrontMatter):
        register_keys(aliases_of(kind))
    for name, (pattern, kind) in LAYOUT.items():
        sources.entries[name] = _load_kind(sources, name, pattern, kind)
        if name == "laws":
            sources.reader = _reader(sources.values("laws"))
    _strays(sources)
    for path in sorted((root / "docs").rglob("*.md")):
        source, problems = read_source(root, path)
        sources.problems += problems
        if source is not None:
            page, front, offset, found = _page(source, path.relative_to(root / "docs").as_posix())
            sources.problems += found
            sources.pages.append(PageEntry(page, source, front, offset))
        else:
            sources.unread_pages.add(path.relative_to(root / "docs").as_posix())
    sources.files = {
        path.relative_to(root / "docs").as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "docs").rglob("*"))
        if path.is_file() and path.suffix != ".md"
    }
    return sources


#: Other files that stand under data/ by right.
_BESIDE = frozenset({"permanent-ids.txt", "verify-exceptions.yml"})
_NOBODY = "没有程序读这个文件，里面的内容不会出现在手册里"


def _strays(sources: Sources) -> None:
    """Tell of files that nobody would read, left by a wrong ending or a copy; what they should hold counts as unread."""
    data, docs = sources.root / "data", sources.root / "docs"
    read = {path for pattern, _ in LAYOUT.values() for path in data.glob(pattern)}
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if (
            path in read
            or name in _BESIDE
            or path.name.startswith((".", "~$"))
            or path.suffix.lower() not in (".yaml", ".yml", ".txt", ".docx", ".wps")
        ):
            continue
        meant = next(
            (
                kind
                for kind, (pattern, _) in LAYOUT.items()
                if path.with_suffix(".yml").match(f"data/{pattern}")
            ),
            "",
        )
        if meant:
            sources.broken.add(meant)
        sources.problems.append(
            Problem(
                f"data/{name}",
                0,
                0,
                "D033",
                _NOBODY,
                "扩展名是 .yml，放在原来的文件夹里",
                "把扩展名改成 .yml" if meant else "放到对的文件夹，改成对的名字，或者删掉",
            )
        )
    for path in sorted(docs.rglob("*")):
        if path.suffix.lower() in (".txt", ".markdown", ".docx", ".doc", ".wps"):
            sources.unread_pages.add(path.relative_to(docs).with_suffix(".md").as_posix())
            sources.problems.append(
                Problem(
                    path.relative_to(sources.root).as_posix(),
                    0,
                    0,
                    "D033",
                    _NOBODY,
                    "页面用 .md 文件",
                    "把扩展名改成 .md；Word、WPS 里的内容先存成纯文字",
                )
            )


@lru_cache(maxsize=1024)
def _parsed(source: SourceFile) -> tuple[YamlTree, tuple[Problem, ...]]:
    # Remembered by content, so that the preview reads again only what was saved.
    tree, problems = parse_yaml(source)
    return tree, tuple(problems)


@lru_cache(maxsize=1024)
def _page(source: SourceFile, path: str) -> tuple[Page, YamlTree, int, tuple[Problem, ...]]:
    page, front, offset, problems = parse_page(source, path)
    return page, front, offset, tuple(problems)


@lru_cache(maxsize=1024)
def _typed(
    source: SourceFile, name: str, reader: ReferenceReader
) -> tuple[tuple[tuple[Path, Any], ...], tuple[Problem, ...]]:
    """The typed values of a file of kind ``name`` with their paths, None for those that do not fit, and the problems."""
    tree, _ = _parsed(source)
    kind = LAYOUT[name][1]
    is_list = bool(get_args(kind))
    element = get_args(kind)[0] if is_list else kind
    paths: list[Path] = [(index,) for index in range(len(tree.data))] if is_list else [()]
    values: list[tuple[Path, Any]] = []
    found: list[Problem] = []
    for path in paths:
        value, problems = validate(tree, path, element, {"citation": reader})
        values.append((path, value))
        found += problems
    return tuple(values), tuple(found)


@lru_cache(maxsize=4)
def _reader(laws: tuple[Law, ...]) -> ReferenceReader:
    return ReferenceReader(laws)


def _load_kind(sources: Sources, name: str, pattern: str, kind: Any) -> list[Entry]:
    entries: list[Entry] = []
    files = sorted((sources.root / "data").glob(pattern))
    if not files and name not in OPTIONAL:
        sources.problems.append(
            Problem(f"data/{pattern}", 0, 0, "D030", "缺少这个文件", f"data/{pattern}", "从版本库里找回它")
        )
        sources.broken.add(name)
    is_list = bool(get_args(kind))
    for file in files:
        source, problems = read_source(sources.root, file)
        sources.problems += problems
        if source is None:
            sources.broken.add(name)
            continue
        tree, found = _parsed(source)
        # A character that may not be there often breaks the line too: one cause, one telling.
        sources.problems += [
            p
            for p in found
            if not any(is_echo(p.rule, odd.rule) and abs(p.line - odd.line) <= 1 for odd in problems)
            and not (p.rule == "Y112" and problems)
        ]
        if tree.data is None:
            sources.broken.add(name)
            continue
        if is_list and not isinstance(tree.data, list):
            sources.problems.append(
                tree.problem((), "D031", "这个文件应当是一个列表", "每一项以“- ”开头", "照同类文件写")
            )
            sources.broken.add(name)
            continue
        if not is_list and not isinstance(tree.data, dict):
            sources.problems.append(
                tree.problem((), "D032", "这个文件应当是几行“名称: 内容”", "名称: 内容", "照同类文件写")
            )
            sources.broken.add(name)
            continue
        values, found = _typed(source, name, sources.reader)
        # Where the YAML itself was wrong, what the model says of the same line is only its echo.
        told = {
            p.line
            for p in sources.problems
            if p.file == source.name and p.rule.startswith("Y") and p.severity is Severity.ERROR
        }
        sources.problems += [p for p in found if p.line not in told]
        for path, value in values:
            if value is None:
                sources.broken.add(name)
            else:
                entries.append(Entry(value, tree, path))
    return entries
