"""Results of self-checks taken into the register: the same from every form they are given in, never twice,
the firm never guessed, and nothing of the workbook lost. The page's program and the command."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from conftest import ROOT
from handbook.cli import main
from handbook.ledger import engine
from handbook.ledger.workbook import workbook_bytes
from handbook.ledger.workbook_plan import workbook_plan
from handbook.page_programs import libraries
from handbook.page_programs.contract import contract
from handbook.site.pages import self_check
from support import ledger_cases as made
from support.ledger_cases import DAY
from support.samples import HOSTILE

LATER = ("self-check/papers",)
CODE = made.credit_code(1)


@pytest.fixture(scope="module")
def program(browser: Browser) -> Iterator[Page]:
    """A blank page with the programs of the register and of the self-check, as the site loads them."""
    page = browser.new_page()
    page.add_script_tag(path=libraries.fetch(ROOT)["assets/ledger/fflate.js"])
    values = {
        "handbookContract": contract(),
        "handbookPoints": self_check.points(made.BOOK),
        "handbookLedger": made.MODEL,
    }
    page.evaluate("(values) => Object.assign(window, values)", values)
    for name in (*engine.CORE, *engine.INTAKE, *LATER):
        page.add_script_tag(path=ROOT / engine.SCRIPTS / f"{name}.js")
    page.evaluate(
        """() => {
            const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
            const files = (list) => list.map(([name, text]) => ({ name, bytes: bytes(text) }));
            const model = handbookLedger, limits = model.limits;
            window.taken = (books, sources, answers) => {
                const after = files(books), period = HB.ledger.gather(after, model, limits);
                const found = HB.ledgerFindings.read(files(sources), handbookPoints, model, limits);
                const made = HB.ledgerIntake.take(found, period, after, model, answers || {}, limits);
                return { ...made, checks: found.checks, text: HB.ledgerIntake.countText(made),
                    files: made.files.map((one) => [one.name, btoa(Array.from(one.bytes, (code) =>
                        String.fromCharCode(code)).join(""))]) };
            };
            window.given = (checks, today) => {
                const data = handbookPoints, C = HB.selfCheck;
                const xlsx = HB.xlsx.write(C.sheetsAll(checks, data, today));
                return { json: C.exportText(checks, data, today, null), csv: C.csvAll(checks, data, today),
                    list: C.csv(checks[0], data, {}, today), chat: C.shareText(checks[0], data, today),
                    xlsx: btoa(Array.from(xlsx, (code) => String.fromCharCode(code)).join("")) };
            };
        }"""
    )
    yield page
    page.close()


def check(number: int = 1, **more: Any) -> dict[str, Any]:
    """A self-check of the first firm, by its code; answers by ``points`` as far as they differ from none."""
    blank = {"r": "n", "note": "", "who": "", "due": "", "t": 1, "again": [], "was": ""}
    points = {id: blank | answer for id, answer in more.pop("points", {}).items()}
    scope = {"role": "tenant", "trade": "", "depth": "", "have": None, "lack": [], "hazard": ""}
    return {
        **{"v": 2, "id": f"cabcdef{number:02d}", "firm": "示例第0001厂", "code": CODE, "address": ""},
        **{"present": "", "place": "东车间", "day": "2026-11-20", "by": "示例人", "people": 12},
        "scope": scope | {"items": [], "all": False, "wide": []} | more.pop("scope", {}),
        **{"edition": "2026-11-2", "from": "", "made": number, "t": number, "points": points, "items": {}},
        **more,
    }


def again(day: str, ok: bool) -> dict[str, Any]:
    return {"day": day, "by": "示例人", "ok": ok, "note": ""}


def given(program: Page, *checks: dict[str, Any]) -> dict[str, bytes]:
    """What the self-check page gives out of ``checks``, by form."""
    out: dict[str, str] = program.evaluate("([c, day]) => given(c, day)", [list(checks), DAY.isoformat()])
    return {name: base64.b64decode(text) if name == "xlsx" else text.encode() for name, text in out.items()}


def taken(program: Page, book: bytes, *sources: bytes, **answers: str) -> dict[str, Any]:
    def sent(name: str, data: bytes) -> list[str]:
        return [name, base64.b64encode(data).decode()]

    value: dict[str, Any] = program.evaluate(
        "([books, sources, answers]) => taken(books, sources, answers)",
        [
            [sent("甲镇.xlsx", book)],
            [sent(f"结果{number}", data) for number, data in enumerate(sources, 1)],
            answers,
        ],
    )
    value["book"] = base64.b64decode(value["files"][0][1]) if value["files"] else book
    return value


def register(folder: Path, **sheets: Any) -> bytes:
    return made.write(folder / "甲镇.xlsx", made.base(**sheets)).read_bytes()


def problems(book: bytes) -> list[dict[str, Any]]:
    """The filled rows of the sheet 问题, by the names of its columns; days as texts."""
    heads = {head: name for name, head in made.HEADS["问题"].items()}
    head, *rows = load_workbook(io.BytesIO(book))["问题"].iter_rows(values_only=True)
    return [
        {
            heads.get(str(name), str(name)): value.date().isoformat()
            if isinstance(value, dt.datetime)
            else value
            for name, value in zip(head, row, strict=True)
            if value is not None
        }
        for row in rows
        if any(row)
    ]


def kinds(value: dict[str, Any]) -> list[str]:
    return [f"{row['kind']} {row['point'].split()[0]}" for row in value["rows"]]


# ---------- Every form ----------


def test_every_form_makes_the_same_rows_and_none_twice(program: Page, tmp_path: Path) -> None:
    points = {
        "07-1": {"note": "电线乱拉，\n插座“烧黑”了", "who": "张三", "due": "2026-12-01"},
        "14-1": {"again": [again("2026-11-22", False)], "due": "2026-11-21"},
        "04-7": {},
        "06-1": {"r": "y"},
    }
    forms = given(program, check(points=points))
    book = register(tmp_path)
    rows = problems(taken(program, book, forms["json"])["book"])
    by_point = {row["要点编号"]: row for row in rows}
    assert sorted(by_point) == ["04-7", "07-1", "14-1"]
    assert by_point["07-1"] == {
        **{"问题编号": "WT-002", "企业编号": "QY-0001", "发现日期": "2026-11-20", "要点编号": "07-1"},
        **{"部位": "东车间", "问题": "电线乱拉，\n插座“烧黑”了", "重大": "否", "谁改": "承租方"},
        "期限": "2026-12-01",
    }
    assert by_point["14-1"]["结果"] == "没改好" and by_point["14-1"]["复查日期"] == "2026-11-22"
    assert "没有做到：" in by_point["04-7"]["问题"] and "期限" not in by_point["04-7"]
    # ▲ is what may be a major hazard: the mark goes along, the judgement is left to a person.
    major = {row["要点编号"]: "重大" not in row for row in rows}
    assert {id: row["问题"].startswith("▲") for id, row in by_point.items()} == major
    assert set(major.values()) == {True, False}
    for name in ("csv", "xlsx", "list", "chat"):
        value = taken(program, book, forms[name])
        less = {"部位"} | ({"复查日期", "结果"} if name == "chat" else set())
        other = [{key: cell for key, cell in row.items() if key not in less} for row in rows]
        found = sorted(problems(value["book"]), key=lambda row: str(row["要点编号"]))
        for row in (*found, *other):
            row.pop("问题编号")
            row["问题"] = re.sub(r"\s+", "", row["问题"])
            row.pop("谁改" if name == "list" else "", None)  # it does not say whose check it is
        assert found == sorted(other, key=lambda row: str(row["要点编号"])), name
        assert value["told"] == [] and value["checks"] == 1
        # What has come in one form does not come again in another, nor twice in one.
        first = taken(program, book, forms["json"])["book"]
        again_ = taken(program, first, forms[name], forms[name])
        assert {row["kind"] for row in again_["rows"]} == {"已经有"} and again_["files"] == [], name


def test_tables_as_wps_saves_and_copies_them(program: Page, tmp_path: Path) -> None:
    """In the code of Windows with slashes in days; or cells copied, with tabs."""
    text = given(program, check(points={"07-1": {"note": "甲"}}))["csv"].decode().lstrip("\ufeff")
    book = register(tmp_path)
    want = problems(taken(program, book, text.encode())["book"])
    slashes = re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\1/\2/\3", text)
    assert problems(taken(program, book, slashes.encode("gb18030"))["book"]) == want
    tabs = text.replace('","', "\t").replace('"', "")
    assert problems(taken(program, book, tabs.encode())["book"]) == want
    chat = "张三 10:05\n" + given(program, check(points={"07-1": {}}))["json"].decode() + "\n李四"
    assert kinds(taken(program, book, chat.encode())) == ["新的 07-1"]


# ---------- Later states ----------


def test_a_later_state_updates_its_row_and_an_earlier_one_does_not(program: Page, tmp_path: Path) -> None:
    old = check(points={"07-1": {"note": "甲"}, "02-1": {"again": [again("2026-11-21", True)]}})
    first = taken(program, register(tmp_path), given(program, old)["json"])
    # Mended before it was ever written down: told, and no row.
    assert kinds(first) == ["新的 07-1"] and first["mended"] == 1
    mended = check(t=5, points={"07-1": {"note": "甲", "t": 5, "again": [again("2026-11-22", True)]}})
    second = taken(program, first["book"], given(program, mended)["json"])
    assert kinds(second) == ["更新 07-1"]
    assert [(row["结果"], row["复查日期"]) for row in problems(second["book"])] == [("销号", "2026-11-22")]
    assert kinds(taken(program, second["book"], given(program, old)["json"])) == ["已经有 07-1"]
    # A check that goes on from the first finds it mended, or wrong again later.
    follower = check(2, **{"from": "cabcdef01"}, day="2026-11-23", points={"07-1": {"r": "y", "was": "n"}})
    third = taken(program, first["book"], given(program, follower)["json"])
    assert [(row["结果"], row["复查日期"]) for row in problems(third["book"])] == [("销号", "2026-11-23")]
    both = taken(program, register(tmp_path), given(program, old, follower)["json"])
    assert both["rows"] == [] and both["mended"] == 2  # the row it would have made is closed already
    anew = check(3, day="2026-11-23", points={"07-1": {"note": "又犯"}})
    fourth = taken(program, second["book"], given(program, anew)["json"])
    assert kinds(fourth) == ["新的 07-1"] and len(problems(fourth["book"])) == 2
    # Still open on a later day: the same matter.
    assert kinds(taken(program, first["book"], given(program, anew)["json"])) == ["已经有 07-1"]
    elsewhere = anew | {"place": "西车间"}
    assert kinds(taken(program, first["book"], given(program, elsewhere)["json"])) == ["新的 07-1"]


def test_what_officers_wrote_stays(program: Page, tmp_path: Path) -> None:
    rows = [
        made.problem(7, 要点编号="07-1", 结果="移交", 移交给谁=made.MODEL["bodies"][0]),
        made.problem(8, 要点编号="02-1", 期限=None),
    ]
    look = [again("2026-11-22", True)]
    source = check(points={"07-1": {"again": look}, "02-1": {"note": "别的话", "due": "2026-12-03"}})
    value = taken(program, register(tmp_path, 问题=rows), given(program, source)["json"])
    assert kinds(value) == ["已经有 07-1", "更新 02-1"]
    found = problems(value["book"])
    assert found[0]["结果"] == "移交" and (found[1]["问题"], found[1]["期限"]) == ("后门上了锁", "2026-12-03")
    # Of several rows of one point, that of the day.
    rows = [made.problem(1), made.problem(2, 发现日期=dt.date(2026, 11, 20))]
    value = taken(
        program,
        register(tmp_path, 问题=rows),
        given(program, check(points={"14-1": {"again": look}}))["json"],
    )
    assert [row.get("结果") for row in problems(value["book"])] == [None, "销号"]


# ---------- Which firm ----------


def test_firms_are_matched_asked_or_told_and_never_guessed(program: Page, tmp_path: Path) -> None:
    firms = [
        made.firm(1),
        made.firm(2, 企业名称="徐州示例木业有限公司"),
        made.firm(3, 企业名称="示例五金（徐州）厂"),
    ]
    book = register(tmp_path, 企业=firms)

    def of(firm: str, code: str = "", **answers: str) -> dict[str, Any]:
        source = given(program, check(firm=firm, code=code, points={"07-1": {}, "02-1": {}}))
        return taken(program, book, source["json"], **answers)

    assert {row["firm"] for row in of("改了名", CODE)["rows"]} == {"示例第0001厂"}
    assert {row["firm"] for row in of("示例五金(徐州) 厂")["rows"]} == {"示例五金（徐州）厂"}
    near = of("示例木业")
    assert near["rows"] == [] and [one["count"] for one in near["asked"]] == [2]
    assert [one["id"] for one in near["asked"][0]["among"]] == ["QY-0002"] and "要问的 2 个" in near["text"]
    assert len(of("示例木业", 示例木业="QY-0002")["rows"]) == 2
    assert of("示例木业", 示例木业="-")["told"][0]["words"] == "选了不收"
    other = of("示例第0001厂", made.credit_code(9))
    assert other["rows"] == [] and other["asked"][0]["why"] == "名称一样，信用代码不一样"
    for name, words in (("完全不相干公司", "底数里没有这家企业"), ("", "没有写企业")):
        value = taken(
            program,
            book,
            given(program, check(firm=name, code="", place="", points={"07-1": {}, "02-1": {}}))["json"],
        )
        (told,) = value["told"]
        assert (told["words"], told["count"], value["files"]) == (words, 2, []) and told["mend"]
    gone = [made.firm(1, 状态="已迁出"), made.firm(4, 企业名称="示例第0001厂", 信用代码=made.credit_code(4))]
    moved = taken(
        program, register(tmp_path, 企业=gone), given(program, check(code="", points={"07-1": {}}))["json"]
    )
    assert problems(moved["book"])[-1]["企业编号"] == "QY-0004"  # who is here now


# ---------- The workbook ----------


def test_nothing_of_the_workbook_is_lost(program: Page, tmp_path: Path) -> None:
    """From the blank workbook: own columns and sheets, formulas, drop-downs, looks; days stay days."""
    book = load_workbook(io.BytesIO(workbook_bytes(workbook_plan(made.BOOK), epoch=1_795_392_000)))
    base = made.base(问题=[made.problem(11)])
    for name, rows in base.items():
        page = book[name]
        for number, row in enumerate(rows, 2):
            for place, column in enumerate(made.HEADS[name], 1):
                page.cell(number, place).value = row.get(column)
    page = book["问题"]
    own = len(made.HEADS["问题"]) + 1
    page.cell(1, own).value, page.cell(2, own).value = "谁带的队", "甲"
    page.cell(3, own).value = "=1+1"
    page.cell(9, own + 1).value = "表边上的一句话"
    extra = book.create_sheet("我自己的表")
    extra["A1"], extra["A2"], extra["B7"] = "=SUM(B1:B9)", "留着", 3.5
    book.save(tmp_path / "甲镇.xlsx")
    before = (tmp_path / "甲镇.xlsx").read_bytes()
    source = check(points={"07-1": {"due": "2026-12-01"}, "14-1": {"again": [again("2026-11-22", True)]}})
    value = taken(program, before, given(program, source)["json"])
    assert kinds(value) == ["更新 14-1", "新的 07-1"]
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(value["book"])) as new:
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert len(changed) == 1 and changed[0].startswith("xl/worksheets/")
    was, now = (load_workbook(io.BytesIO(data)) for data in (before, value["book"]))
    fresh = {cell.coordinate for cell in now["问题"][3]} | {"J2", "K2"}
    for row in was["问题"].iter_rows():
        for cell in row:
            twin = now["问题"][cell.coordinate]
            assert twin.number_format == cell.number_format, cell.coordinate
            if cell.coordinate not in fresh or cell.column >= own:
                assert twin.value == cell.value, cell.coordinate
    columns = {name: place for place, name in enumerate(made.HEADS["问题"], 1)}
    assert now["问题"].cell(3, columns["问题编号"]).value == "WT-012"
    for row, column in ((3, "发现日期"), (3, "期限"), (2, "复查日期")):
        assert isinstance(now["问题"].cell(row, columns[column]).value, dt.datetime)
    rules = [(str(one.sqref), one.formula1) for one in now["问题"].data_validations.dataValidation]
    assert rules == [(str(one.sqref), one.formula1) for one in was["问题"].data_validations.dataValidation]


def test_formulas_stay_and_are_told(program: Page, tmp_path: Path) -> None:
    path = made.write(tmp_path / "甲镇.xlsx", made.base(问题=[made.problem(1)]))
    book = load_workbook(path)
    place = list(made.HEADS["问题"]).index("结果") + 1
    book["问题"].cell(2, place).value = '=IF(J2="","","销号")'
    book.save(path)
    source = check(points={"14-1": {"again": [again("2026-11-22", True)]}})
    value = taken(program, path.read_bytes(), given(program, source)["json"])
    assert [(one["where"], one["words"]) for one in value["told"]] == [
        ("甲镇.xlsx “问题”表 K2", "这一格是公式，没有改")
    ]
    assert load_workbook(io.BytesIO(value["book"]))["问题"]["K2"].value == '=IF(J2="","","销号")'


def test_sheets_with_prefixes_and_days_from_1904(program: Page, tmp_path: Path) -> None:
    """Some programs write <x:row>, and rows without their places; a Mac counts days from 1904."""
    path = tmp_path / "甲镇.xlsx"
    with zipfile.ZipFile(
        io.BytesIO(register(tmp_path, 问题=[made.problem(1, 发现日期=dt.date(2020, 1, 1))]))
    ) as source:
        files = {name: source.read(name).decode() for name in source.namelist()}
    for name in files:
        if name.startswith("xl/worksheets/"):
            files[name] = re.sub(r"<(/?)(row|c|v|is|t|f|sheetData)(?=[ >/])", r"<\1x:\2", files[name])
            files[name] = files[name].replace(
                "<worksheet ",
                '<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ',
            )
            files[name] = re.sub(r'(<x:c) r="[A-D]2"', r"\1", files[name])
    book = files["xl/workbook.xml"]
    files["xl/workbook.xml"] = re.sub(
        r"<workbookPr\s*/>|<workbookPr [^>]*/>", '<workbookPr date1904="1"/>', book
    )
    assert "date1904" in files["xl/workbook.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    source = check(points={"07-1": {"note": "甲"}, "14-1": {"again": [again("2026-11-22", False)]}})
    value = taken(program, path.read_bytes(), given(program, source)["json"])
    assert kinds(value) == ["更新 14-1", "新的 07-1"]
    found = problems(value["book"])
    assert [(row["问题"], row.get("结果")) for row in found] == [("后门上了锁", "没改好"), ("甲", None)]
    assert (found[1]["发现日期"], found[0]["复查日期"]) == ("2026-11-20", "2026-11-22")


def test_hostile_words_stay_texts(program: Page, tmp_path: Path) -> None:
    texts = [*HOSTILE[:2], "=1+1", "+cmd|'/c calc'!A1", "@SUM(A1)", "-2+3", "2026-1"]
    points = {f"07-{number}": {"note": text} for number, text in enumerate(texts, 1)}
    forms = given(program, check(place="=2+2", points=points))
    for name in ("json", "csv", "xlsx", "list"):
        book = taken(program, register(tmp_path), forms[name])["book"]
        assert [row["问题"].removeprefix("▲可能重大：") for row in problems(book)] == texts or name == "list"
        assert {row["问题"].removeprefix("▲可能重大：") for row in problems(book)} == set(texts), name
        cells = [cell for row in load_workbook(io.BytesIO(book))["问题"] for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"], name


# ---------- What is wrong ----------


def test_what_cannot_be_read_is_told_with_a_way_out(program: Page, tmp_path: Path) -> None:
    book = register(tmp_path)
    good = given(program, check(points={"07-1": {}}))
    bad = {
        "不是自查页给出来的结果": "随便写的一段话".encode(),
        "一字不少": good["json"][: len(good["json"]) // 2],
        "这是底数的工作簿": book,
        "坏了": good["xlsx"][:200],
        "旧格式": b"\xd0\xcf\x11\xe0" + b"0" * 600,
        "日期“某天”读不出来": good["csv"].replace(b"2026-11-20", "某天".encode()),
        "后面没有日期": "【安全自查】示例第0001厂\n1. 07-1 没有做到：甲".encode(),
    }
    for words, source in bad.items():
        value = taken(program, book, source, good["json"])
        assert any(words in one["words"] for one in value["told"]), (words, value["told"])
        assert all(one["mend"] and one["where"].startswith("结果1") for one in value["told"])
        assert kinds(value) == ["新的 07-1"]  # the good one beside it
    quick = check(
        scope={"depth": "quick"},
        items={"07": {"r": "n", "t": 1}, "06": {"r": "n", "t": 1}},
        points={"06-1": {}},
    )
    for name in ("json", "csv", "xlsx", "list", "chat"):
        value = taken(program, book, given(program, quick)[name])
        assert kinds(value) == ["新的 06-1"], name
        (told,) = value["told"]
        assert told["where"].endswith("07") and "没有写明是哪一个要点" in told["words"], name
    without = made.write(tmp_path / "b.xlsx", made.base(), leave_out=["问题"]).read_bytes()
    assert "没有“问题”表" in taken(program, without, good["json"])["told"][0]["words"]
    unknown = good["json"].replace(b'"07-1"', b'"99-9"')
    assert taken(program, book, unknown)["told"][0]["words"] == "这一版手册里没有这个要点"


# ---------- The command ----------


def test_the_command_shows_first_and_writes_what_the_page_writes(
    program: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = register(tmp_path, 企业=[made.firm(1), made.firm(2, 企业名称="徐州示例木业有限公司")])
    sources = [
        check(points={"07-1": {"due": "2026-12-01"}}),
        check(2, firm="示例木业", code="", points={"02-1": {}}),
    ]
    forms = given(program, *sources)
    (tmp_path / "自查.json").write_bytes(forms["json"])
    words = ["ledger", "take", str(tmp_path / "甲镇.xlsx"), "--checks", str(tmp_path / "自查.json")]
    words += ["--date", DAY.isoformat()]
    assert main(words) == 1  # a firm is asked for
    said = capsys.readouterr().out
    assert "新的 1 个" in said and "要问的 1 个" in said and '--as "示例木业=企业编号"' in said
    assert (tmp_path / "甲镇.xlsx").read_bytes() == book
    out = tmp_path / "新.xlsx"
    assert main([*words, "--as", "示例木业=QY-0002", "-o", str(out)]) == 0
    assert out.read_bytes() == taken(program, book, forms["json"], 示例木业="QY-0002")["book"]
    assert [row["企业编号"] for row in problems(out.read_bytes())] == ["QY-0001", "QY-0002"]
    capsys.readouterr()
    assert main(["ledger", "check", str(out), "--date", DAY.isoformat(), "--json"]) == 1
    wrong = [one for one in json.loads(capsys.readouterr().out) if one["level"] == "错误"]
    assert [(one["sheet"], one["field"], one["row"]) for one in wrong] == [("问题", "期限", 3)]
    for more, told in (([], "--checks"), (["--checks", str(tmp_path / "没有.json")], "没有这个文件")):
        assert main(["ledger", "take", str(out), *more]) == 1
        assert told in capsys.readouterr().err
