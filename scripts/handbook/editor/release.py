"""A release: everything reviewed, built, packed, with checksums and a note of what changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from handbook.checks import check_all
from handbook.editor.revise.changes import Changes
from handbook.editor.revise.new import plain
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item, ReviewStage
from handbook.pipeline.make import build
from handbook.problems import HandbookError, Problem, errors, nearest
from handbook.site.pages.updates import updates
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources, load_sources

#: Stages in order; each must have been passed on or after the item's last revision.
STAGES = tuple(ReviewStage)


def unreleased(sources: Sources) -> list[Problem]:
    """One problem for each written item whose newest text has not passed every stage of review."""
    problems = []
    for entry in sources.of(kinds.ITEMS):
        item: Item = entry.value
        if not item.is_written:
            right, mend = "写好、审核过", "写好，或者发布时加 --allow-draft"
            problems.append(entry.problem(("状态",), "B050", f"第 {item.id} 条还没有写", right, mend))
            continue
        changed = max((revision.day for revision in item.revisions), default=dt.date.min)
        for stage in STAGES:
            passed = [review for review in item.reviews if review.stage is stage and review.day >= changed]
            if stage is not ReviewStage.DRAFTED:
                # Whoever reviewed read one text; a text changed since is unreviewed, whatever its dates say.
                passed = [review for review in passed if review.text == item.digest]
            if not passed:
                problems.append(
                    entry.problem(
                        ("审核",),
                        "B051",
                        f"第 {item.id} 条还没有“{stage.value}”"
                        + (f"（{changed} 改过以后）" if changed > dt.date.min else "")
                        + ("，审过以后文字又变了" if _reviewed(item, stage) else ""),
                        f"审核里有一行 {{阶段: {stage.value}, 人: …, 日期: …, 文本: …}}，文本是现在这一份",
                        f"审过的人运行 review {item.id} --stage {stage.value} --who 姓名；"
                        "只是试发布，加 --allow-draft",
                    )
                )
                break
    return problems


def _reviewed(item: Item, stage: ReviewStage) -> bool:
    return any(review.stage is stage and review.text not in (None, item.digest) for review in item.reviews)


def sign(root: Path, today: dt.date, items: Sequence[str], stage: ReviewStage, who: str) -> list[str]:
    """Write into the files of ``items`` (by id) that ``who`` reviewed their present text; what was done, in
    words.

    Raises HandbookError, and writes nothing, when one of them is not there, a file has errors, or the name
    will not do.
    """
    sources = load_sources(root, today)
    wrong = errors(sources.problems)
    if wrong:
        raise HandbookError(wrong)
    entries = {entry.value.id: entry for entry in sources.entries["items"]}
    for item_id in items:
        if item_id not in entries:
            hint = nearest(item_id, entries)
            raise HandbookError(
                Problem.whole("review", "C002", f"没有第 {item_id} 条", "、".join(entries), hint)
            )
    changes = Changes(root)
    told = [_signed(changes, today, entries[item_id], stage, who) for item_id in dict.fromkeys(items)]
    if wrong := changes.settle(today):
        raise HandbookError(wrong)
    return told


def _signed(changes: Changes, today: dt.date, entry: Entry[Item], stage: ReviewStage, who: str) -> str:
    item = entry.value
    row = f"  - {{阶段: {stage.value}, 人: {plain(who)}, 日期: {today}, 文本: {item.digest!r}}}"
    lines = entry.tree.source.text.rstrip("\n").split("\n")
    if item.reviews:
        lines.insert(entry.tree.position(("审核",), key=True)[0], row)
    else:
        lines += ["审核:", row]
    changes.write(entry.tree.source.name, "\n".join(lines) + "\n")
    return f"第 {item.id} 条“{stage.value}”记上了：{who}，{today}"


def release(root: Path, today: dt.date, *, allow_draft: bool, tell: Callable[[str], None]) -> Path:
    """Build, pack and sum up into ``build/release``; the folder.

    Raises HandbookError when the sources have errors, or items are not released and ``allow_draft`` is False.
    """
    sources = load_sources(root, today)
    wrong = errors(check_all(sources))
    if wrong:
        raise HandbookError(wrong)
    waiting = unreleased(sources)
    if waiting and not allow_draft:
        raise HandbookError(waiting)
    if waiting:
        tell(f"有 {len(waiting)} 条没有走完审核，照要求仍然打包。")
    site = build(root, today, tell=tell)
    book = sources.handbook()
    target = root / "build" / "release"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    archive = target / f"handbook-site-{book.edition.id}.zip"
    pack(site, archive, today)
    for path in sorted((site / "downloads").rglob("*")):
        name = "-".join(
            path.relative_to(site / "downloads").parts
        )  # one flat folder, no two files of one name
        if path.is_file() and path.suffix not in (".html", ".json") and name != "index.pdf":
            shutil.copyfile(path, target / name)
    (target / "RELEASE-NOTE.md").write_text(_note(book), encoding="utf-8", newline="\n")
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(target.iterdir())
    ]
    (target / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8", newline="\n")
    tell(f"发布包在 {target}：{len(sums)} 个文件和 SHA256SUMS。")
    return target


def _note(book: Handbook) -> str:
    """What goes with the release: what it is, what changed, how to see that it came whole."""
    return "\n".join(
        [
            f"# {book.site.name} {book.edition.name}",
            "",
            book.edition.note,
            "",
            book.site.disclaimer,
            "",
            "## 改了什么",
            "",
            *changes_in_words(book),
            "",
            "## 校验",
            "",
            "每个文件的 SHA-256 在 SHA256SUMS 里。Windows 上核对：`certutil -hashfile 文件名 SHA256`；"
            "Linux：`sha256sum -c SHA256SUMS`。",
            "",
        ]
    )


def changes_in_words(book: Handbook) -> list[str]:
    """What the newest edition changed, as a list in Markdown: one line an item, one for each change of the
    whole."""
    lines = []
    for group in updates(book)[0].groups:
        if group.item:
            lines += [f"- {group.item.id} {group.item.name}：{row}" for row in group.rows]
        else:
            lines += ["- 全书：", *(f"    - {row}" for row in group.rows)]
    return lines or ["- 见上。"]


def pack(folder: Path, archive: Path, day: dt.date) -> None:
    """``folder`` as a zip whose bytes rest on names, contents and ``day`` alone."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(
                    path.relative_to(folder).as_posix(), (day.year, day.month, day.day, 12, 0, 0)
                )
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                packed.writestr(info, path.read_bytes())
