"""Names of the pages and of the parts of pages that the build makes, besides those named after data.

A writer makes what it makes under a name from here, and the check of links knows from here what will be
there. So a name stands once, and the check needs no writer.
"""

from __future__ import annotations

from enum import StrEnum

from handbook.model.checklist import ALL_POINTS, ROLE_SLUGS


class MadePage(StrEnum):
    """A page by its path."""

    CHECKLISTS = "checklists/index.md"
    DOWNLOADS = "downloads/index.md"
    FORMS = "forms/index.md"
    LAWS = "laws/index.md"
    QUIZ = "quiz.md"
    SELF_CHECK = "self-check.md"
    UPDATES = "updates.md"


class Overview(StrEnum):
    """An overview by its name; its page is overview/<name>.md, its template overview-<name>.md.jinja."""

    INDEX = "index"
    CALENDAR = "calendar"
    CAMPAIGN = "campaign"
    GLOSSARY = "glossary"
    MAJOR_HAZARDS = "major-hazards"
    ONE_PAGE = "one-page"
    PENALTIES = "penalties"
    TODAY = "today"

    @property
    def page(self) -> str:
        return f"overview/{self}.md"


class ZoningTable(StrEnum):
    """A table of the pages on zoning by its name; its include line is standards/zoning/<name>.md."""

    AISLES = "aisles"
    CLEARANCES = "clearances"
    COLOURS = "colours"
    LINES = "lines"
    MATERIALS = "materials"
    MEASURE_SHEET = "measure-sheet"
    PLAN_LIST = "plan-list"
    SIGNS = "signs"
    SIZES = "sizes"
    SOURCES = "sources"
    STACKS = "stacks"
    ZONES = "zones"

    @property
    def part(self) -> str:
        return f"standards/zoning/{self}.md"


class MadePart(StrEnum):
    """A text that pages other than those of items may take in, by the name in the include line."""

    RULES = "editing/rules.md"
    STYLE_RULES = "editing/style-rules.md"
    OFFICIAL_TEXTS = "editing/official-texts.md"
    DUE = "editing/due.md"
    LEARNING_PATHS = "enterprises/learning-paths.md"
    LENIENCY_LIST = "enterprises/leniency-list.md"
    LENIENCY_RULES = "enterprises/leniency-rules.md"
    STARS = "standards/stars.md"
    STARS_7544 = "standards/7544.md"
    HOME_TITLE = "home/title.md"
    HOME_ITEMS = "home/items.md"
    HOME_PHONES = "home/phones.md"
    HOME_FOR_WHOM = "home/for-whom.md"
    HOME_FEEDBACK = "home/feedback.md"


#: All of them as plain texts: pages that links may lead to, parts that include lines may name.
MADE_PAGES = frozenset(
    {
        *map(str, MadePage),
        *(overview.page for overview in Overview),
        *(f"checklists/{name}.md" for name in (ALL_POINTS, *ROLE_SLUGS.values())),
    }
)
MADE_PARTS = frozenset({*map(str, MadePart), *(table.part for table in ZoningTable)})

#: Folders of the site that hold only what is made, and the page that the look of the site makes by itself.
MADE_FOLDERS = frozenset({"assets", "downloads", "q"})
NOT_FOUND = "404.md"
