"""Words of duty where a rule demands, words of advice where none does; amounts only in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.model.item import Item
from handbook.problems import Problem
from handbook.sources.load import Sources

_DUTY = re.compile("应当|必须|不得|严禁")
_AMOUNT = re.compile(r"(?:[一二三四五六七八九十百千万\d]+)(?:万|千)?元(?:以上|以下)")


def check(sources: Sources) -> Iterator[Problem]:
    for entry in sources.entries["items"]:
        item: Item = entry.value
        for index, point in enumerate(item.points):
            for key, text in (("要点", point.requirement), ("算合格", point.met)):
                match = _DUTY.search(text)
                if match and not point.is_duty:
                    yield entry.problem(
                        ("要点", index, key),
                        "S201",
                        f"{point.id} 没有直接依据，却写了“{match[0]}”",
                        "建议、可以、通常做法",
                        "找到要求这件事的条文写成直接依据；没有就改成“建议”",
                    )
            for number, use in enumerate(point.penalties):
                if _AMOUNT.search(use.act):
                    yield entry.problem(
                        ("要点", index, "处罚", number, "行为"),
                        "S202",
                        "处罚金额写进了行为",
                        "只写违法行为",
                        "金额在 data/penalties/ 里，这里不重复写",
                    )
