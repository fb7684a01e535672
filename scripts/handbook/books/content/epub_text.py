"""The books as Markdown for EPUB: the same words as on paper, in one long column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handbook.books.content.prose import Resolve, plain_markdown
from handbook.markdown.escape import escape
from handbook.markdown.page_standing import with_standing
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item
from handbook.model.page import Page
from handbook.page_text.changed import deeper, joined, relinked
from handbook.page_text.page import Link, read

_HREF = re.compile(r'href="(?!https?:|#)([^"]+)"')


def _prose(path: str, text: str, resolve: Resolve, *, shift: int) -> str:
    """Markdown ``text`` of the page ``path`` for the book, its headings ``shift`` levels deeper."""
    text = relinked(plain_markdown(text), lambda link: _link(link, path, resolve))
    # Tables that come as HTML stay as they are under pandoc: their links are led here, their breaks closed
    # as XML asks.
    text = text.replace("<br>", "<br />")
    text = _HREF.sub(lambda match: f'href="{resolve(path, match[1]) or "#status"}"', text)
    return deeper(text, shift)


def _link(link: Link, path: str, resolve: Resolve) -> str | None:
    if link.picture:
        return f"![{link.text}](drawings/{link.drawing})" if link.drawing else None
    if link.leads_outside:
        return None
    to = resolve(path, link.target)
    return f"[{link.text}]({to})" if to else link.text


def _unlisted(text: str) -> str:
    """``text`` with its sections kept out of the table of contents."""
    lines = text.split("\n")
    for heading in read(text).headings:
        if heading.level == 2:
            lines[heading.line - 1] = f"{lines[heading.line - 1].rstrip()} {{.unnumbered .unlisted}}"
    return "\n".join(lines)


def _front(data: Mapping[str, Any]) -> list[str]:
    lines = ["# 这本书的身份 {#status}", ""]
    lines += [line for text in data["notice"] for line in (escape(text), "")]
    return [*lines, f"这一版还管用吗，看这里：<{data['edition-url']}>", ""]


def _back(data: Mapping[str, Any]) -> list[str]:
    lines = [
        "# 本版修订 {#revisions}",
        "",
        f"**{escape(data['edition'])}（{data['date']}）** {escape(data['edition-note'])}",
        "",
    ]
    lines += [
        line
        for note in data["revisions"]
        for line in (
            f"**{note['date']}** {escape(note['text'])} 涉及：{escape('、'.join(note['items']))}。",
            "",
        )
    ]
    return [*lines, f"网页版：<{data['site-url']}>。{escape(data['contact'])}文字按 CC BY 4.0 许可使用。", ""]


def _rows(rows: Iterable[Sequence[str]]) -> list[str]:
    """Named texts, a paragraph each."""
    return [line for name, text in rows for line in (f"**{name}** {escape(text)}", "")]


def _point(point: Mapping[str, Any]) -> list[str]:
    """A point under its short name, by which the contents call it too."""
    tags = [mark["text"] for mark in point["marks"]] + ([point["only"]] if point["only"] else [])
    lines = [f"### {point['id']} {escape(point['name'])} {{#p{point['id']}}}", ""]
    if point["requirement"] != point["name"]:
        lines += [f"**{escape(point['requirement'])}**", ""]
    lines += [escape(" · ".join(tags)), "", *_rows(point["rows"])]
    told = point["consequence"]
    marks = "".join(f"[{to['mark']}](#{to['label']})" for to in told["marks"])
    return [*lines, f"**后果** {escape(told['text'])}{marks}", ""]


def _item(item: Item, data: Mapping[str, Any], body: str, resolve: Resolve) -> list[str]:
    lines = [f"## {item.id} {escape(item.name)} {{#i{item.id}}}", "", escape(data["scope"]), ""]
    lines += [f"{data['status']} · {escape(data['who'])} · 核验 {data['verified']} · <{data['url']}>", ""]
    for point in data["points"]:
        lines += _point(point)
    if data["penalties"]:
        lines += [f"### 不做的后果 {{#w{item.id}}}", ""]
    for row in data["penalties"]:
        points = "、".join(f"[{point}](#p{point})" for point in row["points"])
        lines += [
            f"[**{row['mark']} {escape(row['reference'])}**]{{#{row['label']}}} {escape(row['target'])} · {points}",
            "",
            escape("；".join(row["acts"]) + "。"),
            "",
            *_rows(row["rows"]),
        ]
    lines += [_prose(f"checklists/{item.stem}.md", joined(body, {}), resolve, shift=1), ""]
    return lines


def manual_markdown(
    book: Handbook, data: Mapping[str, Any], resolve: Resolve, guide: Page | None = None
) -> str:
    """The manual, or the part of it with ``items`` and the points of ``role``; ``data``: the template's
    values; ``guide``: a page that follows the items."""
    bodies = {page.path: page.body for page in book.pages}
    lines = _front(data)
    for aspect in data["aspects"]:
        lines += [f"# {aspect['number']}、{escape(aspect['name'])}", "", escape(aspect["scope"]), ""]
        for values in aspect["items"]:
            item = book.item_by_id[values["id"]]
            lines += _item(item, values, bodies.get(f"checklists/{item.stem}.md", ""), resolve)
    if guide is not None:
        text = with_standing(joined(guide.body, {}).lstrip(), guide.front)
        lines += [_prose(guide.path, text, resolve, shift=0), ""]
    lines += ["# 法规索引", ""]
    for law in data["laws"]:
        lines += [f"**{escape(law['title'])}** {law['kind']} · {law['state']}", ""]
        lines += [
            f"- {escape(place['place'])}：{'、'.join(f'[{point}](#p{point})' for point in place['points'])}"
            for place in law["places"]
        ] + [""]
    return "\n".join(lines + _back(data))


def chapter_markdown(
    data: Mapping[str, Any], chapters: Iterable[tuple[str, int, str, str]], resolve: Resolve
) -> str:
    """A chapter book. ``data``: the template's values; ``chapters``: label, level, path and Markdown of
    each."""
    lines = _front(data)
    order = list(chapters)
    for number, (label, level, path, text) in enumerate(order):
        # Footnotes of different pages may bear the same name.
        text = re.sub(r"\[\^([^\]\s]+)\]", rf"[^{number}-\1]", text)
        title, _, rest = _prose(path, text, resolve, shift=level - 1).lstrip().partition("\n")
        if level == 1 and number + 1 < len(order) and order[number + 1][1] == 2:
            # Chapters stand below this one: its own sections would mix with them in the contents.
            rest = _unlisted(rest)
        lines += [f"{title} {{#{label}}}", rest, ""]
    return "\n".join(lines + _back(data))
