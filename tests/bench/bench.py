"""``make bench``: how long things take, measured from outside, in one run; ratios against other tools.

Prints; asserts nothing. Times are medians of wall-clock seconds of whole processes on this machine.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from conftest import copy_sources, run_handbook  # noqa: E402


def timed(action: Callable[[], object], runs: int = 3) -> float:
    """Median seconds of ``runs`` runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def line(label: str, seconds: float, note: str = "") -> None:
    print(f"  {label:<34}{seconds:>9.2f} 秒   {note}", flush=True)


def whole_build(root: Path) -> None:
    print("一、整体")
    line("make check", timed(lambda: run_handbook(root, "check")))
    line("整体构建（冷，含全部 PDF）", timed(lambda: run_handbook(root, "build"), runs=1))
    line("什么都没改再构建", timed(lambda: run_handbook(root, "build")))
    item = next((root / "data" / "items").glob("14-*.yml"))
    original = item.read_text(encoding="utf-8")
    counter = iter(range(100))

    def change_one() -> None:
        item.write_text(original.replace("门推得开", f"门推得开{'，' * (next(counter) % 2)}", 1) + f"# {next(counter)}\n", encoding="utf-8")
        text = item.read_text(encoding="utf-8")
        item.write_text(re.sub(r"(一句话: .*?)。", lambda m: f"{m[1]}（{next(counter)}）。", text, count=1), encoding="utf-8")
        run_handbook(root, "build")

    line("改一条后重建（含 PDF）", timed(change_one))
    line("改一条后重建（不含网页 PDF）", timed(lambda: (item.write_text(original + f"# {next(counter)}\n", encoding="utf-8"), run_handbook(root, "build", "--no-pdf"))))
    item.write_text(original, encoding="utf-8")


def pocket_book(root: Path) -> float:
    """Prints the time a page of the pocket book takes; the seconds a page."""
    import pymupdf as fitz

    from handbook.sources.load import load_sources
    from handbook.writers.press.pocket_book import pocket_book as press_book

    print("\n二、口袋书（A6，Typst）")
    book = load_sources(root, dt.date(2026, 11, 23)).handbook()
    data = press_book(root, book, epoch=1795435200)  # fonts are read once
    seconds = timed(lambda: press_book(root, book, epoch=1795435200))
    pages = len(fitz.open(stream=data))
    line("整本 READ", seconds, f"{pages} 页，每页 {seconds / pages * 1000:.1f} 毫秒，每秒 {pages / seconds:.0f} 页")
    return seconds / pages


def peers(root: Path, ours: float) -> None:
    """The same prose and points through mkdocs-to-pdf and through the plugin's own theme handler."""
    import pymupdf as fitz

    print("\n三、同样的条目页用别的工具做 PDF（每页 A4 的毫秒数，和口袋书每页之比）")
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs"
        docs.mkdir()
        for page in sorted((root / "site" / "checklists").glob("[0-9][0-9]-*.html")):
            body = re.search(r"<article.*?>(.*)</article>", page.read_text(encoding="utf-8"), re.DOTALL)
            assert body
            (docs / f"{page.stem}.md").write_text(re.sub(r"\n\s*\n", "\n", re.sub(r'<img[^>]*>|href="[^"]*"', "", body[1])), encoding="utf-8")
        (docs / "index.md").write_text("# 口袋书\n", encoding="utf-8")
        for name, plugin in (
            ("mkdocs-to-pdf", "to-pdf:\n      cover: false\n      output_path: all.pdf"),
            ("PDF 插件自带的样式", "pdf-export"),
        ):
            (Path(folder) / "mkdocs.yml").write_text(f"site_name: 比较\nuse_directory_urls: false\ntheme: {{name: material, language: zh, font: false}}\nplugins:\n  - {plugin}\n", encoding="utf-8")
            start = time.perf_counter()
            run = subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=folder, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
            seconds = time.perf_counter() - start
            pdfs = list((Path(folder) / "site").rglob("*.pdf"))
            pages = sum(len(fitz.open(pdf)) for pdf in pdfs)
            if run.returncode or not pages:
                print(f"  {name}：没有做成（{(run.stderr.strip().splitlines() or ['没有 PDF'])[-1][:100]}）")
                continue
            line(name, seconds, f"{pages} 页，每页 {seconds / pages * 1000:.0f} 毫秒，是口袋书的 {seconds / pages / ours:.0f} 倍")
            shutil.rmtree(Path(folder) / "site", ignore_errors=True)


def growth(root: Path) -> None:
    """The site alone with more and more generated items."""
    print("\n四、条目数和网站生成时间（不含 PDF；条目由现有条目复制而成）")
    with tempfile.TemporaryDirectory() as folder:
        for count in (22, 220, 2200):
            copy = Path(folder) / str(count)
            multiply(root, copy, count)
            seconds = timed(lambda copy=copy: run_handbook(copy, "build", "--no-pdf", "--site-only"), runs=1)
            line(f"{count} 条", seconds, f"每条 {seconds / count * 1000:.0f} 毫秒")
            shutil.rmtree(copy)


def multiply(root: Path, target: Path, count: int) -> None:
    """A copy of the project with ``count`` items, made from the 22 by giving them new numbers."""
    shutil.copytree(root, target, ignore=lambda folder, names: {".venv", "build", "site", ".git", "node_modules"} & set(names) if Path(folder) == root else set())
    items = sorted((target / "data" / "items").glob("*.yml"))
    number = len(items)
    extra: dict[str, int] = {}
    ids = [(target / "data" / "permanent-ids.txt").read_text(encoding="utf-8")]
    while number < count:
        for source in items:
            if number >= count:
                break
            number += 1
            old, new = source.name[:2], f"{number:02d}"
            text = source.read_text(encoding="utf-8")
            text = text.replace(f'编号: "{old}"', f'编号: "{new}"', 1)
            text = re.sub(rf"\b{old}-(Q?\d)", rf"{new}-\1", text)
            (source.parent / f"{new}{source.name[2:]}").write_text(text, encoding="utf-8")
            page = target / "docs" / "checklists" / f"{source.stem}.md"
            (page.parent / f"{new}{page.name[2:]}").write_text(
                page.read_text(encoding="utf-8").replace(f'"checklists/{old}/', f'"checklists/{new}/').replace(f'条目: "{old}"', f'条目: "{new}"'), encoding="utf-8"
            )
            aspect = re.search(r"^方面: (.+)$", text, re.MULTILINE)
            assert aspect
            extra[aspect[1]] = extra.get(aspect[1], 0) + 1
            ids.append("\n".join(re.findall(rf"编号: ({new}-Q?\d+)", text)) + "\n")
    (target / "data" / "permanent-ids.txt").write_text("".join(ids), encoding="utf-8")
    site = target / "data" / "site.yml"
    site.write_text(re.sub(r"条目数: \d+", f"条目数: {count}", site.read_text(encoding="utf-8")), encoding="utf-8")
    aspects = target / "data" / "aspects.yml"
    text = aspects.read_text(encoding="utf-8")
    for name, more in extra.items():
        text = re.sub(rf"(名称: {name}, 条目数: )(\d+)", lambda m, more=more: f"{m[1]}{int(m[2]) + more}", text)
    aspects.write_text(text, encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = copy_sources(Path(folder) / "handbook")
        whole_build(root)
        ours = pocket_book(root)
        peers(root, ours)
        growth(root)


if __name__ == "__main__":
    main()
