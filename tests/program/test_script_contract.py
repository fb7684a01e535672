"""What Python and the programs of the pages must agree on: names of data, patterns of ids, rules of CSV."""

from __future__ import annotations

import json
import re
from typing import get_type_hints

import tinycss2

from conftest import ROOT
from handbook.ledger.model_script import model as ledger_model
from handbook.office.safe_text import csv_text
from handbook.pack.model_script import current as pack_current
from handbook.pack.model_script import model as pack_model
from handbook.page_programs.contract import CONTRACT as CONTRACT_FILE
from handbook.page_programs.contract import contract
from handbook.site.pages.self_check import Guidance, guidance, points
from handbook.site.programs import style_without_comments, without_comments
from support import real
from support.cases import cases
from support.node_tools import node, node_modules
from support.programs import run_program

SCRIPTS = ROOT / "overrides" / "material" / "assets" / "javascripts"

CASES = cases("cells.yml")
CONTRACT = contract()


def run_script(expression: str, *names: str, value: object = None) -> object:
    """The value of ``expression`` of the page's namespace HB and of ``value``, after the programs ``names``
    were loaded behind the contract and without a page."""
    program = (
        "const vm = require('vm'), fs = require('fs');"
        "const window = {HB: {}, URLSearchParams, TextEncoder, handbookContract: JSON.parse(process.env.CONTRACT)};"
        "window.window = window;"
        f"for (const name of {json.dumps(names)})"
        f" vm.runInNewContext(fs.readFileSync({json.dumps(str(SCRIPTS))} + '/' + name, 'utf8'), window);"
        f"process.stdout.write(JSON.stringify((function (HB, value) {{ return {expression} }})"
        "(window.HB, JSON.parse(process.env.VALUE))));"
    )
    run = node("-e", program, VALUE=json.dumps(value), CONTRACT=json.dumps(CONTRACT))
    assert run.returncode == 0, run.stderr[-800:]
    return json.loads(run.stdout)


def test_cells_are_guarded_alike_in_python_and_in_the_page() -> None:
    texts = [case["文字"] for case in CASES]
    cells = [case["格"] for case in CASES]
    programs = ("self-check/core.js", "self-check/totals.js", "self-check/papers.js")
    assert [csv_text(text) for text in texts] == cells
    assert run_script("value.map(HB.selfCheck.csvText)", *programs, value=texts) == cells
    assert run_script("HB.selfCheck.csvCell(-3) + HB.selfCheck.csvCell('a\"b')", *programs) == '"-3""a""b"'


def test_patterns_mean_the_same_in_both_languages() -> None:
    """Each pattern of the contract, tried on the ids of the handbook and on near misses, by either engine."""
    book = real.book()
    texts = [
        *(entry.point.id for entry in book.points()),
        *(item.id for item in book.items),
        *(question.id for item in book.items for question in item.questions),
        *(hazard.id for hazard in book.hazards),
        *(
            "",
            "0-1",
            "00-1",
            "07-0",
            "07-100",
            "7-1",
            "07-1\n",
            " 07-1",
            "07-Q0",
            "a--b",
            "a.",
            "Ａ",
            "1" * 9,
        ),
    ]
    rules = CONTRACT["patterns"] | {name: CONTRACT["cells"][name] for name in ("formula", "point", "misread")}
    ours = {name: [bool(re.search(rule, text)) for text in texts] for name, rule in rules.items()}
    theirs = run_script(
        "Object.fromEntries(Object.entries(value[0]).map(([name, rule]) =>"
        " [name, value[1].map((text) => new RegExp(rule).test(text))]))",
        value=[rules, texts],
    )
    # Python's $ also stands before a last line break; pydantic's and JavaScript's does not.
    broken = [place for place, text in enumerate(texts) if text.endswith("\n")]
    for name in CONTRACT["patterns"]:
        for place in broken:
            ours[name][place] = False
    assert theirs == ours


def test_nothing_of_the_contract_is_spelt_again() -> None:
    """Patterns, marks, results and sides stand in Python; programs take them from the contract."""
    whole = {
        *CONTRACT["patterns"].values(),
        *(mark["text"] for mark in CONTRACT["marks"].values()),
        *(word for word in CONTRACT["roles"].values() if len(word) > 3),
        *CONTRACT["results"].values(),
        *CONTRACT["quick"].values(),
        CONTRACT["unmet"],
    } - {"没查"}
    found = {
        (path.relative_to(SCRIPTS).as_posix(), text)
        for path in SCRIPTS.rglob("*.js")
        for code in [path.read_text(encoding="utf-8")]
        for text in whole
        if f'"{text}"' in code or f"/{text}/" in code
    }
    # Heads of tables, and whom the page asks: words of their own, beside others that the contract has not.
    allowed = {"ledger/collect.js", "self-check/report.js"}
    assert {
        one for one in found if one[0] not in allowed and one != ("self-check/home.js", "用自己的厂房")
    } == set()


def test_a_check_kept_on_the_device_is_known_to_every_page() -> None:
    """handbook-start.js runs before anything is loaded, so it spells the id of a check itself."""
    known = re.search(r"CHECK_ID = /\^(.+)\$/;", (SCRIPTS / "self-check/core.js").read_text(encoding="utf-8"))
    assert known and known[1] in (SCRIPTS / "handbook-start.js").read_text(encoding="utf-8")


