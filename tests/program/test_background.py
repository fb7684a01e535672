"""Work beside: in a process of its own, and here when that comes to nothing; the checks in two halves."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from functools import partial
from pathlib import Path

import pytest

import handbook.checks
from conftest import DAY, ROOT
from handbook.checks import PAGES_AND_NAMES, SENTENCES, check_all, found_by, without_echoes
from handbook.pipeline.background import in_background
from handbook.sources.load import load_sources
from support.programs import run_program


@pytest.mark.skipif(sys.platform != "linux", reason="no fork")
@pytest.mark.parametrize("typeset", [False, True])
def test_work_goes_on_in_a_process_of_its_own_before_anything_was_typeset_here(typeset: bool) -> None:
    """The threads of the typesetter do not survive a fork: a child that typesets waited for them for ever."""
    program = f"""
import os
from pathlib import Path
from handbook.pdf.typst_pdf import compiler
from handbook.pipeline.background import in_turn
def work():
    compiler(b"text", Path.cwd()).compile(format="pdf")
    return os.getpid()
if {typeset}:
    work()
first, second = in_turn(lambda: bytes(1 << 20), work)
print(second() != os.getpid(), len(first()))  # the first fills its pipe, and is asked for later
"""
    run = run_program([sys.executable, "-c", program], cwd=ROOT / "scripts", timeout=60)
    assert (run.stdout, run.stderr) == (f"{not typeset} 1048576\n", "")


def _refuse() -> None:
    raise ValueError("so nicht")


def test_what_work_raises_is_raised_where_it_is_asked_for() -> None:
    result = in_background(_refuse)
    with pytest.raises(ValueError, match="so nicht"):
        result()


def _only_in(process: int) -> str:
    if os.getpid() != process:
        os._exit(9)
    return "here"


def test_work_whose_process_dies_is_done_here() -> None:
    assert in_background(partial(_only_in, os.getpid()))() == "here"


PRODUCT = """
from functools import partial
from pathlib import Path
from handbook.pipeline.worker_pool import result_of, worker_pool
from handbook.product import Product
from handbook.recipes.disk_cache import FOLDER, cache_below, cached_value, store
from handbook.recipes.recipe import Recipe
def state():
    return cached_value("states", "one", "asked", lambda: "as it was")
recipe = Recipe("", frozenset(), frozenset(), False)
path = dict(path="a", title="a", kind="READ", group="a")
product = Product(**path, make=partial(bytes), recipe=recipe, fingerprint="", state=state)
kept = Path("{}") / FOLDER
with cache_below(Path("{}")):
    store("known", "here", "asked", "before the fork")
    with worker_pool([product]) as start:
        print(result_of(product, start(product, "as it was")).stays)
    print(*sorted(path.stem for path in kept.iterdir()))
print(*sorted(path.stem for path in kept.iterdir()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="no fork")
def test_each_process_keeps_what_it_found_itself(tmp_path: Path) -> None:
    """What a product comes to is looked up in its own process, at every build again when that keeps
    nothing; what was known before is written once."""
    run = run_program(
        [sys.executable, "-c", PRODUCT.replace("{}", str(tmp_path))], cwd=ROOT / "scripts", timeout=60
    )
    assert (run.stdout, run.stderr) == ("True\nstates\nknown states\n", "")


def test_halves_of_the_checks_find_what_all_of_them_find(project: Path) -> None:
    page = project / "docs" / "index.md"
    wrong = "\n**没有收尾的加粗\n\n按《没有的法》第九百条办。\n"
    page.write_text(page.read_text(encoding="utf-8") + wrong, encoding="utf-8")
    sources = load_sources(project, DAY)
    other = in_background(partial(found_by, sources, SENTENCES))
    told = without_echoes(sources, found_by(sources, PAGES_AND_NAMES) | other())
    assert told == check_all(load_sources(project, DAY))
    assert {"L", "R"} <= {problem.rule[0] for problem in told}


def test_every_check_is_in_one_half() -> None:
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(handbook.checks.__path__, "handbook.checks.")
    ]
    checks = [module.check for module in modules if hasattr(module, "check")]
    listed = [*SENTENCES, *PAGES_AND_NAMES]
    assert len(listed) == len(set(listed))
    assert {check.__module__ for check in checks} == {check.__module__ for check in listed}
