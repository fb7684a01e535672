"""Tables of the editing guide made from the register of rule codes."""

from __future__ import annotations

from handbook.model.generated_names import MadePart
from handbook.rules import AREAS, REGISTER


def partials() -> dict[str, str]:
    """Markdown by the name of the include line."""
    return {MadePart.RULES: _all(), MadePart.STYLE_RULES: _style()}


def _all() -> str:
    """Every code, a section for each area."""
    lines: list[str] = []
    for letter, area in AREAS.items():
        lines += [f"## {letter}：{area}", "", "| 规则号 | 管什么 |", "|---|---|"]
        lines += [f"| {code} | {rule.title} |" for code, rule in REGISTER.items() if code[0] == letter]
        lines.append("")
    return "\n".join(lines)


def _style() -> str:
    lines = ["| 规则 | 要求 | 没做到 | 自动修正 |", "|---|---|---|---|"]
    lines += [
        f"| {code} | {rule.title} | {'提醒' if rule.warning else '要改掉'} | {'能' if rule.mended else '不能'} |"
        for code, rule in REGISTER.items()
        if code[0] == "S"
    ]
    return "\n".join(lines) + "\n"
