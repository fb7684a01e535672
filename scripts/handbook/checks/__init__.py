"""Rules across files. Each module has functions ``check(sources) -> Iterator[Problem]``; none writes anything."""

from __future__ import annotations

from handbook.checks import anchors, asked, identity, lessons, links, references, style, wording
from handbook.problems import Problem
from handbook.sources.load import Sources

_ALL = (identity.check, references.check, wording.check, links.check, anchors.check, asked.check, lessons.check, style.check)


def check_all(sources: Sources) -> list[Problem]:
    """All problems of the sources: those of reading them and those of every rule, in file order."""
    found = set(sources.problems)
    for check in _ALL:
        found.update(check(sources))
    if "laws" in sources.broken:
        # A law that cannot be read would be missed at every place that cites it; one cause, one telling.
        found = {problem for problem in found if problem.rule not in ("R001", "R024", "R031")}
    return sorted(found)
