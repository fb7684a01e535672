"""``make bench``: everything that is measured, in one run. Prints; asserts nothing.

Times are wall-clock seconds on this machine; run it when nothing else runs. Names of parts may be given to
measure only these.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent / "scripts"), str(TESTS)]

from bench import desk, growth, pages, peers, print_shop, registers  # noqa: E402
from bench.browsers import own_browser  # noqa: E402
from bench.clock import changed_item, heading, line, timed  # noqa: E402
from conftest import run_handbook  # noqa: E402
from search_compare.rivals import compare as compare_search  # noqa: E402
from support.shared_build import copy_sources  # noqa: E402


def whole(root: Path) -> None:
    """The commands that people wait for. Leaves a full build in ``root``."""
    heading("一、整体")
    line("make（冷，含每页的 PDF）", timed(lambda: run_handbook(root, "build"), runs=1))
    line("什么都没改再 make", timed(lambda: run_handbook(root, "build")))
    path = changed_item(root, "14")
    original = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(一句话: .*?)。", r"\1，都要看。", original, count=1), encoding="utf-8")
    line("改一句话再 make", timed(lambda: run_handbook(root, "build"), runs=1))
    path.write_text(original, encoding="utf-8")
    line("改回来，不做每页的 PDF", timed(lambda: run_handbook(root, "build", "--no-pdf"), runs=1))


def print_all(root: Path, *, sample: bool = False) -> None:
    """What is printed and filled in; ``sample``: only the first of each kind of file."""
    print_shop.all_together(root, sample=sample)
    print_shop.one_by_one(root, sample=sample)


def editors(root: Path) -> None:
    heading("六、编辑台")
    checks, saves = desk.check_seconds(root), desk.save_to_page_seconds(root)
    line("make check", statistics.median(checks), f"最长 {max(checks):.2f} 秒")
    line("存盘到预览里看见", statistics.median(saves), f"{len(saves)} 次，最长 {max(saves):.2f} 秒")


def search(root: Path) -> None:
    heading("七、搜索：同一批问题，同一次运行")
    with own_browser() as browser, tempfile.TemporaryDirectory() as work:
        for figures in compare_search(browser, root, Path(work)):
            print(f"  {figures.line()}", flush=True)


def firms(root: Path) -> None:
    with own_browser() as browser:
        registers.registers(browser)


def web(root: Path) -> None:
    heading("八、网页：第一次打开多重（压缩后），Lighthouse 手机")
    views = pages.page_weights(root / "site")
    for name, view in views:
        print(
            f"  {name:<12}{view.kilobytes:>7.1f} KB  {len(view.asked):>2} 个文件  位移 {view.shift:.3f}  {view.address}",
            flush=True,
        )
    for marks in pages.lighthouse_figures(root / "site"):
        print(
            f"  {marks.name:<12}性能 {'、'.join(map(str, marks.performance))}（各次），无障碍 {marks.accessibility}，良好做法 {marks.best_practices}，检索 {marks.seo}；"
            f"首次出现 {marks.first_paint:.0f}，主要内容 {marks.largest_paint:.0f}，卡住 {marks.blocked:.0f} 毫秒",
            flush=True,
        )


#: Parts by the names that the command takes.
PARTS: dict[str, Callable[[Path], None]] = {
    "整体": whole,
    "印刷品": print_all,
    "并排": peers.compare,
    "条目数": growth.growth,
    "编辑台": editors,
    "搜索": search,
    "网页": web,
    "底数": firms,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"没有“{'”“'.join(unknown)}”这一部分。可以写：{'、'.join(PARTS)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        root = copy_sources(Path(folder) / "handbook")
        if set(names) - {"整体", "底数"} and "整体" not in names:
            run_handbook(root, "build", "--no-pdf")
        return run_parts({name: part for name, part in PARTS.items() if not names or name in names}, root)


def run_parts(parts: dict[str, Callable[[Path], None]], root: Path) -> int:
    """Run ``parts`` one after the other, a failed one does not stop the rest; 1 when some part failed."""
    failed = []
    for name, part in parts.items():
        try:
            part(root)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # pytest's own failures are no Exceptions
            failed.append(name)
            print(
                f"  “{name}”没有测成：{type(error).__name__}：{str(error)[-2000:]}",
                file=sys.stderr,
                flush=True,
            )
    if failed:
        print(f"没有测成的部分：{'、'.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
