"""The program itself: typed throughout, linted, and of a shape that keeps its rooms apart."""

from __future__ import annotations

import ast
import dataclasses
import graphlib
import importlib.metadata
import re
import sys
from pathlib import Path
from typing import get_args, get_type_hints
from unicodedata import east_asian_width

import pytest
from pydantic import BaseModel

from conftest import ROOT
from handbook.cli import COMMANDS, main
from handbook.model.handbook import Handbook
from handbook.model.speech import Habits
from handbook.rules import AREAS, REGISTER
from handbook.sources.kinds import KINDS
from handbook.verbs import VERBS
from support.node_tools import node as run_node
from support.node_tools import node_modules
from support.programs import run_program
from support.source_code import nodes

PACKAGE = ROOT / "scripts" / "handbook"

#: What each room may import of the others: data flows one way, from the sources to what is written.
ROOMS = {
    "recipes": set(),
    "page_text": set(),
    "model": set(),
    "drawing": {"model", "recipes"},
    "sources": {"model", "page_text", "recipes"},
    "checks": {"model", "page_text", "drawing", "sources", "pdf", "sheets"},
    "markdown": {"model", "drawing", "recipes"},
    "pdf": {"model", "markdown", "recipes"},
    "office": set(),
    "page_programs": {"model", "markdown", "office"},
    "sheets": {"model", "markdown", "pdf", "office", "recipes"},
    "books": {"model", "page_text", "markdown", "drawing", "pdf", "recipes"},
    "teaching": {"model", "markdown", "drawing", "pdf", "office", "recipes"},
    "ledger": {"model", "markdown", "pdf", "office", "page_programs", "sheets", "recipes"},
    "pack": {"model", "markdown", "office", "page_programs", "recipes"},
    "site": {
        *("model", "page_text", "markdown", "drawing", "page_programs"),
        *("sheets", "ledger", "pack", "recipes"),
    },
    "pipeline": {
        *("model", "drawing", "sources", "checks", "page_programs"),
        *("markdown", "pdf", "sheets", "books", "teaching", "ledger", "site", "recipes"),
    },
    "editor": {
        *("model", "page_text", "drawing", "sources", "checks", "page_programs"),
        *("markdown", "pdf", "sheets", "books", "teaching", "ledger", "site", "pipeline"),
    },
}


@pytest.mark.parametrize(
    "command", [["ruff", "check", "scripts", "tests"], ["mypy"]], ids=lambda command: command[0]
)
@pytest.mark.slow
def test_linters_find_nothing(command: list[str]) -> None:
    run = run_program([sys.executable, "-m", *command], cwd=ROOT)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]


@pytest.mark.parametrize(
    "command",
    [
        ["tsc", "--project", "tsconfig.json"],
        ["eslint", "overrides"],
        ["prettier", "--check", "overrides/**/*.js", "overrides/**/*.css", "overrides/types/*.ts"],
    ],
    ids=lambda command: command[-1],
)
@pytest.mark.slow
def test_tools_find_nothing_in_the_programs_of_the_pages(command: list[str]) -> None:
    """Types (JSDoc and overrides/types), slips, and one way of setting it out."""
    run = run_program([str(node_modules() / ".bin" / command[0]), *command[1:]], cwd=ROOT)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]


def test_typst_templates_are_set_out_one_way() -> None:
    node_modules()
    files = sorted(str(path) for path in (ROOT / "overrides/typst").glob("*.typ"))
    run = run_node("tests/support/format-typst.mjs", "--check", *files)
    assert run.returncode == 0, (
        f"先运行 node tests/support/format-typst.mjs overrides/typst/*.typ\n{run.stdout}{run.stderr}"
    )


def imported(path: Path) -> set[str]:
    """Rooms that a module imports from, imports inside functions included."""
    found = set()
    for node in nodes(path):
        names = (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        found |= {
            name.split(".")[1]
            for name in names
            if name.startswith("handbook.") and (PACKAGE / name.split(".")[1]).is_dir()
        }
    return found


def inner_rooms() -> dict[str, list[Path]]:
    """Files of every package by its path: a room's own, and those of each room inside it."""
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        found.setdefault(path.parent.relative_to(PACKAGE.parent).as_posix(), []).append(path)
    return found


def test_no_room_is_too_large_to_be_known() -> None:
    """A package's own files have at most 2,000 lines: what outgrows that is two rooms, or a room inside
    it."""
    lines = {
        room: sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
        for room, files in inner_rooms().items()
    }
    assert len(lines) > len(ROOMS) and {room: n for room, n in lines.items() if n > 2000} == {}


def test_no_file_of_the_program_is_too_long_to_be_read() -> None:
    programs = [*PACKAGE.rglob("*.py"), *(ROOT / "overrides").rglob("*.js"), *PACKAGE.rglob("*.cjs")]
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in programs
        if "node_modules" not in path.parts
    }
    assert len(lines) > 200 and {name: n for name, n in lines.items() if n > 800} == {}


