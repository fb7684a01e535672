"""What downloads rest on: found out from how they are made, never listed; what is touched is made anew,
nothing else is."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from conftest import ROOT
from handbook.model.handbook import Handbook
from handbook.pdf.typst_pdf import only_templates, typeset
from handbook.pipeline.catalogue import all_products
from handbook.pipeline.products import make_products
from handbook.pipeline.thumbnails import preview_products
from handbook.problems import HandbookError, Problem
from handbook.product import BuildContext, Product
from handbook.recipes import recipe as recipes
from handbook.recipes.lazy import Seen
from handbook.recipes.recipe import module_file
from support.programs import run_program

EPOCH = 1795435200


@pytest.fixture(scope="module")
def products(book: Handbook) -> list[Product]:
    context = BuildContext(ROOT, book, EPOCH)
    found = all_products(context)
    return [*found, *preview_products(context, found)]


@pytest.fixture(scope="module")
def loaded(products: list[Product]) -> dict[str, set[str]]:
    """Files that the interpreter really loads for each module that makes products, when nothing of the
    program is loaded yet."""
    names = sorted({product.make.func.__module__ for product in products})  # type: ignore[attr-defined]
    program = (
        "import importlib, json, sys\n"
        "ours = lambda: sorted(n for n in sys.modules if n.partition('.')[0] == 'handbook')\n"
        "for name in json.loads(sys.argv[1]):\n"
        "    for known in ours():\n"
        "        del sys.modules[known]\n"
        "    importlib.import_module(name)\n"
        "    print(json.dumps([name, ours()]))\n"
    )
    run = run_program(
        [sys.executable, "-c", program, json.dumps(names)],
        env={"PYTHONPATH": str(ROOT / "scripts"), "PATH": "/usr/bin:/bin"},
        check=True,
    )
    return {
        name: set(map(module_file, modules)) for name, modules in map(json.loads, run.stdout.splitlines())
    }


def moved(
    products: list[Product], touched: str | None = None, faces: Callable[[], str] = lambda: ""
) -> set[str]:
    """Products whose own fingerprint is another when the file ``touched`` is, or the fonts are."""
    alike: dict[object, list[Product]] = {}
    for product in products:  # what differs in nothing but its values moves together
        recipe = product.recipe
        alike.setdefault((recipe.files, recipe.packages, recipe.fonts), []).append(product)
    return {
        product.path
        for group in alike.values()
        if group[0].recipe.fingerprint(lambda name: "", lambda: "")
        != group[0].recipe.fingerprint(lambda name: "touched" if name == touched else "", faces)
        for product in group
    }


@pytest.mark.slow
def test_the_modules_of_a_product_are_those_that_the_interpreter_loads(
    products: list[Product], loaded: dict[str, set[str]]
) -> None:
    for product in products:
        name = product.make.func.__module__  # type: ignore[attr-defined]
        missing = loaded[name] - product.recipe.files
        assert not missing, (product.path, missing)


@pytest.mark.slow
def test_touching_a_module_moves_the_products_that_use_it(
    products: list[Product], loaded: dict[str, set[str]]
) -> None:
    """Every module of the package, one at a time: what does not load it stays, unless its values come from
    there."""
    books = {
        "READ",
        "SHOP",
        "EPUB",
    }  # their words are made late, by modules that the typesetting does not load
    for path in sorted((ROOT / "scripts" / "handbook").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        gone = moved(products, file)
        uses = {
            product.path
            for product in products
            if file in loaded[product.make.func.__module__]  # type: ignore[attr-defined]
        }
        assert uses <= gone, file
        others = {product.kind for product in products if product.path in gone - uses}
        assert others <= books, file
    writer = moved(products, "scripts/handbook/sheets/formats/xlsx_file.py")
    assert writer == {p.path for p in products if p.path.endswith(".xlsx") and "/forms/" in p.path}
    setter = moved(products, "scripts/handbook/pdf/typst_pdf.py")
    assert setter == {
        product.path for product in products if not product.path.endswith((".docx", ".xlsx", ".csv", ".ics"))
    }
    assert moved(products, "scripts/handbook/checks/text/style.py") == set()


def _named(ending: str, *, inside: str = "") -> Callable[[Product], bool]:
    return lambda product: product.path.endswith(ending) and inside in product.path


@pytest.mark.parametrize(
    ("template", "rests"),
    [
        ("cover.typ", lambda p: p.path.endswith(("-cover.pdf", "-print.pdf"))),
        ("print-notes.typ", _named("-print.pdf")),
        ("epub-cover.typ", _named(".epub")),
        ("form.typ", _named(".pdf", inside="/forms/")),
        ("poster.typ", lambda product: product.kind in ("A3", "4 张 A4")),
        ("slides.typ", lambda product: product.kind == "PDF 16:9"),
        ("slides-handout.typ", lambda product: product.path.endswith(("-handout.pdf", "-notes.pdf"))),
        ("exam.typ", lambda p: re.search(r"/exam/.+\.pdf$|/trades/.+-exam\.pdf$", p.path)),
        ("cards.typ", lambda p: re.search(r"/cards/.+\.pdf$", p.path) and "pocket" not in p.path),
        ("one-page.typ", lambda p: "/one-page" in p.path and p.kind == "READ"),
        ("pocket.typ", lambda p: "/pocket-book" in p.path and p.kind == "READ"),
        ("title-page.typ", lambda p: p.path.endswith(("-shop.pdf", "-print.pdf"))),
        ("preview.typ", _named(".webp")),
        ("base.typ", lambda p: p.recipe.fonts and p.kind not in ("首页小图", "PPTX")),
    ],
)  # fmt: skip
def test_touching_a_template_moves_what_is_set_with_it(
    products: list[Product], template: str, rests: Callable[[Product], bool]
) -> None:
    expected = {product.path for product in products if rests(product)}
    assert expected and moved(products, f"overrides/typst/{template}") == expected


def test_every_template_is_used(products: list[Product]) -> None:
    used = {name for product in products for name in product.recipe.templates}
    program = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "scripts").rglob("*.py"))
    for path in (ROOT / "overrides" / "typst").glob("*.typ"):
        assert path.name in used or f'"{path.name}"' in program, "neither a download nor a command uses it"


def test_a_drawing_moves_what_shows_it(products: list[Product], book: Handbook) -> None:
    drawing = "docs/drawings/14-door-size.svg"
    item = next(page for page in book.pages if page.path.startswith("checklists/14-"))
    assert "14-door-size.svg" in item.body
    gone = moved(products, drawing)
    name = f"downloads/manual-{book.edition.id}"
    assert {f"{name}.pdf", f"{name}.epub"} <= gone
    assert not any("/forms/" in path or "key-areas" in path for path in gone)


@pytest.mark.parametrize(
    ("package", "endings"),
    [
        ("typst", (".pdf", ".webp", ".pptx", ".epub")),
        ("openpyxl", (".xlsx",)),
        ("python-docx", (".docx",)),
        ("python-pptx", (".pptx",)),
    ],
)
def test_another_version_of_a_package_moves_what_it_makes(
    products: list[Product], package: str, endings: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def prints() -> dict[str, str]:
        return {p.path: p.recipe.fingerprint(lambda name: "", lambda: "") for p in products}

    before = prints()
    real = recipes._version
    monkeypatch.setattr(recipes, "_version", lambda name: "99" if name == package else real(name))
    after = prints()
    assert {path for path in before if before[path] != after[path]} == {
        path for path in before if path.endswith(endings)
    }


def test_other_fonts_move_what_is_set(products: list[Product]) -> None:
    gone = moved(products, faces=lambda: "another")
    assert gone == {product.path for product in products if product.recipe.fonts}
    assert not any(path.endswith((".docx", ".xlsx", ".csv", ".ics")) for path in gone)


def test_what_hides_its_inputs_is_refused(book: Handbook, tmp_path: Path) -> None:
    context = BuildContext(tmp_path, book, EPOCH)
    for make in (lambda: b"", partial(lambda: b""), partial(_text, book), partial(_text, context)):
        with pytest.raises(TypeError):
            context.product("downloads/x.txt", "甲", "TXT", "乙", make)


def test_a_template_that_was_not_owned_up_to_is_not_set() -> None:
    with only_templates(frozenset({"form.typ"})), pytest.raises(AssertionError, match=r"exam\.typ"):
        typeset(ROOT, "exam.typ", {}, epoch=EPOCH)


# ---------- Making what changed ----------


def _text(*words: object) -> bytes:
    return "".join(map(str, words)).encode()


def _copy(source: Path) -> bytes:
    return source.read_bytes() + b"!"


def _length(file: Path) -> int:
    return len(file.read_text())


def _told(length: Seen[int]) -> bytes:
    return f"{length()} 个字".encode()


def _fails(name: str) -> bytes:
    raise HandbookError(Problem(name, 1, 1, "B021", "做不出来"))


def test_only_what_changed_is_made(book: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(words: str) -> tuple[list[str], int]:
        context = BuildContext(tmp_path, book, EPOCH)
        first = context.product("downloads/a.txt", "甲", "TXT", "", partial(_text, words))
        second = context.product(
            "downloads/b.txt",
            "乙",
            "TXT",
            "",
            partial(_copy, context.output / first.path),
        )
        third = context.product("downloads/c.txt", "丙", "TXT", "", partial(_text, "总是这样"))
        length = Seen(_length, context.output / first.path)
        fourth = context.product("downloads/d.txt", "丁", "TXT", "", partial(_told, length))
        assert second.after == fourth.after == (first.path,) and not third.after
        told: list[str] = []
        made, facts = make_products(context, [fourth, second, first, third], told.append)
        assert context.read("downloads/d.txt").decode() == f"{len(words)} 个字"
        assert context.read("downloads/b.txt").decode() == words + "!"
        assert facts["downloads/a.txt"].bytes == len(words.encode())
        return told, made

    assert run("一")[1] == 4
    assert run("一") == ([], 0)
    told, made = run("二")
    assert made == 2 and [line.strip() for line in told] == ["甲（TXT）", "乙（TXT）"]
    with monkeypatch.context() as patch:
        patch.delattr("handbook.pipeline.products.worker_pool")
        assert run("二") == ([], 0), "what stays as it is needs no second look"
    assert run("三个")[1] == 3, "what is seen of the first is another"
    assert run("二")[1] == 3
    (tmp_path / "build/products/downloads/c.txt").write_text("被人改过")
    assert run("二")[1] == 1, "a file that is not what was made is made anew"
    (tmp_path / "build/products.json").write_text("{")
    assert run("二")[1] == 4


def test_what_cannot_be_made_is_told_and_the_rest_is_kept(book: Handbook, tmp_path: Path) -> None:
    context = BuildContext(tmp_path, book, EPOCH)
    wrong = [
        context.product(f"downloads/{name}.txt", name, "TXT", "", partial(_fails, name)) for name in "ab"
    ]
    after = context.product(
        "downloads/c.txt", "丙", "TXT", "", partial(_copy, context.output / wrong[0].path)
    )
    good = context.product("downloads/d.txt", "丁", "TXT", "", partial(_text, "好的"))
    with pytest.raises(HandbookError) as caught:
        make_products(context, [*wrong, after, good], lambda text: None)
    assert sorted(problem.file for problem in caught.value.problems) == ["a", "b"]
    made, _ = make_products(context, [good], lambda text: None)
    assert made == 0
