"""Faults put into the program on purpose, one at a time, each of which some test must notice.

``python tests/mutations.py`` runs all, ``python tests/mutations.py escape amount`` some. Each is put into a
copy of the project. Those that show in a finished site alone build the copy first, from what is built in this
project already when it is: only what the fault touches is made anew. Exit status 1 when one survives.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from support.programs import run_program

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from support.day import DAY  # noqa: E402
from support.shared_build import copy_sources  # noqa: E402


@dataclass(frozen=True)
class Mutation:
    """``old`` in ``file`` becomes ``new``; ``tests`` are the arguments of pytest that must fail then.

    ``build``: how the copy is built before, None for tests that want no built site.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    build: tuple[str, ...] | None = None


MUTATIONS = (
    Mutation(
        "escape",
        "scripts/handbook/markdown/escape.py",
        "    return _SPECIAL.sub(\n",
        "    return one_line(text) or _SPECIAL.sub(\n",
        ("tests/program/test_escape.py",),
    ),
    Mutation(
        "check",
        "scripts/handbook/checks/__init__.py",
        "    pages.check,\n",
        "",
        ("tests/checks/test_error_texts.py",),
    ),
    Mutation(
        "tags",
        "scripts/handbook/pdf/site_pages/page_pdf.py",
        '{"pdf_variant": "pdf/ua-1"}',
        "{}",
        ("tests/pdf/test_page_pdf.py", "-k", "metadata"),
    ),
    Mutation(
        "tags-of-one-real-page",
        "scripts/handbook/pdf/site_pages/page_pdf.py",
        "            pdf = document.write_pdf(finisher=finish, **_OPTIONS)\n",
        '            options = {} if "14-evacuation" in job.source else _OPTIONS\n'
        "            pdf = document.write_pdf(finisher=finish, **options)\n",
        ("tests/pdf/test_real_pdfs.py", "-k", "tagged"),
        build=("--site-only",),
    ),
    Mutation(
        "service-worker",
        "overrides/offline/service-worker.js",
        'self.addEventListener("fetch"',
        'self.addEventListener("fetched"',
        ("tests/website/test_offline.py", "-k", "needs_no_network"),
        build=("--site-only", "--no-pdf"),
    ),
    Mutation(
        "folding",
        "scripts/handbook/pdf/prepress/imposition.py",
        "Side(section[last - a], section[a], sheet, step)",
        "Side(section[a], section[last - a], sheet, step)",
        ("tests/books/test_imposition.py",),
    ),
    Mutation(
        "folding-of-the-real-file",
        "scripts/handbook/pdf/prepress/imposition.py",
        "        rows = stacked_sides(count) if small else [(side, None) for side in booklet_sides(count)]\n",
        "        rows = stacked_sides(count)[::-1] if small else [(s, None) for s in booklet_sides(count)[::-1]]\n",
        ("tests/pdf/test_real_pdfs.py", "-k", "folding"),
        build=("--no-pdf",),
    ),
    Mutation(
        "amount",
        "data/penalties/xiaofang-fa.yml",
        "三万元以上三十万元以下罚款",
        "五万元以上三十万元以下罚款",
        ("tests/checks/test_article_facts.py",),
    ),
    Mutation(
        "body",
        "data/penalties/xiaofang-fa.yml",
        "[住房和城乡建设主管部门, 消防救援机构]",
        "[公安机关]",
        ("tests/checks/test_article_facts.py",),
    ),
    Mutation(
        "list-without-script",
        "overrides/pages/quiz.md.jinja",
        "{% for item in items %}",
        "{% for item in items[:20] %}",
        ("tests/website/test_quiz.py", "-k", "without_javascript"),
        build=("--site-only", "--no-pdf"),
    ),
)


def survives(mutation: Mutation) -> bool:
    """Whether the tests pass in spite of the fault."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_sources(Path(folder) / "project")
        for name in ("node_modules", ".venv"):
            if (ROOT / name).exists():
                (copy / name).symlink_to(ROOT / name)
        file = copy / mutation.file
        text = file.read_text(encoding="utf-8")
        assert mutation.old in text, f"{mutation.name}: {mutation.file} no longer says {mutation.old!r}"
        file.write_text(text.replace(mutation.old, mutation.new, 1), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(copy / "scripts"), "PYTHONUTF8": "1"}
        environment.pop("HANDBOOK_TEST_BUILD", None)
        if mutation.build is not None:
            if (ROOT / "build").exists():
                shutil.copytree(ROOT / "build", copy / "build")
            subprocess.run(
                [sys.executable, "-m", "handbook", "build", "--date", DAY.isoformat(), *mutation.build],
                cwd=copy,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            environment["HANDBOOK_TEST_BUILD"] = str(copy)
        run = run_program(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutation.tests],
            cwd=copy,
            env=environment,
        )
        told = next((line for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))), "")
        print(f"{mutation.name}：{'没有测出来' if run.returncode == 0 else told}", flush=True)
        if run.returncode not in (0, 1):
            raise RuntimeError(run.stdout[-3000:] + run.stderr[-3000:])
        return run.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description="故意改坏程序，看测试测不测得出来")
    parser.add_argument("names", nargs="*", help="只试这些：" + "、".join(one.name for one in MUTATIONS))
    names = parser.parse_args().names
    chosen = [one for one in MUTATIONS if not names or one.name in names]
    return int(any([survives(one) for one in chosen]))


if __name__ == "__main__":
    sys.exit(main())