def test_rooms_inside_a_room_say_what_they_are_and_lead_one_way() -> None:
    inner = {room for room in inner_rooms() if room.count("/") == 2}
    after: dict[str, set[str]] = {}
    for room in inner:
        head = ast.get_docstring(
            ast.parse((PACKAGE.parent / room / "__init__.py").read_text(encoding="utf-8"))
        )
        assert head and head.endswith("."), room
        after[room] = {
            other.parent.relative_to(PACKAGE.parent).as_posix()
            for path in inner_rooms()[room]
            for other in modules_imported(path)
        } & (inner - {room})
    assert list(graphlib.TopologicalSorter(after).static_order())


@pytest.mark.parametrize("room", ROOMS)
def test_data_flows_one_way(room: str) -> None:
    astray = {
        path.relative_to(PACKAGE).as_posix(): imported(path) - ROOMS[room] - {room}
        for path in sorted((PACKAGE / room).rglob("*.py"))
    }
    assert {name: rooms for name, rooms in astray.items() if rooms} == {}


def test_every_room_is_on_the_map() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == set(ROOMS)
    architecture = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert [room for room in rooms if f"`…/{room}/`" not in architecture] == []
    inner = {room.split("/")[2] for room in inner_rooms() if room.count("/") == 2}
    assert [room for room in inner if f"`{room}/`" not in architecture] == []
    # One page: what needs more words stands where it is done.
    assert architecture.count("\n") <= 75 and len(architecture) <= 5000


@pytest.mark.slow
def test_nothing_but_the_adapter_knows_the_site_generator() -> None:
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in nodes(path)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        )
        if name.split(".")[0] in ("mkdocs", "properdocs", "zensical", "material")
    ]
    assert guilty == []


# ---------- Rule codes ----------


