"""What rests on a law, an article, a standard, an item or a point: everything to look at when it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic_core import PydanticCustomError

from handbook.day import day_epoch
from handbook.editor.chinese_usage import reference as typed
from handbook.model.handbook import Handbook, Located
from handbook.model.items.item import Item, Question
from handbook.model.law.penalty import Penalty
from handbook.model.law.register import Reference
from handbook.model.law.resolve import references_in
from handbook.model.page import Page
from handbook.model.papers.form import Form
from handbook.pipeline.catalogue import all_products
from handbook.problems import HandbookError, Problem, nearest
from handbook.product import BuildContext, Product
from handbook.sources import prose
from handbook.sources.load import Sources


@dataclass
class Impact:
    """What rests on ``what``. ``uses`` tells how each point uses it."""

    what: str
    points: dict[str, Located] = field(default_factory=dict)
    uses: dict[str, list[str]] = field(default_factory=dict)
    penalties: list[Penalty] = field(default_factory=list)
    pages: dict[str, list[int]] = field(default_factory=dict)  # page → lines
    forms: list[Form] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)  # of the quiz and the exam papers
    taught: list[str] = field(default_factory=list)  # slides and posters that show it
    others: list[str] = field(default_factory=list)  # words, lines, leniency … by file and place
    products: list[Product] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.points or self.penalties or self.pages or self.forms or self.taught or self.others)


def impact(sources: Sources, what: str) -> Impact:
    """What rests on ``what``: a law's name, a reference, a standard, an item's number or a point's id.

    Raises HandbookError when nothing of that name exists.
    """
    book = sources.handbook()
    what = what.strip().strip("《》").replace("》", " ")
    # "13条" may be meant of a law, of which it is asked which one.
    what = what if what.endswith("条") else typed(what)
    result = Impact(what)
    question = book.question_by_id.get(what)
    if what in book.item_by_id:
        _by_item(sources, book, book.item_by_id[what], result)
    elif what in book.located:
        _by_point(sources, book, what, result)
    elif question:
        _by_point(sources, book, question[1].point, result)
    elif what in book.law_by_id:
        reference = Reference(book.law_by_id[what], law_id=what)
        result.what = reference.text
        _by_reference(sources, book, reference, result)
    else:
        references = _read(sources, book, what)
        if beyond := next((reference for reference in references if reference.is_beyond_last), None):
            raise HandbookError(_no_such_article(beyond))
        result.what = "、".join(reference.text for reference in references)
        for reference in references:
            _by_reference(sources, book, reference, result)
    result.questions = [question for _, question in book.questions() if question.point in result.points]
    result.taught = list(_taught(book, set(result.points), {question.id for question in result.questions}))
    result.products = _products(sources.root, book, result)
    return result


def _read(sources: Sources, book: Handbook, what: str) -> list[Reference]:
    """What was typed, read strictly, else as it might stand in prose. Raises HandbookError."""
    try:
        return [sources.reader(what)]
    except PydanticCustomError as error:
        bare = re.fullmatch(r"(《?.*[^\W\d]》?) ?第?(\d+(?:[之-]\d+)?)条?", what)  # 安全生产法49
        named = bare and bare[1].strip("《》 ") in sources.reader.by_name
        found = sources.reader.find_in_text(f"{bare[1]}第{bare[2]}条" if bare and named else what)
        references = [m.found for m in found if isinstance(m.found, Reference)]
        if references and len(references) == len(found):
            return references
        wrong = next((m.found for m in found if isinstance(m.found, PydanticCustomError)), error)
        context = wrong.context or {}
        known = [*book.item_by_id, *book.located, *sources.reader.by_name]
        expected = "法规简称、条款（安全生产法 第四十九条）、标准编号、条目编号（07）或要点编号（07-3）"
        hint = (
            str(context.get("hint", "")) if "是不是" in str(context.get("hint", "")) else nearest(what, known)
        )
        if re.match(r"第?[\d零一二三四五六七八九十百]+条", what):
            hint = f"前面写上是哪一部，如 安全生产法 {what}"
        raise HandbookError(Problem.whole("impact", "C002", f"没有“{what}”", expected, hint)) from error


def _no_such_article(beyond: Reference) -> Problem:
    law = beyond.law
    said, expected = f"没有“{beyond.text}”", f"《{law.name}》的最后一条是第 {law.last_article} 条"
    return Problem.whole("impact", "C002", said, expected, "看看条号有没有写错")


def _by_reference(sources: Sources, book: Handbook, wanted: Reference, result: Impact) -> None:
    result.penalties = [p for p in book.penalties if any(wanted.overlaps(r) for _, r in references_in(p))]
    for located in book.points():
        uses = [
            f"{path[0]}：{reference.text}"
            for path, reference in references_in(located.point)
            if wanted.overlaps(reference)
        ]
        if uses:
            result.points[located.point.id] = located
            result.uses[located.point.id] = [str(use) for use in uses]
    result.forms = [form for form in book.forms if any(wanted.overlaps(r) for _, r in references_in(form))]
    for place in prose.everywhere(sources):
        if place.reference and wanted.overlaps(place.reference):
            if place.page:
                result.pages.setdefault(place.file, []).append(place.line)
            else:
                result.others.append(f"{place.file}:{place.line} 文字里：{place.mention.words}")
    for name in sources.entries:
        if name in ("items", "penalties", "forms", "laws"):
            continue
        for entry in sources.entries[name]:
            for path, reference in references_in(entry.value):
                if wanted.overlaps(reference):
                    line, _ = entry.tree.position((*entry.path, *path))
                    result.others.append(f"{entry.tree.source.name}:{line} {reference.text}")


def _by_item(sources: Sources, book: Handbook, item: Item, result: Impact) -> None:
    result.what = f"第 {item.id} 条 {item.name}"
    result.points = {point.id: book.located[point.id] for point in item.points}
    result.forms = list(book.forms_of(item))
    _linked(sources, [f"{item.stem}.md"], result)
    for other in book.items:
        result.others += [
            f"data/items/{other.stem}.yml 相关：{related.why}"
            for related in other.related
            if related.item == item.id
        ]
    result.others += _terms(book, {point.id for point in item.points})


def _by_point(sources: Sources, book: Handbook, point_id: str, result: Impact) -> None:
    located = book.located[point_id]
    result.what = f"要点 {point_id} {located.point.requirement}"
    result.points = {point_id: located}
    result.forms = [form for form in book.forms if point_id in form.points]
    _linked(sources, [f"#p{point_id}"], result)
    result.others = _terms(book, {point_id})


def _taught(book: Handbook, points: set[str], questions: set[str]) -> Iterator[str]:
    """Slides and posters that show one of ``points`` or ask one of ``questions``."""
    for deck in book.lessons:
        if deck.opening in questions or questions & set(deck.closing):
            yield f"讲课《{deck.name}》开场题、结尾题：{'、'.join(sorted(questions & {deck.opening, *deck.closing}))}"
        for number, slide in enumerate(deck.slides, 1):
            shown = sorted(points & set(slide.points)) + (
                [slide.question] if slide.question in questions else []
            )
            if shown:
                yield f"讲课《{deck.name}》第 {number} 张片子：{'、'.join(shown)}"
    for poster in book.posters:
        if points & set(poster.points):
            yield f"海报《{poster.name}》：{'、'.join(sorted(points & set(poster.points)))}"


def _terms(book: Handbook, points: set[str]) -> list[str]:
    return [f"词语对照：{term.term}" for term in book.glossary if points & set(term.points)]


def _linked(sources: Sources, targets: list[str], result: Impact) -> None:
    for page in sources.pages:
        for number, text in enumerate(page.page.body.split("\n"), page.offset + 1):
            if any(target in text for target in targets):
                result.pages.setdefault(page.source.name, []).append(number)


def _products(root: Path, book: Handbook, found: Impact) -> list[Product]:
    """Downloads that would be made anew: those whose fingerprint moves when what was found is touched."""
    if found.empty:
        return []
    mark = "〔改〕"
    forms = {form.id for form in found.forms}
    references = {penalty.reference for penalty in found.penalties}
    asked = {question.id for question in found.questions}
    items = tuple(
        item.model_copy(
            update={
                "points": tuple(
                    p.model_copy(update={"requirement": p.requirement + mark}) if p.id in found.points else p
                    for p in item.points
                ),
                "questions": tuple(
                    q.model_copy(update={"text": q.text + mark}) if q.id in asked else q
                    for q in item.questions
                ),
            }
        )
        for item in book.items
    )
    touched = replace(
        book,
        items=items,
        forms=tuple(
            form.model_copy(update={"purpose": form.purpose + mark}) if form.id in forms else form
            for form in book.forms
        ),
        penalties=tuple(
            p.model_copy(update={"act": p.act + mark}) if p.reference in references else p
            for p in book.penalties
        ),
        pages=tuple(
            Page(p.path, p.title, p.front, p.body + f"\n\n{mark}\n") if f"docs/{p.path}" in found.pages else p
            for p in book.pages
        ),
    )
    epoch = day_epoch(book.edition.day)
    before = {
        product.path: product.fingerprint
        for product in all_products(BuildContext(root, book.as_printed, epoch))
    }
    return [
        product
        for product in all_products(BuildContext(root, touched.as_printed, epoch))
        if before.get(product.path) != product.fingerprint
    ]


def _by_group(products: list[Product]) -> dict[str, dict[str, list[str]]]:
    """Kinds of files by title, titles by group."""
    groups: dict[str, dict[str, list[str]]] = {}
    for product in products:
        title = re.split("[（》]", product.title)[0].removeprefix("《")
        groups.setdefault(product.group, {}).setdefault(title, []).append(product.kind)
    return groups


def report(found: Impact) -> str:
    """The impact in words for an editor."""
    if found.empty:
        return f"没有内容用到 {found.what}。"
    lines = [f"改动 {found.what}，要看这些地方：", ""]
    if found.points:
        lines.append(f"要点 {len(found.points)} 个：")
        for point_id, located in found.points.items():
            lines.append(f"  {point_id}  {located.point.requirement}")
            lines += [f"        {use}" for use in found.uses.get(point_id, ())]
    if found.penalties:
        lines.append(f"罚则目录 {len(found.penalties)} 条：")
        lines += [f"  {penalty.reference.text}  {penalty.act}" for penalty in found.penalties]
    if found.pages:
        lines.append(f"文字页 {len(found.pages)} 个：")
        lines += [
            f"  {page}:{'、'.join(map(str, dict.fromkeys(numbers)))}" for page, numbers in found.pages.items()
        ]
    if found.forms:
        lines.append(f"表格 {len(found.forms)} 份：" + "、".join(form.name for form in found.forms))
    if found.questions:
        lines.append(
            f"题目 {len(found.questions)} 道（练习题、考卷）："
            + "、".join(question.id for question in found.questions)
        )
    if found.taught:
        lines.append(f"片子和海报 {len(found.taught)} 处：")
        lines += [f"  {words}" for words in found.taught]
    if found.others:
        lines.append(f"别处 {len(found.others)} 处：")
        lines += [f"  {other}" for other in found.others]
    items = dict.fromkeys(located.item.id for located in found.points.values())
    if items:
        lines.append(
            f"网页：{len(items)} 个条目页（第 {'、'.join(items)} 条），以及收有这些要点的检查表和一览。"
        )
    if found.products:
        lines.append(f"下载件 {len(found.products)} 个会重做：")
        lines += [
            f"  {group}：{'、'.join(f'{title}（{len(kinds)} 种）' if len(kinds) > 1 else title for title, kinds in titles.items())}"
            for group, titles in _by_group(found.products).items()
        ]
    return "\n".join(lines)