def test_the_contract_comes_before_the_programs_that_read_it() -> None:
    pages = real.staged()
    for name in ("self-check", "quiz", "pack", "officers/collected", "officers/register"):
        head, _, body = pages[f"docs/{name}.md"].partition("\n---")
        scripts = re.findall(r'"(assets/[^"]+\.js)"', head)
        for work in re.findall(r'data-(?:work|take)="([^"]+)"', body):  # loaded when there is something to do
            scripts += [address.replace("../", "") for address in work.split()]
        readers = [
            place
            for place, script in enumerate(scripts)
            if script.startswith("assets/javascripts/")
            and "handbookContract"
            in (SCRIPTS / script.removeprefix("assets/javascripts/")).read_text(encoding="utf-8")
        ]
        assert readers and scripts.index(CONTRACT_FILE) < min(readers), name
    assert f"docs/{CONTRACT_FILE}" in pages


def test_guidance_is_read_by_names_that_are_written() -> None:
    names = set(get_type_hints(Guidance))
    assert all(set(row) == names for row in guidance(real.book()).values())
    read: set[str] = set()
    for path in SCRIPTS.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        if "guidance" in text:
            assert not re.search(r"\b(?:advice|texts)\[\d\]", text), path.name
            read |= set(re.findall(r"\b(?:advice|texts)\.(\w+)", text)) & names
    assert read == names


def test_the_shapes_that_programs_are_checked_by_name_what_python_writes() -> None:
    """tsc holds the programs to overrides/types/*.d.ts (tests/program/test_code.py); this holds the shapes to
    the data."""
    shapes = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "overrides/types").glob("*.d.ts"))
    book = real.book()
    written = {
        "PageContract": CONTRACT,
        "HandbookPoints": points(book),
        "CheckPoint": points(book)["points"][0],
        "Trade": points(book)["trades"][0],
        "LedgerModel": ledger_model(book),
        "Model": pack_model(book),
        "Current": pack_current(book),
        "PaperPlan": pack_model(book)["documents"][0],
    }
    for name, value in written.items():
        body = re.search(rf"^( *)interface {name} \{{\n(.*?)^\1\}}", shapes, re.MULTILINE | re.DOTALL)
        assert body and set(re.findall(rf"^{body[1]}  (\w+): ", body[2], re.MULTILINE)) == set(value), name


def test_every_program_of_the_pages_is_checked_strictly() -> None:
    """No file is left out of tsc, no line is passed over, and nothing of `strict` is taken back."""
    plan = json.loads((ROOT / "tsconfig.json").read_text(encoding="utf-8"))
    programs = set(SCRIPTS.rglob("*.js"))
    assert programs and programs <= {path for pattern in plan["include"] for path in ROOT.glob(pattern)}
    assert "exclude" not in plan and plan["compilerOptions"]["strict"] is True
    assert [key for key, value in plan["compilerOptions"].items() if value is False] == []
    silenced = re.compile(r"@ts-(?:nocheck|ignore|expect-error)")
    assert [path.name for path in programs if silenced.search(path.read_text(encoding="utf-8"))] == []


def test_programs_are_published_without_comments_and_else_unchanged() -> None:
    """The published program parses to the tree of the written one, and nothing that only explains is left."""
    script = (
        "const {parse} = require(process.argv[1]); let text = '';"
        "process.stdin.on('data', (d) => text += d).on('end', () => {"
        " const tree = (code) => JSON.stringify(parse(code, {ecmaVersion: 2019}),"
        " (key, value) => key === 'start' || key === 'end' ? undefined : value);"
        " const wrong = JSON.parse(text).filter(([name, one, two]) => tree(one) !== tree(two)).map((row) => row[0]);"
        " process.stdout.write(JSON.stringify(wrong)); });"
    )
    rows = [
        (path.name, text, without_comments(text))
        for path in sorted(SCRIPTS.rglob("*.js"))
        for text in [path.read_text(encoding="utf-8")]
    ]
    run = run_program(["node", "-e", script, str(node_modules() / "acorn")], input=json.dumps(rows))
    assert run.returncode == 0 and json.loads(run.stdout) == [], run.stderr[-500:]
    assert sum(len(two) for _, _, two in rows) < 0.9 * sum(len(one) for _, one, _ in rows)
    assert not [
        name for name, _, two in rows if re.search(r"^\s*(?://|\*|/\*\*?\s)(?!.*\*/)", two, re.MULTILINE)
    ]


def test_styles_are_published_without_comments_and_else_unchanged() -> None:
    """The published sheet has the same rules; every page loads it."""
    sizes = [0, 0]
    for path in sorted((SCRIPTS.parent / "stylesheets").glob("*.css")):
        text = path.read_text(encoding="utf-8")
        lean = style_without_comments(text)
        rules = [
            tinycss2.serialize(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))
            for sheet in (text, lean)
        ]
        bare = [re.sub(r"/\*.*?\*/|\s+", "", rule, flags=re.DOTALL) for rule in rules]
        assert bare[0] == bare[1], path.name
        assert "/*" not in lean
        sizes[0] += len(text)
        sizes[1] += len(lean)
    assert sizes[1] < sizes[0]
