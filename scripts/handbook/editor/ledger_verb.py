"""The command ``ledger``: what the page of the register does, for many files at once and without a
browser."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from handbook.day import day_epoch
from handbook.disk import write_whole
from handbook.ledger import engine
from handbook.model.handbook import Handbook
from handbook.problems import HandbookError, Problem
from handbook.sheets.layout import Sheet
from handbook.sheets.page_data import page_data
from handbook.sources.load import load_sources

#: Findings shown on the terminal; all of them with --json and in the copy.
_SHOWN = 200
_ENDINGS = (".pdf", ".docx", ".xlsx")


def ledger_options(parser: argparse.ArgumentParser) -> None:
    """What ``ledger`` can be told."""
    parser.add_argument(
        "act",
        choices=tuple(_ACTS),
        metavar="做什么",
        help="check 核对，列出要改的地方；week 周报；report 两期对比；visit 上门和跟踪，现场检查单；"
        "take 把手机上查的结果收进“问题”表",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="工作簿", help="这一期的 .xlsx，可以写几个")
    parser.add_argument(
        "--before", nargs="+", type=Path, default=[], metavar="工作簿", help="上一期的 .xlsx，可以写几个"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="文件",
        help="week、report、visit 做好的文件：.pdf、.docx 或者 .xlsx；take 收好的 .xlsx，工作簿不止一个的写文件夹",
    )
    parser.add_argument(
        "--leaves", type=Path, metavar="文件", help="visit 时另做一份抬头填好的现场检查单：.pdf"
    )
    parser.add_argument(
        "--firms",
        nargs="+",
        default=[],
        metavar="企业编号",
        help="现场检查单做哪几户；不写就从上门计划的第一户起",
    )
    parser.add_argument(
        "--most", type=int, default=20, metavar="户数", help="没写哪几户时，现场检查单做几户，不写是 20"
    )
    parser.add_argument(
        "--checks",
        nargs="+",
        type=Path,
        default=[],
        metavar="结果",
        help="take 要收的：自查页存下的 .json、.csv、.xlsx，或者存成 .txt 的文字",
    )
    parser.add_argument(
        "--as",
        dest="meant",
        nargs="+",
        default=[],
        metavar="写的名称=企业编号",
        help="take 问是哪一户时的回答；不收的写“写的名称=-”",
    )
    parser.add_argument("--publish", action="store_true", help="report 的公开版：没有企业名称，小的数不写")
    parser.add_argument("--copy", type=Path, metavar="文件", help="check 时另存一份标出要改地方的 .xlsx")
    parser.add_argument("--json", action="store_true", help="check 的结果以 JSON 输出")


def run_ledger(options: argparse.Namespace, today: dt.date) -> int:
    """The exit status: 1 when there is something to mend before the figures count."""
    return _ACTS[options.act](options, today)


def _book(options: argparse.Namespace, today: dt.date) -> Handbook:
    book = load_sources(options.root, today).handbook()
    if book.ledger is None:
        right, mend = "data/ledger/ledger.yml", "从版本库里找回它"
        raise HandbookError(Problem.whole("data/ledger", "C023", "这本手册没有底数", right, mend))
    return book


def _check(options: argparse.Namespace, today: dt.date) -> int:
    wants: dict[str, Any] = {"check": True}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.xlsx"
        if options.copy:
            wants["copy"] = str(copy)
        request = engine.Request(after=options.files, before=options.before, wants=wants, today=today)
        answer = engine.run(options.root, _book(options, today), request)
        if options.copy:
            write_whole(options.copy, copy.read_bytes())
    problems = answer["problems"]
    wrong = sum(one["level"] == "错误" for one in problems)
    if options.json:
        print(json.dumps(problems, ensure_ascii=False, indent=1))
        return 1 if wrong else 0
    together = answer["together"]
    for one in together[:_SHOWN]:
        print(render(one), file=sys.stderr)
    if len(together) > _SHOWN:
        print(
            f"……只列前 {_SHOWN} 样，一共 {len(together)} 样、{len(problems)} 处；全部用 --json，或者用 --copy 存一份标出来的",
            file=sys.stderr,
        )
    counted = "、".join(f"{name} {count}" for name, count in answer["counts"].items() if count)
    print(
        f"读了 {len(options.files)} 个工作簿（{counted or '没有内容'}），错误 {wrong} 处、提醒 {len(problems) - wrong} 处。"
    )
    if options.copy:
        print(f"标出要改地方的一份：{options.copy}")
    return 1 if wrong else 0


def render(one: dict[str, Any]) -> str:
    """A finding as shown on the terminal: where its first row is, and the other rows that have it."""
    place = one["file"]
    if one["sheet"]:
        place += f" “{one['sheet']}”表"
    if one["row"]:
        place += f" 第 {one['row']} 行"
    if one["column"]:
        place += f" {one['column']} 列"
    same = (
        f"\n    同一列还有 {len(one['rows']) - 1} 行一样：第 {one['others']} 行" if one.get("others") else ""
    )
    return f"{place}: {one['level']} {one['rule']} {one['words']}{same}\n    改法：{one['mend']}"


def _week(options: argparse.Namespace, today: dt.date) -> int:
    return _make(
        options,
        today,
        {"id": "week", "whole": bool(options.output) and options.output.suffix.lower() != ".pdf"},
    )


def _report(options: argparse.Namespace, today: dt.date) -> int:
    if not options.before:
        right, mend = "--before 上一期.xlsx", "补上 --before"
        raise HandbookError(Problem.whole("--before", "C024", "两期对比要有上一期的工作簿", right, mend))
    return _make(options, today, {"id": "years", "publish": options.publish})


def _visit(options: argparse.Namespace, today: dt.date) -> int:
    if options.leaves is not None:
        _ending(options.leaves, (".pdf",))
    return _make(options, today, {"id": "round"})


def _take(options: argparse.Namespace, today: dt.date) -> int:
    """Shows what becomes of each result; writes the workbooks only where ``--output`` says so."""
    if not options.checks:
        right, mend = "--checks 自查.json", "补上 --checks 和文件名"
        raise HandbookError(Problem.whole("--checks", "C029", "没有写要收哪些结果", right, mend))
    target: Path | None = options.output
    folder = target is not None and target.is_dir()
    if target is not None and not folder:
        _ending(target, (".xlsx",))
        if len(options.files) > 1:
            right, mend = "一个已有的文件夹，工作簿不止一个", "-o 后面写文件夹"
            raise HandbookError(Problem.whole(str(target), "C026", "没有写做好的文件放在哪里", right, mend))
    book = _book(options, today)
    # Only here: the pages of the site are needed by no other act.
    from handbook.page_programs.contract import contract
    from handbook.site.pages import self_check

    answers = dict(one.rpartition("=")[::2] for one in options.meant)
    with tempfile.TemporaryDirectory() as home:
        copies = {path.name: str(Path(home) / f"{place}.xlsx") for place, path in enumerate(options.files)}
        take = {
            "files": [str(path) for path in options.checks],
            "answers": answers,
            "copies": copies if target is not None else {},
        }
        request = engine.Request(
            after=options.files,
            wants={"check": True, "take": take},
            today=today,
            values={"handbookContract": contract(), "handbookPoints": self_check.points(book)},
        )
        answer = engine.run(options.root, book, request)
        taken = answer["taken"]
        made = {name: Path(copies[name]).read_bytes() for name in taken["files"] if target is not None}
    if options.json:
        print(json.dumps(taken, ensure_ascii=False, indent=1))
    else:
        _tell_taken(taken, answer["problems"])
    for name, data in made.items():
        path = target / name if folder and target is not None else target
        assert path is not None, "nothing is written without a target"
        write_whole(path, data)
        if not options.json:
            print(f"收好了：{path}")
    return 1 if taken["told"] or any(one["count"] for one in taken["asked"]) else 0


def _tell_taken(taken: dict[str, Any], problems: list[dict[str, Any]]) -> None:
    for one in problems:
        # A workbook or a sheet that was not read holds firms that are then not found.
        if one["level"] == "错误" and not one["row"]:
            print(render(one), file=sys.stderr)
    for row in taken["rows"]:
        where = f"{row['file']} “问题”表 第 {row['row']} 行"
        print(f"{row['kind']}　{where}　{row['id']} {row['firm']} {row['point']}：{row['what']}")
    for asked in taken["asked"]:
        among = "、".join(f"{one['id']} {one['name']}" for one in asked["among"])
        if asked["count"]:
            print(f'问：{asked["key"]}，{asked["why"]}：{among}。回答：--as "{asked["key"]}=企业编号"')
    for one in taken["told"]:
        many = f"（{one['count']} 个问题）" if one["count"] > 1 else ""
        print(f"没有收　{one['where']}：{one['words']}{many}\n    改法：{one['mend']}", file=sys.stderr)
    print(f"{taken['checks']} 次检查：{taken['text']}")


def _make(options: argparse.Namespace, today: dt.date, want: dict[str, Any]) -> int:
    """The report in the format that the ending of ``--output`` says, and what stands in the way of it."""
    if options.output is None:
        raise HandbookError(
            Problem.whole("-o", "C026", "没有写做好的文件放在哪里", "-o 周报.pdf", "补上 -o 和文件名")
        )
    ending = _ending(options.output, _ENDINGS)
    book = _book(options, today)
    leaf = _visit_sheet(book) if options.leaves is not None and want["id"] == "round" else None
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"report{ending}"
        if ending != ".pdf":
            want[ending[1:]] = str(made)
        if want["id"] == "round" and book.ledger is not None:
            want["days"] = book.ledger.not_seen
        wants: dict[str, Any] = {"check": True, "reports": [want]}
        if leaf is not None:
            wants["leaves"] = {"leaf": page_data(leaf), "firms": options.firms, "most": options.most}
        request = engine.Request(after=options.files, before=options.before, wants=wants, today=today)
        answer = engine.run(options.root, book, request)
        if _tell_unread(answer):
            return 1
        leaves = _leaves_pdf(options, leaf, answer["leaves"], today) if leaf is not None else b""
        data = _report_bytes(options.root, book, answer["reports"][0], made, today)
    write_whole(options.output, data)
    print(f"做好了：{options.output}（{len(data) / 1024:.0f} KB）")
    if leaves:
        write_whole(options.leaves, leaves)
        print(f"现场检查单：{options.leaves}，{len(answer['leaves']['pages'])} 户，每户一张，两面印")
    elif leaf is not None:
        print("没有要上门的企业，现场检查单没有做。")
    if wrong := sum(one["level"] == "错误" for one in answer["problems"]):
        print(f"这一期还有 {wrong} 处错误没有改，数字不一定准。用 ledger check 看。")
    return 0


def _visit_sheet(book: Handbook) -> Sheet | None:
    # Only here: it brings along what writes spreadsheets, a tenth of the time of every other command.
    from handbook.site.pages import visit_sheet_data

    return visit_sheet_data.officers_sheet(book)


def _tell_unread(answer: dict[str, Any]) -> bool:
    """Tell the files and sheets that could not be read; whether there are any."""
    unread = [
        one for one in (*answer["problems"], *answer["before"]) if one["level"] == "错误" and not one["row"]
    ]
    for one in unread:
        print(render(one), file=sys.stderr)
    if unread:
        print("\n有文件、工作表没有读进来，报告没有做。", file=sys.stderr)
    return bool(unread)


def _report_bytes(root: Path, book: Handbook, report: dict[str, Any], made: Path, today: dt.date) -> bytes:
    """The file of a report: a PDF is typeset here, others the program of the page has written to ``made``."""
    if made.suffix != ".pdf":
        return made.read_bytes()
    from handbook.ledger.report_pdf import report_pdf

    return report_pdf(root, report, publisher=book.site.publisher, epoch=day_epoch(today))


def _ending(path: Path, good: tuple[str, ...]) -> str:
    """The ending of a file to be made, if it is one of ``good``."""
    ending = path.suffix.lower()
    if ending not in good:
        raise HandbookError(
            Problem.whole(
                str(path), "C025", f"做不了“{ending or '没有扩展名'}”的文件", "、".join(good), "改扩展名"
            )
        )
    return ending


def _leaves_pdf(options: argparse.Namespace, leaf: Sheet, made: dict[str, Any], today: dt.date) -> bytes:
    """The leaves of the firms one behind the other; nothing where there is none.

    Raises HandbookError for numbers that no firm of the workbooks has.
    """
    from handbook.ledger.visit_sheet_pdf import leaves_pdf

    if made["unknown"]:
        raise HandbookError(
            Problem.whole(
                "--firms",
                "C028",
                f"工作簿里没有企业 {'、'.join(made['unknown'])}",
                "“企业”表里的企业编号",
                "照“企业”表抄",
            )
        )
    return leaves_pdf(options.root, leaf, [page["blocks"] for page in made["pages"]], epoch=day_epoch(today))


_ACTS = {"check": _check, "week": _week, "report": _report, "visit": _visit, "take": _take}
