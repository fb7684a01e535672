"""The download page, made from the manifest: things, each with a picture and the files it comes in, grouped
by use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from handbook.markdown.front_matter import NO_PDF, OUTSIDE_MENU, front_matter
from handbook.markdown.templates import render
from handbook.model.generated_names import MadePage
from handbook.model.handbook import Handbook
from handbook.site.offline_package import package_path

#: Shelves of the page in the order people ask for them: what each is for, and the groups of files on it.
SHELVES = {
    "现场检查单": ("一张 A4 两面，上门、自查都带它", ("现场检查单",)),
    "口袋书和书": ("随身带的，整本看、整本印的", ("口袋书", "书")),
    "表格": ("审批单、记录、台账、协议", ("表格",)),
    "明白纸": ("一条一页，发给企业", ("明白纸",)),
    "口袋卡、海报、日历": ("发到人，贴上墙，到日子提醒", ("口袋卡", "海报", "日历")),
    "讲课和考试": ("片子、讲义、讲稿；考卷、答案、问答卡", ("讲课", "考试")),
    "按行业": ("每一行一张 A5 折页、一份考卷、一课片子", ("按行业",)),
    "检查表": ("一个要点一行，学习、对照用", ("检查表",)),
}
#: From so many files on, what is said alike of all of a kind is said once, above them.
_ALIKE = 3
#: Kinds of files in the words of those who use them.
_KINDS = {
    "READ": "PDF",
    "PRINT": "PDF",
    "SHOP": "PDF",
    "PDF 16:9": "PDF",
    "A4": "A4 PDF",
    "A4 双面": "A4 双面 PDF",
    "A5 折页": "A5 折页 PDF",
    "A3": "A3 PDF",
    "4 张 A4": "4 张 A4 PDF",
}


def size_text(size: int) -> str:
    """A file size people read: 640 KB, 2.3 MB (1 MB = 1024 KB), number and unit in one line."""
    return f"{size / 1024:.0f}\u00a0KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f}\u00a0MB"


def length_text(kind: str, pages: int | None) -> str:
    """How long a file is in what its reader counts: pages, or sheets of paper where an office printer prints
    the whole on both sides; empty for a file without pages."""
    if not pages:
        return ""
    return f"{-(-pages // 2)} 张 A4 纸" if kind == "PRINT" else f"{pages} 页"


#: The page under docs/.
PAGE = MadePage.DOWNLOADS.value


@dataclass(frozen=True)
class Offer:
    """What can be downloaded: ``rows`` of the manifest, and ``pictures``: small pictures by the download
    they show."""

    rows: Sequence[Mapping[str, Any]] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reader:
    """Who comes for a file: what he is called, in one line which file is for what, the files most of them
    come for (what it is called here: its path, a pattern) and the groups he needs."""

    name: str
    word: str
    files: Mapping[str, str]
    groups: tuple[str, ...]


#: Each finds his own in ten seconds: one line a reader, with the groups it leads to.
READERS = (
    Reader(
        "检查人员",
        "上门带检查单一张，兜里放口袋书。讲课用片子，讲完用考卷；去哪一行，带那一行的折页。",
        {
            "检查人员的检查单": r"forms/visit-officer\.pdf",
            "口袋书": r"pocket-book-\d.*\d\.pdf",
            "口袋书自己打印": r"pocket-book-\d.*-print\.pdf",
        },
        ("现场检查单", "口袋书和书", "讲课和考试", "按行业"),
    ),
    Reader(
        "企业",
        "先用自己那一方的检查单走一圈，缺哪张表取哪张。DOCX 能改成自己的，XLSX 在电脑上填。",
        {
            "承租方检查单": r"forms/visit-tenant\.pdf",
            "出租方检查单": r"forms/visit-landlord\.pdf",
            "自有厂房检查单": r"forms/visit-own\.pdf",
            "口袋卡": r"cards/pocket\.pdf",
        },
        ("表格", "按行业", "明白纸", "口袋卡、海报、日历"),
    ),
    Reader(
        "印刷的人",
        "办公室打印取“自己打印”，按原大、双面。送印厂取“印厂版”和印刷工单，一起给。海报、口袋卡按原大打印。",
        {
            "口袋书自己打印": r"pocket-book-\d.*-print\.pdf",
            "印厂版内页": r"pocket-book-\d.*-shop\.pdf",
            "印厂版封面": r"pocket-book-\d.*-cover\.pdf",
            "印刷工单": r"pocket-book-\d.*-job\.pdf",
        },
        ("口袋书和书", "明白纸", "口袋卡、海报、日历"),
    ),
    Reader(
        "编写、统计的人",
        "XLSX、CSV 能筛选、导进别的系统；厂中厂底数空白工作簿在表格里；整个网站在离线包里。",
        {"底数空白工作簿": r"register/.*\.xlsx", "检查表 CSV": r"forms/check-all\.csv"},
        ("检查表", "表格"),
    ),
)

#: No downloads, as in the preview.
NOTHING = Offer()


def leads(rows: Sequence[tuple[str, str]]) -> list[int]:
    """Which of ``rows`` (group and title of each download) begin an entry.

    Files of one thing stand together; their titles begin with the title of the first, as 《书》 and
    《书》电子书 do.
    """
    found: list[int] = []
    for index, (group, title) in enumerate(rows):
        if not found or rows[found[-1]][0] != group or not title.startswith(rows[found[-1]][1]):
            found.append(index)
    return found


def download_page(book: Handbook, offer: Offer) -> dict[str, str]:
    """The page by its path; without an offer it says so."""
    rows = offer.rows
    starts = leads([(row["group"], row["title"]) for row in rows])
    entries = [_entry(book, rows[start:end], offer.pictures) for start, end in pairwise([*starts, len(rows)])]
    placed = {group for _, names in SHELVES.values() for group in names}
    others = dict.fromkeys(entry["group"] for entry in entries if entry["group"] not in placed)
    shelves = filter(None, (_shelf(book, name, entries) for name in [*SHELVES, *others]))
    groups = [{"id": f"g{number}", **shelf} for number, shelf in enumerate(shelves, 1)]
    ids = {group["name"]: group["id"] for group in groups}
    paths = [str(row["path"]).removeprefix("downloads/") for row in rows]
    readers = [
        {
            "name": reader.name,
            "word": reader.word,
            "files": [
                (name, path)
                for name, pattern in reader.files.items()
                for path in paths
                if re.fullmatch(pattern, path)
            ],
            "groups": [(name, ids[name]) for name in reader.groups if name in ids],
        }
        for reader in READERS
    ]
    front = front_matter(
        "下载", "口袋书、检查表、海报、讲课片子，下载打印就能用。", hide=OUTSIDE_MENU, **NO_PDF
    )
    text = front + render(
        "downloads.md.jinja",
        "downloads/index.html",
        book,
        groups=groups,
        readers=readers if groups else [],
        package=package_path(book).removeprefix("downloads/"),
    )
    return {PAGE: text}


def _shelf(book: Handbook, name: str, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """What of ``entries`` stands on the shelf ``name``, by group; a group's files in parts, the forms by what
    they are for, and with what is said of all files of a kind. None when nothing is there."""
    use, names = SHELVES.get(name, ("", (name,)))
    groups = []
    for group in names:
        there = [entry for entry in entries if entry["group"] == group]
        if there:
            head = group if len(names) > 1 else ""
            groups.append({"name": head, "alike": _said_once(there), "parts": _parts(book, there)})
    count = sum(entry["group"] in names for entry in entries)
    return {"name": name, "use": use, "groups": groups, "count": count} if groups else None


def _parts(book: Handbook, entries: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    purposes = {f"forms/{form.id}.pdf": form.group.value for form in book.forms}
    parts: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        path = entry["files"][0]["path"]
        parts.setdefault(purposes.get(path, "底数" if path.startswith("register/") else ""), []).append(entry)
    return parts


def _said_once(entries: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Kinds of files and what is said of (nearly) all of a kind, which is taken from each that says so. A
    file's words are not repeated for the next of the same thing either."""
    files = [file for entry in entries for file in entry["files"]]
    kinds = Counter(file["name"] for file in files)
    said = Counter((file["name"], file["note"]) for file in files if file["note"])
    alike = [key for key, count in said.items() if count >= max(_ALIKE, 0.9 * kinds[key[0]])]
    for file in files:
        if (file["name"], file["note"]) in alike:
            file["note"] = ""
    for entry in entries:
        for file, following in reversed(list(pairwise(entry["files"]))):
            if file["note"] == following["note"]:
                following["note"] = ""
    return alike


def _entry(book: Handbook, rows: Sequence[Mapping[str, Any]], pictures: Mapping[str, str]) -> dict[str, Any]:
    first = rows[0]
    return {
        "title": first["title"],
        "group": first["group"],
        "edition": first["edition"] if first["edition"] != book.edition.name else "",
        "picture": pictures.get(first["path"], "").removeprefix("downloads/"),
        "files": [
            {
                "path": row["path"].removeprefix("downloads/"),
                "name": f"{row['title'].removeprefix(first['title'])} {_KINDS.get(row['kind'], row['kind'])}".strip(),
                "size": size_text(row["bytes"]),
                "length": length_text(row["kind"], row["pages"]),
                "note": row["note"],
            }
            for row in rows
        ],
    }