def codes_used() -> set[str]:
    """Every string of the program that is a rule code."""
    return {
        node.value
        for path in sorted((ROOT / "scripts").rglob("*.py"))
        if path.name != "rules.py"
        for node in nodes(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(f"[{''.join(AREAS)}][0-9]{{3}}", node.value)
    }


def test_every_rule_code_is_registered_with_one_meaning() -> None:
    assert codes_used() == set(REGISTER)
    assert {code[0] for code in REGISTER} == set(AREAS)
    titles = [rule.title for rule in REGISTER.values()]
    assert len(set(titles)) == len(titles)


def test_commands_and_build_tell_one_thing_by_one_code() -> None:
    """A code of the command line or the build has one message; where there are two, both say the title."""
    told: dict[str, set[str]] = {}
    for path in sorted((ROOT / "scripts").rglob("*.py")):
        for node in nodes(path):
            for code, text in (
                zip(node.args, node.args[1:], strict=False) if isinstance(node, ast.Call) else ()
            ):
                if isinstance(code, ast.Constant) and re.fullmatch("[BC][0-9]{3}", str(code.value)):
                    told.setdefault(str(code.value), set()).add(ast.unparse(text))
    several = {code for code, texts in told.items() if len(texts) > 1}
    assert several <= {"B010", "C001", "C002", "C004", "C008"}


def test_rules_that_point_at_others_point_at_rules() -> None:
    for rule in REGISTER.values():
        assert all(any(code.startswith(head) for code in REGISTER) for head in rule.echo_of)


# ---------- Verbs ----------


def test_one_table_of_verbs_serves_everybody() -> None:
    names = [verb.name for verb in VERBS]
    assert len(set(names)) == len(names) and set(names) == set(COMMANDS)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^VERBS := (.*)$", makefile, re.MULTILINE)[1].split() == names
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("## 全部命令")[2].partition("## ")[0]
    assert sorted(re.findall(r"^\| `make ([a-z-]+)", readme, re.MULTILINE)) == sorted(names)
    guide = (ROOT / "docs/editing/local.md").read_text(encoding="utf-8").partition("## 常用命令")[2]
    told = re.findall(r"^\| `([a-z-]+)", guide.partition("## ")[0], re.MULTILINE)
    assert told and set(told) <= set(names)


def test_the_entry_knows_the_verbs_before_anything_is_installed() -> None:
    """``run.py`` and what it starts with import nothing but the standard library and the table."""
    for name in ("run.py", "environment.py", "handbook/__init__.py", "handbook/verbs.py"):
        for node in nodes(ROOT / "scripts" / name):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert all(
                part.split(".")[0] in sys.stdlib_module_names or part in ("handbook.verbs", "environment")
                for part in names
            ), (name, names)


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_every_verb_explains_itself_in_chinese(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0 and next(v.help for v in VERBS if v.name == verb)[:8] in told


# ---------- Kinds of data ----------


def test_one_table_of_kinds_feeds_the_model() -> None:
    fields = {field.name for field in dataclasses.fields(Handbook)} - {"today", "pages", "drawings"}
    assert {kind.name for kind in KINDS} == fields and len(KINDS) == len(fields)
    assert len({kind.title for kind in KINDS}) == len(KINDS)
    # The field says what mypy knows of the kind, the row how it is read: one value or many, of one type.
    hints = get_type_hints(Handbook)
    for kind in KINDS:
        single = (kind.element, kind.element | None)
        assert hints[kind.name] in (single if kind.single else (tuple[kind.element, ...],)), kind.name  # type: ignore[name-defined]
    spelt = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in nodes(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value in {kind.pattern for kind in KINDS if "*" in kind.pattern}
        and path.name != "kinds.py"
    ]
    assert spelt == []


def models(shape: object, found: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """Every model that ``shape`` is made of."""
    if isinstance(shape, type) and issubclass(shape, BaseModel) and shape not in found:
        found.add(shape)
        for field in shape.model_fields.values():
            models(field.annotation, found)
    for part in get_args(shape):
        models(part, found)
    return found


#: Written for the editor of the file alone.
NOTES = {"Icon.shows"}


def test_every_field_of_the_data_has_a_reader() -> None:
    """An editor who changes a field changes something: some module or page takes the attribute. How
    people ask is handed on whole, by the names of the fields: the search in the browser takes each."""
    taken = {
        node.attr for path in PACKAGE.rglob("*.py") for node in nodes(path) if isinstance(node, ast.Attribute)
    }
    for path in (ROOT / "overrides/pages").iterdir():
        taken |= set(re.findall(r"\.(\w+)", path.read_text(encoding="utf-8")))
    searched: set[str] = set()
    for path in (ROOT / "overrides/material/assets/javascripts/search").glob("*.js"):
        searched |= set(re.findall(r"[.\"](\w+)", path.read_text(encoding="utf-8")))
    unread = {
        f"{model.__name__}.{name}"
        for kind in KINDS
        for model in models(kind.element, set())
        for name in model.model_fields
        if name not in (searched if model is Habits else taken)
    }
    assert unread - NOTES == set()


def test_every_class_of_the_stylesheets_is_given_to_something() -> None:
    """A rule for a class of ours that no template, page or program names is for nothing. What is put together
    (``"hb-hit__" + kind``) counts by its beginning."""
    folder = ROOT / "overrides"
    styles = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.css"))
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", styles, flags=re.DOTALL)
    styled = set(re.findall(r"\.((?:hb|lg|ls|pk|qz|sc)-[\w-]+)", selectors))
    sources = [path for path in folder.rglob("*") if path.suffix in (".html", ".jinja", ".js")]
    sources += [*(ROOT / "scripts").rglob("*.py"), *(ROOT / "docs").glob("*.md")]
    given = {word for path in sources for word in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))}
    begun = {word for word in given if word.endswith(("--", "__")) and len(word) > 5}
    assert len(styled) > 200
    assert [name for name in sorted(styled - given) if not name.startswith(tuple(begun))] == []


# ---------- Shape of the files ----------


def test_hardly_a_line_is_longer_than_110_columns() -> None:
    """At most one line in two hundred, in the program and its tests: addresses and what is compared word for
    word."""
    run = run_program(
        [
            *(sys.executable, "-m", "ruff", "check", "--isolated", "--line-length", "110"),
            *("--select", "E501", "--output-format", "concise", "scripts", "tests"),
        ],
        cwd=ROOT,
    )
    long = run.stdout.count(": E501")
    lines = sum(
        len(path.read_text(encoding="utf-8").splitlines())
        for folder in ("scripts", "tests")
        for path in (ROOT / folder).rglob("*.py")
    )
    assert lines > 20_000 and long <= lines * 0.005, run.stdout[-3000:]


def test_hardly_a_line_of_the_pages_programs_is_longer_than_110_columns() -> None:
    """The same for JavaScript and its shapes, a Chinese character being two columns wide."""
    programs = [
        path
        for ending in ("*.js", "*.ts", "*.cjs")
        for folder in ("overrides/material", "overrides/offline", "overrides/types", "scripts")
        for path in (ROOT / folder).rglob(ending)
    ]
    lines = [
        (f"{path.name}:{number}", sum(1 + (east_asian_width(char) in "WF") for char in line))
        for path in programs
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]
    long = [place for place, width in lines if width > 110]
    assert len(lines) > 10_000 and len(long) <= len(lines) * 0.005, long


def modules_imported(path: Path) -> set[Path]:
    """Files of the package that a module imports when it is loaded or later."""
    found: set[Path] = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("handbook"):
            base = PACKAGE.parent / (node.module or "").replace(".", "/")
            found |= {base / f"{alias.name}.py" for alias in node.names} | {base.with_suffix(".py")}
            found |= {base / "__init__.py"}
    return {file for file in found if file.is_file()} - {path}


def test_no_file_leads_back_to_itself() -> None:
    graph = {path: modules_imported(path) for path in PACKAGE.rglob("*.py")}
    done: set[Path] = set()

    def visit(path: Path, way: tuple[Path, ...]) -> None:
        assert path not in way, " → ".join(part.name for part in (*way[way.index(path) :], path))
        if path not in done:
            for other in graph[path]:
                visit(other, (*way, path))
            done.add(path)

    for path in graph:
        visit(path, ())


def calls(path: Path) -> set[str]:
    """Names of all functions and methods that a module calls."""
    return {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in nodes(path)
        if isinstance(node, ast.Call)
    }


#: Rooms that only make values of values: they neither read nor write files.
PURE = ("model", "page_text", "markdown", "drawing", "sheets", "site")
#: What they read after all: their own templates, a package's dictionary, and the built site that becomes the
#: offline package.
PURE_BUT = {
    "site/common_words.py": {"read_text"},
    "site/offline_package.py": {"read_bytes", "rglob"},
    "site/service_worker.py": {"read_bytes", "read_text"},
    "site/stage.py": {"rglob"},
}
READS = {"read_text", "read_bytes", "rglob", "glob", "iterdir"}
WRITES = {"write_text", "write_bytes", "write_whole", "mkdir", "unlink", "rmtree", "copyfile", "mirror"}
#: Rooms that may write, and modules of other rooms: page PDFs, drawn pictures, compiled templates, what is
#: remembered and what npm gives are caches, pandoc wants a folder.
WRITERS = {"pipeline", "editor"}
WRITING = {
    "books/formats/epub.py",
    "page_programs/libraries.py",
    "pdf/site_pages/page_cache.py",
    "pdf/site_pages/page_pdf.py",
    "recipes/compiled_templates.py",
    "recipes/disk_cache.py",
    "teaching/pictures.py",
}


@pytest.mark.parametrize("room", PURE)
def test_rooms_of_values_do_not_touch_files(room: str) -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): calls(path) & (READS | WRITES)
        for path in (PACKAGE / room).rglob("*.py")
    }
    astray = {name: done - PURE_BUT.get(name, set()) for name, done in found.items()}
    assert {name: done for name, done in astray.items() if done} == {}


