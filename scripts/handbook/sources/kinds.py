"""The one table of the kinds of data: where each lies, what it is, what it is called, how it is ordered.

A new kind is one row here and one field of :class:`~handbook.model.handbook.Handbook` with the same name.
Loading, the model, the editor's schemas and the comparison of two states follow from the row; a test holds
the two to each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from handbook.model.asked import Asked, Elsewhere
from handbook.model.campaign import Campaign
from handbook.model.edition import Edition, EditionChanges
from handbook.model.floor.plan import Plan
from handbook.model.floor.zoning import Zoning
from handbook.model.glossary import Term
from handbook.model.items.aspect import Aspect, Icon
from handbook.model.items.hazard import Hazard
from handbook.model.items.item import Item
from handbook.model.items.pocket_card import PocketCard
from handbook.model.items.self_check import SelfCheckPlan
from handbook.model.items.stars import Stars
from handbook.model.items.trade import Trade
from handbook.model.items.visit_sheet import VisitSheet
from handbook.model.items.withdrawn_item import WithdrawnItem
from handbook.model.law.article_facts import ArticleFacts
from handbook.model.law.inseparable import Inseparable
from handbook.model.law.penalty import Body, Penalty
from handbook.model.law.register import Law
from handbook.model.leniency import Leniency
from handbook.model.lesson import Deck, Poster
from handbook.model.papers.download_names import MovedDownload
from handbook.model.papers.form import Form, FormGroup
from handbook.model.papers.ledger import Industries, Ledger, LedgerSheet, Rule
from handbook.model.papers.pack import PackDocument
from handbook.model.site import SiteIdentity
from handbook.model.speech import Speech
from handbook.model.wrong_word import WrongWord

T = TypeVar("T")


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A kind of data.

    ``name`` is that of the handbook's field; ``pattern`` is relative to data/; ``element`` the type of a
    value; ``title`` what editors call it. ``listed``: a file holds a list of values. ``single``: there is
    one value, else None. ``optional``: a handbook may do without. ``order``: sorts the values, which
    otherwise stay as files and lines give them. ``told``: a change is told by itself, and not as "other
    data".
    """

    name: str
    pattern: str
    element: type[T]
    title: str
    listed: bool = False
    single: bool = False
    optional: bool = False
    order: Callable[[Any], Any] | None = None
    told: bool = False

    @property
    def shape(self) -> Any:
        """The type of a file."""
        return list[self.element] if self.listed else self.element  # type: ignore[name-defined]

    def arranged(self, values: tuple[T, ...]) -> Any:
        """The handbook's field made of ``values``."""
        if self.single:
            return next(iter(values), None)
        return tuple(sorted(values, key=self.order)) if self.order else values


#: First, because every other kind may cite it.
LAWS = Kind("laws", "register/*.yml", Law, "法规和标准登记册", listed=True, told=True)
SITE = Kind("site", "site.yml", SiteIdentity, "本站的名称、地区、网址", single=True)
ASPECTS = Kind("aspects", "aspects.yml", Aspect, "四个方面", listed=True)
ICONS = Kind("icons", "icons.yml", Icon, "条目的图标", listed=True, optional=True)
HAZARDS = Kind("hazards", "hazards.yml", Hazard, "专项", listed=True)
BODIES = Kind("bodies", "bodies.yml", Body, "执法主体", listed=True)
EDITIONS = Kind("editions", "editions.yml", Edition, "版次", listed=True, told=True)
CAMPAIGN = Kind("campaign", "campaign.yml", Campaign, "行动数据", single=True, optional=True)
GLOSSARY = Kind("glossary", "glossary.yml", Term, "词语对照", listed=True)
LENIENCY = Kind("leniency", "leniency.yml", Leniency, "轻微不罚", single=True)
PENALTIES = Kind("penalties", "penalties/*.yml", Penalty, "罚则目录", listed=True, told=True)
ARTICLES = Kind("articles", "articles/*.yml", ArticleFacts, "条文的数字", optional=True, told=True)
CONDITIONS = Kind("conditions", "conditions.yml", Inseparable, "条件一起说", listed=True, optional=True)
WRONG_WORDS = Kind("wrong_words", "wrong-words.yml", WrongWord, "常见的别字", listed=True, optional=True)
ITEMS = Kind("items", "items/*.yml", Item, "检查条目", order=lambda item: item.id, told=True)
ZONING = Kind("zoning", "lines.yml", Zoning, "划线分区的数字", single=True, optional=True)
PLANS = Kind("plans", "plans/*.yml", Plan, "车间平面图", optional=True, order=lambda plan: plan.order)
FORMS = Kind(
    "forms",
    "forms/*.yml",
    Form,
    "表格",
    optional=True,
    order=lambda form: (list(FormGroup).index(form.group), form.order, form.id),
    told=True,
)
STARS = Kind("stars", "stars.yml", Stars, "亮星评级", single=True, optional=True)
SELF_CHECK = Kind("self_check", "self-check.yml", SelfCheckPlan, "自查怎么问", single=True, optional=True)
VISIT_SHEETS = Kind("visit_sheets", "visit-sheets.yml", VisitSheet, "现场检查单", listed=True, optional=True)
POCKET_CARDS = Kind("pocket_cards", "pocket-cards.yml", PocketCard, "口袋卡", listed=True, optional=True)
LESSONS = Kind(
    "lessons", "lessons/*.yml", Deck, "讲课片子", optional=True, order=lambda deck: (deck.order, deck.id)
)
POSTERS = Kind(
    "posters", "posters/*.yml", Poster, "海报", optional=True, order=lambda poster: (poster.order, poster.id)
)
TRADES = Kind(
    "trades", "trades/*.yml", Trade, "行业样例", optional=True, order=lambda trade: (trade.order, trade.id)
)
PACK = Kind(
    "pack",
    "pack/*.yml",
    PackDocument,
    "一企一册的文件",
    optional=True,
    order=lambda paper: (paper.order, paper.id),
)
CHANGES = Kind("changes", "changes/*.yml", EditionChanges, "一版改了什么", optional=True, told=True)
ASKED = Kind("asked", "asked/*.yml", Asked, "搜索认得的说法", listed=True, optional=True)
SPEECH = Kind("speech", "speech.yml", Speech, "人们怎么说话", single=True, optional=True)
ELSEWHERE = Kind("elsewhere", "elsewhere.yml", Elsewhere, "手册不写、该问谁", listed=True, optional=True)
WITHDRAWN_ITEMS = Kind(
    "withdrawn_items",
    "withdrawn-items.yml",
    WithdrawnItem,
    "撤掉的条目",
    listed=True,
    optional=True,
    told=True,
)
MOVED_DOWNLOADS = Kind(
    "moved_downloads", "moved-downloads.yml", MovedDownload, "改了名的下载件", listed=True, optional=True
)
LEDGER = Kind("ledger", "ledger/ledger.yml", Ledger, "底数的状态、变动、口径", single=True, optional=True)
LEDGER_SHEETS = Kind(
    "ledger_sheets",
    "ledger/sheets/*.yml",
    LedgerSheet,
    "底数的表",
    optional=True,
    order=lambda sheet: sheet.order,
)
LEDGER_RULES = Kind("ledger_rules", "ledger/rules.yml", Rule, "底数的核对规则", listed=True, optional=True)
INDUSTRIES = Kind(
    "industries", "ledger/industries.yml", Industries, "国民经济行业分类", single=True, optional=True
)

KINDS: tuple[Kind[Any], ...] = tuple(value for value in list(globals().values()) if isinstance(value, Kind))
