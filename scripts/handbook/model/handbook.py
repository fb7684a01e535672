"""The whole handbook as one immutable value, with the look-ups that writers need."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from handbook.model.asked import Asked, Elsewhere
from handbook.model.campaign import Campaign
from handbook.model.edition import Edition, EditionChanges
from handbook.model.floor.plan import Plan
from handbook.model.floor.zoning import Zoning
from handbook.model.glossary import Term
from handbook.model.items.aspect import Aspect, Icon
from handbook.model.items.hazard import Hazard
from handbook.model.items.item import Audience, CheckPoint, Item, Question, Role
from handbook.model.items.pocket_card import PocketCard
from handbook.model.items.self_check import SelfCheckPlan
from handbook.model.items.stars import Stars
from handbook.model.items.trade import Trade
from handbook.model.items.visit_sheet import VisitSheet
from handbook.model.items.withdrawn_item import WithdrawnItem
from handbook.model.law.article_facts import ArticleFacts
from handbook.model.law.evidence import Evidence, evidence
from handbook.model.law.inseparable import Inseparable
from handbook.model.law.penalty import Body, Penalty
from handbook.model.law.reference_reader import reader_of
from handbook.model.law.register import Law, LawState, Reference
from handbook.model.law.resolve import references_in, sentences_in
from handbook.model.leniency import Leniency
from handbook.model.lesson import Deck, Poster
from handbook.model.page import Page
from handbook.model.papers.download_names import MovedDownload
from handbook.model.papers.form import Form
from handbook.model.papers.ledger import Industries, Ledger, LedgerSheet, Rule
from handbook.model.papers.pack import PackDocument
from handbook.model.site import SiteIdentity
from handbook.model.speech import Speech
from handbook.model.wrong_word import WrongWord

T = TypeVar("T")

#: Kinds of data whose sentences speak of laws as a register does (what was repealed, what is to come).
REGISTERS = frozenset({"laws", "changes"})

#: A link to an item's page.
_ITEM_PAGE = re.compile(r"checklists/[^/\s()\"'<>#]+?\.md")


@dataclass(frozen=True)
class Located:
    """A check point with the item it belongs to."""

    item: Item
    point: CheckPoint

    @property
    def anchor(self) -> str:
        """Address of the point, relative to the site's root."""
        return f"checklists/{self.item.stem}.html#p{self.point.id}"

    @property
    def penalties_anchor(self) -> str:
        """Address of what comes of not doing it."""
        return f"checklists/{self.item.stem}.html#x{self.point.id}"


