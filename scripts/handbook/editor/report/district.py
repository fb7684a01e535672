"""Every place that names a district, a city or a province: the work list of whoever takes the handbook
over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handbook.model.site import SiteIdentity
from handbook.sources import kinds, prose
from handbook.sources.load import Sources

#: Where content lies: folders and files under the project, and the endings of what is text there.
_PLACES = ("data", "docs", "mkdocs.yml", "README.md")
_TEXT = frozenset({".yml", ".yaml", ".md", ".svg", ".txt"})
#: Pages for editors: examples, which nobody takes for the district's own.
_EXAMPLES = "docs/editing/"
#: The group whose places need nobody's hand.
REGISTERED = "登记册、罚则、条文的数字"
#: Headings of the list, in its order, with what is done about the places under each.
_GROUPS = {
    "本站信息": "换成自己的",
    "行动数据": "换成自己那次行动的；没有行动就删掉这个文件",
    REGISTERED: "别的省、市的规定，没有人引了就自己不出现，可以不动；本地的另外登记",
    "引了地方规定的数据": "换成本地规定的条文；没有的，删掉这一项依据，“必须”会跟着变成“建议”",
    "页面": "换成本地的说法，引的条文也换",
    "搜索的说法": "改掉或者删掉",
    "图": "改图里的字",
    "别的": "照样换掉",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A line that names one of the words, with the words it names."""

    file: str
    line: int
    column: int
    words: tuple[str, ...]
    text: str

    @property
    def group(self) -> str:
        if self.file == "data/site.yml":
            return "本站信息"
        if self.file == "data/campaign.yml":
            return "行动数据"
        if self.file.startswith(("data/register/", "data/penalties/", "data/articles/")):
            return REGISTERED
        if self.file.startswith("data/asked/"):
            return "搜索的说法"
        if self.file.endswith(".svg"):
            return "图"
        if self.file.startswith("docs/"):
            return "页面"
        return "引了地方规定的数据" if self.file.startswith("data/") else "别的"


def own_names(site: SiteIdentity) -> tuple[str, ...]:
    """The district's, the city's and the province's names without 省, 市, 区 … at their ends: what texts say
    of them."""
    parts = re.findall(r".+?(?:自治区|自治州|省|市|区|县|旗)", site.district) or [site.district]
    names = [site.province, *parts]
    return tuple(
        dict.fromkeys(re.sub(r"(?<=..)(?:自治区|自治州|省|市|区|县|旗)$", "", name) for name in names)
    )


def places(sources: Sources, words: tuple[str, ...]) -> list[Place]:
    """Each line under data/ and docs/ that says one of ``words``, or rests on a law that holds only in a
    place of that name, by file and line."""
    found: dict[tuple[str, int], Place] = {}
    for path in _files(sources.root):
        name = path.relative_to(sources.root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            said = tuple(word for word in words if word in line)
            if said:
                at = min(line.index(word) for word in said)
                found[name, number] = Place(name, number, at + 1, said, _excerpt(line, at))
    local = {
        law.id: law.area
        for law in sources.values(kinds.LAWS)
        if any(word in law.area or law.area in word for word in words if law.area)
    }
    for file, number, column, law_id, text in _citations(sources):
        if law_id in local:
            found.setdefault((file, number), Place(file, number, column, (local[law_id],), text))
    return sorted(
        (place for place in found.values() if not place.file.startswith(_EXAMPLES)),
        key=lambda place: (place.file, place.line),
    )


def _files(root: Path) -> Iterator[Path]:
    for name in _PLACES:
        place = root / name
        paths = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (path for path in paths if path.is_file() and path.suffix in _TEXT)


def _citations(sources: Sources) -> Iterator[tuple[str, int, int, str, str]]:
    """Each reference of data and prose: file, line, column, the law's id, the words."""
    for _, entry, path, reference in prose.references(sources):
        line, column = entry.tree.position((*entry.path, *path))
        yield entry.tree.source.name, line, column, reference.law_id, reference.text
    for cited in prose.everywhere(sources):
        if cited.reference:
            yield cited.file, cited.line, cited.column, cited.reference.law_id, cited.mention.words


def _excerpt(line: str, at: int) -> str:
    """What stands around the place, short enough for one line of a terminal."""
    start = max(0, at - 12)
    return ("…" if start else "") + line[start : at + 28].strip() + ("…" if at + 28 < len(line) else "")


def report(rows: list[Place], words: tuple[str, ...]) -> str:
    """The list for an editor, by what is done about it."""
    named = "、".join(words)
    if not rows:
        return f"没有一处再提到{named}。"
    lines = [f"有 {len(rows)} 处提到{named}（编辑手册里的举例不算）："]
    for group, advice in _GROUPS.items():
        inside = [place for place in rows if place.group == group]
        if inside:
            lines += ["", f"{group}（{len(inside)} 处）：{advice}"]
            lines += [f"  {place.file}:{place.line}:{place.column}  {place.text}" for place in inside]
    return "\n".join(lines)
