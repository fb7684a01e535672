"""How the site's building time grows with the number of items, which are copies of the real ones, and what
share of it is the site generator's own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.clock import heading, line, spent
from conftest import run_handbook
from support.programs import run_program

COUNTS = (22, 220, 2200)
#: Seconds that one site may take: what needs more is told as not finished, and the bench goes on.
LIMIT = 1200.0


def growth(root: Path, counts: Sequence[int] = COUNTS, limit: float = LIMIT) -> None:
    heading("五、条目数和网站生成时间（冷，不含 PDF 和下载件；条目由现有条目复制而成）")
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            copy = Path(folder) / str(count)
            multiply(root, copy, count)
            without_limits(copy)
            build = partial(run_handbook, copy, "build", "--no-pdf", "--site-only", seconds=limit)
            try:
                seconds, whole = spent(build)
                alone, own = spent(partial(_generator_alone, copy, limit))
            except subprocess.TimeoutExpired as error:
                raise TimeoutError(f"{count} 条的网站 {limit:g} 秒没有做完") from error
            each = f"每条 {seconds / count * 1000:.0f} 毫秒"
            line(
                f"{count} 条", seconds, f"{each}，处理器 {whole:.1f} 秒，是生成器自己的 {whole / own:.2f} 倍"
            )
            line(f"{count} 条，生成器自己", alone, f"处理器 {own:.1f} 秒")
            shutil.rmtree(copy)


def _generator_alone(root: Path, limit: float) -> None:
    """MkDocs makes the pages of the stage of ``root`` without anything of ours."""
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    ours = re.compile(r"^(?:hooks|plugins|docs_dir|site_dir|site_name):.*\n(?:[ #].*\n)*", re.MULTILINE)
    places = "plugins: []\ndocs_dir: build/stage/docs\nsite_dir: build/alone\n"
    staged = (root / "build" / "stage" / "generator.yml").read_text(encoding="utf-8")
    (root / "alone.yml").write_text(ours.sub("", settings) + places + staged, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", "alone.yml"]
    run_program(command, cwd=root, timeout=limit, check=True)


def without_limits(target: Path) -> None:
    """Let the search of the copy grow with its items: what is as much as readers can wait for ends a
    build."""
    file = target / "scripts" / "handbook" / "site" / "search_index.py"
    text = file.read_text(encoding="utf-8")
    limit = "200 * 1024"
    assert limit in text, "检索的限度改了写法，这里放不开它"
    file.write_text(text.replace(limit, "10**9"), encoding="utf-8")


def multiply(root: Path, target: Path, count: int) -> None:
    """A copy of the project with ``count`` items, made from the 22 under new numbers, from 101 on."""
    shutil.copytree(
        root,
        target,
        ignore=lambda folder, names: (
            {".venv", "build", "site", ".git", "node_modules"} & set(names) if Path(folder) == root else set()
        ),
    )
    items = sorted((target / "data" / "items").glob("*.yml"))
    more, number = count - len(items), 100
    extra: dict[str, int] = {}
    asked: list[str] = []
    ids = [(target / "data" / "permanent-ids.txt").read_text(encoding="utf-8")]
    while more > 0:
        for source in items[:more]:
            number += 1
            old, new = source.name[:2], str(number)
            text = source.read_text(encoding="utf-8")
            text = text.replace(f'编号: "{old}"', f'编号: "{new}"', 1)
            text = re.sub(r"^(名称: .+)$", rf"\g<1>{new}", text, count=1, flags=re.MULTILINE)
            # Ids of points and questions; the day in a date, 2026-11-23, is none. A short text that speaks of
            # one is at its limit, and goes: that of the point serves.
            text = re.sub(rf"^ *合格简写: .*{old}-\d.*\n", "", text, flags=re.MULTILINE)
            text = re.sub(rf"(?<![\d-]){old}-(Q?\d+)(?![\d-])", rf"{new}-\1", text)
            (source.parent / f"{new}{source.name[2:]}").write_text(text, encoding="utf-8")
            page = target / "docs" / "checklists" / f"{source.stem}.md"
            (page.parent / f"{new}{page.name[2:]}").write_text(
                page.read_text(encoding="utf-8")
                .replace(f'"checklists/{old}/', f'"checklists/{new}/')
                .replace(f'条目: "{old}"', f'条目: "{new}"')
                .replace(f"(#p{old}-", f"(#p{new}-"),
                encoding="utf-8",
            )
            aspect = re.search(r"^方面: (.+)$", text, re.MULTILINE)
            assert aspect
            extra[aspect[1]] = extra.get(aspect[1], 0) + 1
            ids.append("\n".join(re.findall(rf"编号: ({new}-Q?\d+)", text)) + "\n")
            asked.append(f'  - {{条目: "{new}", 问: 这一条做到了吗？}}\n')
        more -= len(items)
    (target / "data" / "permanent-ids.txt").write_text("".join(ids), encoding="utf-8")
    quick = target / "data" / "self-check.yml"
    head, mark, rest = quick.read_text(encoding="utf-8").partition("快查:\n")
    quick.write_text(head + mark + "".join(asked) + rest, encoding="utf-8")
    # With more items lists are offered again that have gone together.
    (target / "data" / "moved-downloads.yml").unlink(missing_ok=True)
    site = target / "data" / "site.yml"
    site.write_text(
        re.sub(r"条目数: \d+", f"条目数: {count}", site.read_text(encoding="utf-8")), encoding="utf-8"
    )
    aspects = target / "data" / "aspects.yml"
    text = aspects.read_text(encoding="utf-8")
    for name, added in extra.items():
        text = re.sub(
            rf"(名称: {name}, 条目数: )(\d+)", lambda m, added=added: f"{m[1]}{int(m[2]) + added}", text
        )
    aspects.write_text(text, encoding="utf-8")
