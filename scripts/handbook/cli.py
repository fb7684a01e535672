"""The verbs of the command line. Each verb reads its options, calls one room, and tells the outcome."""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import gc
import os
import signal
import sys
import time
from functools import partial
from pathlib import Path

from handbook.checks import PAGES_AND_NAMES, SENTENCES, check_all, found_by, without_echoes
from handbook.day import build_day, day_epoch
from handbook.disk import disk_problem, write_whole
from handbook.editor import ledger_verb
from handbook.editor import verbs as editor
from handbook.editor.chinese_usage import ChineseParser, amount, item_ids, number, speak_chinese
from handbook.editor.verbs import Command
from handbook.pipeline.background import in_background
from handbook.pipeline.error_reports import crash_problem
from handbook.pipeline.safe_paths import caller_path, outside_sources, remove_generated
from handbook.problems import HandbookError, Problem, Severity, errors, to_json
from handbook.processes import worker_count
from handbook.recipes.disk_cache import cache_below, saving_cache
from handbook.sources import kinds
from handbook.sources.load import load_sources
from handbook.verbs import VERBS

ROOT = Path(__file__).resolve().parents[2]


def main(argv: list[str] | None = None) -> int:
    """Run the command line; the exit status is 0 for success, 1 for problems in the sources, 2 for wrong
    usage."""
    _speak_utf8()
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()
    except OSError as error:
        if not _reader_gone(error):
            raise
        # What is still to be said goes nowhere, or Python complains of it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13  # as the shell tells of a program that SIGPIPE ended


def _reader_gone(error: OSError) -> bool:
    """Whether nobody reads on, as with ``| head -1``; Windows calls that a wrong argument."""
    return isinstance(error, BrokenPipeError) or (
        sys.platform == "win32" and error.errno == errno.EINVAL and error.filename is None
    )


def _run(argv: list[str] | None) -> int:
    parser = _parser()
    options = parser.parse_args(_for_pytest(sys.argv[1:] if argv is None else argv))
    try:
        today = build_day(options.date) if "date" in options else dt.date.today()
        return COMMANDS[options.verb].run(options, today)
    except HandbookError as error:
        _show(error.problems, options)
        return 1
    except OSError as error:
        if _reader_gone(error):
            raise
        # Reading and writing sources and products tell their own troubles; what comes here is a file that a
        # command was pointed at, or a disk that gave out in between.
        _show(disk_problem(Path(error.filename or "硬盘"), error).problems, options)
        return 1
    except Exception as error:
        # A command that reads data with dangling names may stumble over one; the check says which.
        reads = "root" in options and options.verb != "check"
        wrong = errors(check_all(load_sources(options.root, today))) if reads else []
        _show(wrong or [crash_problem("程序", error)], options)
        return 1
    except KeyboardInterrupt:
        print("\n已停止，上一次的成品没有动。", file=sys.stderr)
        return 130


def _for_pytest(arguments: list[str]) -> list[str]:
    """``arguments`` with those of ``test`` marked as not ours: argparse would take options in front for its
    own."""
    if arguments[:1] == ["test"] and arguments[1:] not in (["-h"], ["--help"]):
        return ["test", "--", *arguments[1:]]
    return arguments


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    speak_chinese()
    parser = ChineseParser(prog="python scripts/run.py", description="小微工业企业安全手册：检查、生成、打印")
    parser.set_defaults(json=False, annotate=False)
    verbs = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="verb")
    for verb in VERBS:
        one = verbs.add_parser(verb.name, help=verb.help, description=verb.help)
        COMMANDS[verb.name].options(one)
        if verb.dated:
            one.add_argument("--root", type=Path, default=ROOT, help="项目文件夹")
            one.add_argument("--date", help="构建日期，如 2026-11-23；默认今天")
    return parser


def _check_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument("--annotate", action="store_true", help="以代码托管平台的标注格式输出")


def _build_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-pdf", action="store_true", help="不做每个网页的 PDF")
    parser.add_argument("--site-only", action="store_true", help="只做网页，不做下载件")


def _test_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pytest", nargs=argparse.REMAINDER, help="传给 pytest 的参数")


def _bench_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="部分",
        help="只测这些：整体、印刷品、并排、条目数、编辑台、搜索、网页、底数；不写就全测",
    )


def _serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=number(1, 65535), default=8000, help="端口，默认 8000")


def _verify_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--texts", type=Path, help="官方文本文件夹，一部法规一个文件；默认 law-texts/")
    parser.add_argument("--all", action="store_true", help="列出全部存疑的引用")