@dataclass(frozen=True)
class Handbook:
    """Everything the sources say on the day ``today``. Holds no paths and does no I/O."""

    today: dt.date
    site: SiteIdentity
    aspects: tuple[Aspect, ...]
    hazards: tuple[Hazard, ...]
    bodies: tuple[Body, ...]
    laws: tuple[Law, ...]
    penalties: tuple[Penalty, ...]
    items: tuple[Item, ...]
    leniency: Leniency
    editions: tuple[Edition, ...]
    glossary: tuple[Term, ...]
    zoning: Zoning | None
    plans: tuple[Plan, ...]
    forms: tuple[Form, ...]
    lessons: tuple[Deck, ...]
    posters: tuple[Poster, ...]
    pages: tuple[Page, ...]
    changes: tuple[EditionChanges, ...] = ()
    withdrawn_items: tuple[WithdrawnItem, ...] = ()
    moved_downloads: tuple[MovedDownload, ...] = ()
    campaign: Campaign | None = None
    stars: Stars | None = None
    self_check: SelfCheckPlan | None = None
    visit_sheets: tuple[VisitSheet, ...] = ()
    pocket_cards: tuple[PocketCard, ...] = ()
    asked: tuple[Asked, ...] = ()
    speech: Speech | None = None
    trades: tuple[Trade, ...] = ()
    pack: tuple[PackDocument, ...] = ()
    icons: tuple[Icon, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    articles: tuple[ArticleFacts, ...] = ()
    conditions: tuple[Inseparable, ...] = ()
    wrong_words: tuple[WrongWord, ...] = ()
    ledger: Ledger | None = None
    ledger_sheets: tuple[LedgerSheet, ...] = ()
    ledger_rules: tuple[Rule, ...] = ()
    industries: Industries | None = None
    #: What the drawings of docs/drawings/ say of themselves, by name.
    drawings: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def item_by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def item_by_page(self) -> dict[str, Item]:
        """Items by the path of the page that is written for them."""
        return {f"checklists/{item.stem}.md": item for item in self.items}

    @cached_property
    def icon_by_item(self) -> dict[str, Icon]:
        return {icon.item: icon for icon in self.icons}

    @cached_property
    def law_by_id(self) -> dict[str, Law]:
        return {law.id: law for law in self.laws}

    @cached_property
    def _penalty_by_reference(self) -> dict[Reference, Penalty]:
        return {penalty.reference: penalty for penalty in self.penalties}

    @cached_property
    def body_by_name(self) -> dict[str, Body]:
        return {body.name: body for body in self.bodies}

    @cached_property
    def located(self) -> dict[str, Located]:
        """Every point by its id."""
        return {point.id: Located(item, point) for item in self.items for point in item.points}

    @property
    def edition(self) -> Edition:
        """The newest edition dated on or before today."""
        return max((e for e in self.editions if e.day <= self.today), key=lambda e: e.day)

    @property
    def as_printed(self) -> Handbook:
        """The handbook as its edition prints it: the law judged for the edition's day, whatever day it is
        made on."""
        return self if self.edition.day == self.today else self.once(_of_its_edition)

    def once(self, work: Callable[[Handbook], T]) -> T:
        """What ``work`` makes of this handbook, done at the first asking: books and pages want the same."""
        kept = vars(self).setdefault("_kept", {})
        if work not in kept:
            kept[work] = work(self)
        return kept[work]  # type: ignore[no-any-return]

    def forms_of(self, item: Item) -> tuple[Form, ...]:
        """Forms that a point of ``item`` calls for."""
        own = {point.id for point in item.points}
        return tuple(form for form in self.forms if own & set(form.points))

    def pages_of(self, item: Item) -> tuple[Page, ...]:
        """Hand-written pages that name ``item`` in their front matter (相关条目) or link to its page."""
        return tuple(self._pages_by_item.get(item.id, ()))

    @cached_property
    def _pages_by_item(self) -> dict[str, list[Page]]:
        """Pages for :meth:`pages_of` by the number of the item."""
        found: dict[str, list[Page]] = defaultdict(list)
        for page in self.pages:
            if page.path.startswith(("standards/", "drills/", "enterprises/")):
                linked = map(self.item_by_page.get, _ITEM_PAGE.findall(page.body))
                for number in {*page.front.related, *(item.id for item in linked if item)}:
                    found[number].append(page)
        return found

    def penalty(self, reference: Reference) -> Penalty:
        """The catalogue's entry for a penal article. KeyError: the checks were not run."""
        return self._penalty_by_reference[reference]

    def items_of(self, aspect: Aspect) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.aspect == aspect.name)

    def aspect_of(self, item: Item) -> Aspect:
        return next(aspect for aspect in self.aspects if aspect.name == item.aspect)

    def unread_judging(self, item: Item) -> tuple[Law, ...]:
        """Texts in force that may judge ``item`` a major hazard and that were not had, or in part only."""
        return tuple(
            law
            for law in self.laws
            if law.unread_judging
            and item.id in law.unread_judging.items
            and law.state_on(self.today) is LawState.IN_FORCE
        )

    def points(self) -> Iterator[Located]:
        return iter(self.located.values())

    def points_for(self, *, role: Role | None = None, hazard: str | None = None) -> list[Located]:
        """Points that concern ``role``; with ``hazard`` only those that need that hazard."""
        return [
            entry
            for entry in self.points()
            if (role is None or role in entry.item.roles_of(entry.point))
            and (hazard is None or hazard in entry.item.hazards_of(entry.point))
        ]

    @cached_property
    def citations(self) -> dict[str, dict[Reference, list[Located]]]:
        """For each law id: its cited places in order, each with the points that cite it."""
        found: dict[str, dict[Reference, list[Located]]] = defaultdict(dict)
        for entry in self.points():
            for reference in entry.point.references:
                found[reference.law_id].setdefault(reference, []).append(entry)
        return {law_id: dict(sorted(places.items())) for law_id, places in found.items()}

    @cached_property
    def places_elsewhere(self) -> dict[str, tuple[Reference, ...]]:
        """For each law id: places cited by the catalogue of penalties and other data, but by no point."""
        found: dict[str, dict[Reference, None]] = defaultdict(dict)
        for value in self._values(all_but={"items", "laws", "pages"}):
            for _, reference in references_in(value):
                if reference not in self.citations.get(reference.law_id, {}):
                    found[reference.law_id].setdefault(reference)
        return {law_id: tuple(sorted(places)) for law_id, places in found.items()}

    @cached_property
    def facts(self) -> dict[str, ArticleFacts]:
        """Facts of articles read from official texts, by the law's id."""
        return {row.law: row for row in self.articles}

    def evidence(self, reference: Reference) -> Evidence:
        """How sure ``reference`` is: read against the official text, second-hand, or not seen."""
        return evidence(reference, self.facts)

    @cached_property
    def places_in_pages(self) -> dict[str, dict[Reference, list[Page]]]:
        """For each law id: the places that hand-written pages for readers cite, each with the pages."""
        reader = reader_of(self.laws)
        found: dict[str, dict[Reference, list[Page]]] = defaultdict(dict)
        for page in self.pages:
            if page.path.startswith("editing/"):  # examples for editors
                continue
            for mention in reader.find_in_text(page.body):
                if isinstance(mention.found, Reference):
                    pages = found[mention.found.law_id].setdefault(mention.found, [])
                    pages += [] if page in pages else [page]
        return {law_id: dict(sorted(places.items())) for law_id, places in found.items()}

    @cached_property
    def uses_of_laws(self) -> dict[str, int]:
        """How many places of data and pages cite each law, by the law's id: values of the data, and what its
        sentences and the pages say."""
        reader = reader_of(self.laws)
        counts: Counter[str] = Counter()
        mentions = [mention for page in self.pages for mention in reader.find_in_text(page.body)]
        for value in self._values(all_but={"laws", "pages"}):
            counts.update(reference.law_id for _, reference in references_in(value))
        for value in self._values(all_but={"pages", *REGISTERS}):
            for _, text, beside in sentences_in(value):
                mentions += reader.find_in_text(text, beside.law if beside else None)
        counts.update(told.found.law_id for told in mentions if isinstance(told.found, Reference))
        return dict(counts)

    def _values(self, *, all_but: set[str]) -> Iterator[object]:
        """The values of every field but those."""
        for name in type(self).__dataclass_fields__.keys() - all_but:
            value = getattr(self, name)
            yield from value if isinstance(value, tuple) else (value,)

    def questions(self, audience: Audience | None = None) -> list[tuple[Item, Question]]:
        return [
            (item, question)
            for item in self.items
            for question in item.questions
            if audience is None or question.audience is audience
        ]

    @cached_property
    def question_by_id(self) -> dict[str, tuple[Item, Question]]:
        return {question.id: (item, question) for item, question in self.questions()}

    @property
    def unwritten(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.is_written)


def _of_its_edition(book: Handbook) -> Handbook:
    return replace(book, today=book.edition.day)
