"""Write data/articles/ from official texts: figures of every article, no sentence."""

from __future__ import annotations

import json

from handbook.disk import write_whole
from handbook.model.law.article_facts import ArticleFacts
from handbook.sources import kinds
from handbook.sources.load import Sources
from handbook.sources.official.article_reader import read_facts
from handbook.sources.official.law_texts import LawTexts

FOLDER = "data/articles"


def write_facts(sources: Sources, texts: LawTexts) -> list[str]:
    """Bring the facts of every law whose text is in ``texts`` up to date; what was done, in Chinese.

    A file whose facts have not changed keeps its date. Raises HandbookError when a file cannot be written.
    """
    told: list[str] = []
    before = {row.law: row for row in sources.values(kinds.ARTICLES)}
    for law in sources.values(kinds.LAWS):
        text = texts.get(law.id)
        if text is None:
            continue
        facts = read_facts(law, text, sources.values(kinds.BODIES), sources.today)
        old = before.get(law.id)
        if old and old.model_copy(update={"read": facts.read}) == facts:
            continue
        write_whole(sources.root / FOLDER / f"{law.id}.yml", render(facts, law.title).encode("utf-8"))
        told.append(f"{FOLDER}/{law.id}.yml  {len(facts.shapes)} 条，{len(facts.amounts)} 个数额")
    return told


def render(facts: ArticleFacts, title: str) -> str:
    """The file of one law, one article or amount a line."""
    lines = [
        f"# {title}：条文的数字，由 article-facts 从官方文本读出，不手改。",
        f"法规: {facts.law}",
        *([f"版本: {facts.effective}"] if facts.effective else []),
        f"读于: {facts.read}",
        f"全文: {'true' if facts.complete else 'false'}",
        "# 每条有几款，每款有几项：7/0/0 是三款，第一款七项。",
        "条款:",
        *(f'  "{article}": "{shape}"' for article, shape in facts.shapes.items()),
    ]
    rows = [
        (
            "数额",
            [_amount(row.model_dump(by_alias=True, exclude_none=True, mode="json")) for row in facts.amounts],
        ),
        ("部门", [_row(row.model_dump(by_alias=True, mode="json")) for row in facts.authorities]),
        ("依照", [_row(row.model_dump(by_alias=True, mode="json")) for row in facts.borrowed]),
        ("期限", [_row(row.model_dump(by_alias=True, mode="json")) for row in facts.periods]),
        ("处理", [_row(row.model_dump(by_alias=True, mode="json")) for row in facts.sanctions]),
        ("限定", [_row(row.model_dump(by_alias=True, mode="json")) for row in facts.limits]),
    ]
    for name, values in rows:
        if values:
            lines += [f"{name}:", *(f"  - {value}" for value in values)]
    return "\n".join(lines) + "\n"


def _amount(row: dict[str, object]) -> str:
    if row.get("句") == 1:
        del row["句"]
    return _row(row)


def _row(row: dict[str, object]) -> str:
    shown = []
    for key, value in row.items():
        if key == "项" and value == 0:
            continue
        if isinstance(value, float):
            shown.append(f"{key}: {value:.10g}")
        elif isinstance(value, list):
            shown.append(f"{key}: [{', '.join(map(str, value))}]")
        elif key in ("条", "单位"):
            shown.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
        else:
            shown.append(f"{key}: {value}")
    return "{" + ", ".join(shown) + "}"