def _exam_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", choices=("安全员", "负责人"), default="安全员", help="考谁，默认安全员")
    parser.add_argument("--items", nargs="+", help="只从这些条目里出题，如 07 14；默认全部")
    parser.add_argument("--count", type=number(1, 200), default=20, help="题数，默认 20")
    parser.add_argument(
        "--seed", type=number(0, 999_999), default=1, help="卷号，同一个卷号总是同一份卷，默认 1"
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("."), help="放在哪个文件夹，默认当前文件夹")


def _print_options(parser: argparse.ArgumentParser) -> None:
    # PowerShell takes 07,08 apart into two words, so several words are taken for one.
    parser.add_argument("--items", nargs="+", help="条目编号，如 07 08 09；不写就是全部")
    parser.add_argument("--aspect", help="方面的名称，如 重点领域")
    parser.add_argument("--role", choices=("出租方", "承租方"), help="只要这一方的要点")
    parser.add_argument(
        "--kind",
        choices=("read", "print", "shop", "epub"),
        default="read",
        help="read 屏幕上看，print 办公室打印机拼版，shop 交给印刷厂（另出封面），epub 手机阅读；默认 read",
    )
    parser.add_argument(
        "--paper",
        type=amount(0.02, 1),
        default=0.1,
        help="shop 的书脊按每张纸多少毫米厚算，默认 0.1（80 克双胶纸）",
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, help="做好的文件放在哪里，如 我的手册.pdf"
    )


def _show(problems: list[Problem], options: argparse.Namespace) -> None:
    if options.json:
        print(to_json(problems))
        return
    wrong = len(errors(problems))
    # Reminders first and short: what has to be mended stands last, where one looks.
    for problem in sorted(sorted(problems), key=lambda problem: problem.severity):
        if options.annotate:
            print(problem.annotation())
        else:
            short = problem.severity is Severity.WARNING
            print(problem.reminder() if short else problem.render(), file=sys.stderr)
    if wrong and (len(problems) > 1 or options.verb in ("build", "check")):
        kept = "；上一次的成品没有动" if options.verb in ("build", "check", "release") else ""
        said = f"\n共 {wrong} 个错误、{len(problems) - wrong} 个提醒。改好后再运行一遍{kept}。"
        print(said, file=sys.stderr)


def _check(options: argparse.Namespace, today: dt.date) -> int:
    start = time.perf_counter()
    gc.disable()  # all that is read stays until the end: looking for garbage in it took a quarter of the time
    with cache_below(options.root):
        sources = load_sources(options.root, today)
        other = in_background(partial(saving_cache, partial(found_by, sources, SENTENCES)))
        found = found_by(sources, PAGES_AND_NAMES)
        problems = without_echoes(sources, found | other())
        if not errors(problems):
            from handbook.pipeline.overflow.overflow_check import overflows

            problems = sorted(problems + overflows(sources, forks=True))
    _show(problems, options)
    if errors(problems):
        return 1
    if not options.json:
        items = sources.values(kinds.ITEMS)
        points = sum(len(item.points) for item in items)
        print(
            f"检查通过：{len(items)} 条、{points} 个要点、{len(sources.pages)} 个文字页，{len(problems)} 个提醒，用时 {time.perf_counter() - start:.1f} 秒。"
        )
        unwritten = [item.id for item in items if not item.is_written]
        if unwritten:
            print(f"还有 {len(unwritten)} 条待编写：{'、'.join(unwritten)}。")
    return 0


def _build(options: argparse.Namespace, today: dt.date) -> int:
    gc.disable()  # as for the check; the processes that make products look for garbage again

    from handbook.pipeline.make import build

    with cache_below(options.root):
        build(
            options.root,
            today,
            pdf=not options.no_pdf,
            downloads=not options.site_only,
            forks=True,
            tell=lambda text: print(text, flush=True),
        )
    return 0


def _test(options: argparse.Namespace, today: dt.date) -> int:
    import subprocess

    given = [part for part in options.pytest if part != "--"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *_on_all_cores(given), *given], cwd=ROOT
    ).returncode


def _on_all_cores(given: list[str]) -> list[str]:
    """Options that share the tests among processes, a file to one of them; none for a single file, or when
    told how. One more than there are cores: now and then each waits, for a browser, a build or LibreOffice;
    not so the fast ones, and each process costs seconds of its own."""
    told = {"-n", "--pdb", "--collect-only", "--co"}
    if any(part in told or part.startswith(("-n", "tests/")) for part in given):
        return []
    processes = worker_count() + ("fast" not in given)
    return ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder"]


