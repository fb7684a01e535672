"""The manual beside the same pages through mkdocs-to-pdf and through the PDF plugin as it comes."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pymupdf

from bench.clock import heading, line
from conftest import DAY
from support.programs import run_program

#: Peers: name and what their mkdocs.yml says of them.
_PEERS = (
    ("mkdocs-to-pdf", "to-pdf:\n      cover: false\n      output_path: all.pdf"),
    ("PDF 插件自带的样式", "pdf-export"),
)


@dataclass(frozen=True)
class Facts:
    """What can be seen of a PDF (or of several that make up one work)."""

    name: str
    pages: int
    kilobytes: float
    milliseconds: float  # a page
    han: int  # Chinese characters on the pages
    blank: int  # pages with no word and no picture
    faces: tuple[str, ...]  # families of the embedded fonts
    tagged: bool
    bookmarks: int
    links: int
    widths: tuple[int, ...]  # of the pages, in millimetres

    def __str__(self) -> str:
        return (
            f"  {self.name}：{self.pages} 页（宽 {'、'.join(map(str, self.widths))} mm，空白 {self.blank} 页），{self.kilobytes:.0f} KB，汉字 {self.han} 个，"
            f"{'有' if self.tagged else '没有'}标签，书签 {self.bookmarks} 个，链接 {self.links} 个，字体 {'、'.join(self.faces)}"
        )


def facts(name: str, files: Sequence[Path], seconds: float) -> Facts:
    """Read what ``files`` are like; ``seconds`` is what making them took."""
    pages = han = blank = bookmarks = links = 0
    faces: set[str] = set()
    widths: set[int] = set()
    tagged = True
    for path in files:
        with pymupdf.open(path) as document:
            bookmarks += len(document.get_toc())
            for page in document:
                text = page.get_text()
                pages += 1
                han += len(re.findall("[一-鿿]", text))
                blank += not text.strip() and not page.get_images() and not page.get_drawings()
                links += len(page.get_links())
                widths.add(round(page.rect.width * 25.4 / 72))
                faces |= {
                    re.sub(
                        r"^[A-Z]{6}\+|-(?:Regular|Bold|Medium|Black|Light|Oblique|BoldOblique)$", "", font[3]
                    )
                    for font in page.get_fonts()
                }
        with pikepdf.open(path) as pdf:
            tagged = tagged and "/StructTreeRoot" in pdf.Root
    size = sum(path.stat().st_size for path in files) / 1024
    return Facts(
        name,
        pages,
        size,
        seconds / max(1, pages) * 1000,
        han,
        blank,
        tuple(sorted(faces)),
        tagged,
        bookmarks,
        links,
        tuple(sorted(widths)),
    )


def compare(root: Path) -> None:
    """Make all three and say what each does better. ``root`` is a built project."""
    heading("四、同样的 22 条，检查事项手册和别的工具并排")
    with tempfile.TemporaryDirectory() as folder:
        ours = _ours(root, Path(folder))
        print(ours)
        line(ours.name, ours.milliseconds * ours.pages / 1000, f"每页 {ours.milliseconds:.1f} 毫秒")
        for name, plugin in _PEERS:
            found = _peer(root, Path(folder) / "peer", name, plugin)
            if found is None:
                continue
            print(found)
            line(
                name,
                found.milliseconds * found.pages / 1000,
                f"每页 {found.milliseconds:.0f} 毫秒，是手册的 {found.milliseconds / ours.milliseconds:.0f} 倍",
            )
            print(f"    手册做得好的：{'；'.join(_better(ours, found)) or '没有'}")
            print(
                f"    {name} 做得好的：{'；'.join([*_better(found, ours), '一行设置就能用，不用写版式；网页上有什么就印什么，包括要点的完整依据和罚则表'])}"
            )


def _better(one: Facts, other: Facts) -> list[str]:
    """In what ``one`` is better, as far as the files show it."""
    said = []
    if one.milliseconds * 1.5 < other.milliseconds:
        said.append(f"快 {other.milliseconds / one.milliseconds:.0f} 倍")
    if one.tagged and not other.tagged:
        said.append("带标签，读屏软件读得出结构")
    if one.bookmarks > other.bookmarks:
        said.append(f"书签多 {one.bookmarks - other.bookmarks} 个")
    if one.links > other.links:
        said.append(f"链接多 {one.links - other.links} 个")
    if one.kilobytes * 1.2 < other.kilobytes:
        said.append(f"文件小，是 {one.kilobytes / other.kilobytes:.0%}")
    if one.blank < other.blank:
        said.append(f"少 {other.blank - one.blank} 张空白页")
    if one.han > other.han * 1.02:
        said.append(f"多印出 {one.han - other.han} 个汉字")
    foreign = [face for face in other.faces if re.search("JP|KR|TC|HK", face)]
    if foreign and not [face for face in one.faces if re.search("JP|KR|TC|HK", face)]:
        said.append(f"没有混进 {'、'.join(foreign)}")
    if max(one.widths) < 120 <= max(other.widths):
        said.append("装得进口袋")
    return said


def _ours(root: Path, folder: Path) -> Facts:
    from handbook.books.content.manual_book import manual_volume
    from handbook.books.formats.screen import screen_pdf
    from handbook.sources.load import load_sources

    book = load_sources(root, DAY).handbook()
    start = time.perf_counter()
    spec = manual_volume(book)
    data = screen_pdf(root, spec.template, spec.data, spec.page, epoch=1795435200)
    seconds = time.perf_counter() - start
    path = folder / "manual.pdf"
    path.write_bytes(data)
    return facts("检查事项手册（Typst，A5）", [path], seconds)


def _peer(root: Path, folder: Path, name: str, plugin: str) -> Facts | None:
    """The same item pages in a plain project of their own."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    for page in sorted((root / "site" / "checklists").glob("[0-9][0-9]-*.html")):
        body = re.search(r"<article.*?>(.*)</article>", page.read_text(encoding="utf-8"), re.DOTALL)
        assert body, page
        # The peers get the words and tables; pictures and links would lead out of their project.
        (folder / "docs" / f"{page.stem}.md").write_text(
            re.sub(r"\n\s*\n", "\n", re.sub(r'<img[^>]*>|href="[^"]*"', "", body[1])), encoding="utf-8"
        )
    (folder / "docs" / "index.md").write_text("# 口袋书\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        f"site_name: 比较\nuse_directory_urls: false\ntheme: {{name: material, language: zh, font: false}}\nplugins:\n  - {plugin}\n",
        encoding="utf-8",
    )
    start = time.perf_counter()
    run = run_program(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    seconds = time.perf_counter() - start
    files = sorted((folder / "site").rglob("*.pdf"))
    if run.returncode or not files:
        print(f"  {name}：没有做成（{(run.stderr.strip().splitlines() or ['没有 PDF'])[-1][:100]}）")
        return None
    return facts(name, files, seconds)