def test_files_are_written_by_the_build_and_the_editor_alone() -> None:
    guilty = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if len(path.relative_to(PACKAGE).parts) > 1
        and path.relative_to(PACKAGE).parts[0] not in WRITERS
        and calls(path) & WRITES
    }
    assert guilty <= WRITING


# ---------- Packages ----------

PINS = ("requirements", "requirements-test", "requirements-node")


def pinned(text: str) -> set[tuple[str, str]]:
    """Names and versions of the packages of a file of requirements; a lock may hold one for each Python."""
    found = re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, re.MULTILINE)
    return {(re.sub("[-_.]+", "-", name).lower(), version) for name, version in found}


@pytest.mark.parametrize("name", PINS)
def test_every_package_is_locked_with_hashes(name: str) -> None:
    direct = pinned((ROOT / f"{name}.txt").read_text(encoding="utf-8"))
    text = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    assert direct and direct <= pinned(text)
    for block in re.split(r"\n(?=[A-Za-z])", text.partition("\n")[2].strip()):
        assert re.fullmatch(r"\S+==\S+(?: ; [^\\]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+", block), block[
            :80
        ]


def test_the_locks_agree_with_each_other_and_with_what_is_installed() -> None:
    build, tests = (pinned((ROOT / f"{name}.lock").read_text(encoding="utf-8")) for name in PINS[:2])
    assert build <= tests
    installed = {
        (re.sub("[-_.]+", "-", entry.name).lower(), entry.version)
        for entry in importlib.metadata.distributions()
    }
    locked = {name for name, _ in tests}
    assert {entry for entry in installed if entry[0] in locked} <= tests, "python scripts/run.py test"
    assert "--require-hashes" in (ROOT / "scripts/environment.py").read_text(encoding="utf-8")


def test_the_map_and_the_guide_name_what_is_there() -> None:
    """Every path that ARCHITECTURE.md and CONTRIBUTING.md name exists, but for what a build makes."""
    for name in ("ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        named = {
            path.rstrip("/")
            for path in re.findall(r"`((?:scripts|overrides|tests|data|docs|deploy)/[\w./-]+)`", text)
        }
        named |= {
            f"scripts/handbook/{path}"
            for path in re.findall(r"`((?:[a-z_]+/)+(?:\w+\.py)?)`", text)
            if path.split("/")[0] in ROOMS
        }
        named -= {"data/changes"}  # comes with the first edition that changed something
        assert len(named) > 5
        assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