def _bench(options: argparse.Namespace, today: dt.date) -> int:
    import subprocess

    return subprocess.run(
        [sys.executable, str(ROOT / "tests" / "bench" / "bench.py"), *options.parts], cwd=ROOT
    ).returncode


def _serve(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.pipeline.preview import serve

    # Being told to end is like Ctrl+C; a shell that starts this in the background switches Ctrl+C off.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    serve(options.root, today, port=options.port, tell=lambda text: print(text, flush=True))
    return 0


def _verify(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.checks.law.verify import report, verify
    from handbook.sources.official.law_texts import open_texts

    sources = load_sources(options.root, today)
    if errors(sources.problems):
        raise HandbookError(sources.problems)
    outcome = verify(sources, open_texts(options.root, options.texts, sources.values(kinds.LAWS)))
    print(report(outcome, limit=10_000 if options.all else 40))
    if outcome.problems:
        _show(outcome.problems, options)
    if errors(outcome.problems):
        return 1
    print(f"\n对过的 {len(outcome.checked)} 处，没有发现条文不存在或数额不符。")
    return 0


def _exam(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.model.items.item import Audience
    from handbook.teaching.exams.exam_products import paper_files

    book = load_sources(options.root, today).handbook()
    items = item_ids(" ".join(options.items)) if options.items else None
    files = paper_files(
        options.root,
        book,
        Audience(options.role),
        items=items,
        count=options.count,
        seed=options.seed,
        epoch=day_epoch(today),
    )
    folder = caller_path(options.output)
    for name in files:
        outside_sources(options.root, folder / name)
    for name, data in files.items():
        write_whole(folder / name, data)
    print(f"做好了 {len(files)} 个文件，在 {folder}：")
    for name in files:
        print(f"  {name}")
    return 0


def _print(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.books.custom_book import custom_book
    from handbook.model.items.item import Role
    from handbook.pipeline.build_lock import build_lock
    from handbook.pipeline.stage_files import checked_handbook, write_drawings
    from handbook.product import BuildContext

    output = caller_path(options.output)
    outside_sources(options.root, output)
    ending = ".epub" if options.kind == "epub" else ".pdf"
    if output.suffix.lower() != ending:
        raise HandbookError(
            Problem.whole("print", "C015", f"“{output.name}”的结尾和做的文件不一样", ending, "改文件名的结尾")
        )
    book, _ = checked_handbook(options.root, today)
    with build_lock(options.root):
        write_drawings(options.root, book)
        made = custom_book(
            BuildContext(options.root, book.as_printed, day_epoch(book.edition.day)),
            output,
            items=item_ids(" ".join(options.items)) if options.items else None,
            aspect=options.aspect,
            role=Role(options.role) if options.role else None,
            kind=options.kind,
            paper=options.paper,
        )
    for path, data in made.items():
        write_whole(path, data)
        print(f"做好了：{path}（{len(data) / 1024:.0f} KB）")
    return 0


def _clean(options: argparse.Namespace, today: dt.date) -> int:
    gone = remove_generated(options.root)
    print(f"已删除 {'、'.join(gone)}。" if gone else "没有生成的文件可删。")
    return 0


def _register_ids(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.checks.data.identity import PERMANENT_IDS

    sources = load_sources(options.root, today)
    path = options.root / PERMANENT_IDS
    known = path.read_text(encoding="utf-8").split() if path.exists() else []
    used: list[str] = []
    for item in sources.values(kinds.ITEMS):
        used += [point.id for point in item.points]
        used += [question.id for question in item.questions]
        used += [gone.id for gone in item.withdrawn]
    new = sorted(set(used) - set(known))
    write_whole(path, ("\n".join(sorted({*known, *new}, key=_id_order)) + "\n").encode("utf-8"))
    print(f"登记了 {len(new)} 个新编号，共 {len(known) + len(new)} 个。")
    return 0


def _id_order(text: str) -> tuple[str, bool, int]:
    head, _, tail = text.partition("-")
    return head, tail.startswith("Q"), int(tail.lstrip("Q"))


#: How each verb of the table is run.
COMMANDS = {
    "check": Command(_check, _check_options),
    "build": Command(_build, _build_options),
    "test": Command(_test, _test_options),
    "bench": Command(_bench, _bench_options),
    "serve": Command(_serve, _serve_options),
    "verify": Command(_verify, _verify_options),
    "exam": Command(_exam, _exam_options),
    "print": Command(_print, _print_options),
    "clean": Command(_clean),
    "register-ids": Command(_register_ids),
    "ledger": Command(ledger_verb.run_ledger, ledger_verb.ledger_options),
    **editor.COMMANDS,
}
