"""The verbs of the command line. Each verb reads its options, calls one room, and tells the outcome."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import sys
import time
from pathlib import Path

from handbook.checks import check_all
from handbook.disk import disk_problem, write_whole
from handbook.editor.verbs import add_verbs
from handbook.problems import HandbookError, Problem, errors, to_json
from handbook.sources.load import load_sources

ROOT = Path(__file__).resolve().parents[2]


def build_day(text: str | None = None) -> dt.date:
    """The day of the build: the option, else SOURCE_DATE_EPOCH (seconds, UTC), else today.

    Raises HandbookError for a day that cannot be read.
    """
    if text:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise HandbookError(
                Problem(
                    "--date", 0, 0, "C001", f"日期“{text}”不对", "2026-11-23 这样的日期", "改成真实的日期"
                )
            ) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
        except (ValueError, OverflowError, OSError):
            raise HandbookError(
                Problem(
                    "SOURCE_DATE_EPOCH",
                    0,
                    0,
                    "C001",
                    f"“{epoch}”不是秒数",
                    "1970 年以来的秒数，如 1795392000",
                )
            ) from None
    return dt.date.today()


def main(argv: list[str] | None = None) -> int:
    """Run the command line; the exit status is 0 for success, 1 for problems in the sources, 2 for wrong usage."""
    _speak_utf8()
    parser = _parser()
    options = parser.parse_args(argv)
    try:
        return int(options.run(options) or 0)
    except HandbookError as error:
        _show(error.problems, options)
        return 1
    except OSError as error:
        # Reading and writing sources and products tell their own troubles; what comes here is a file that a command
        # was pointed at, or a disk that gave out in between.
        _show(disk_problem(Path(error.filename or "."), error).problems, options)
        return 1
    except KeyboardInterrupt:
        print("\n已停止，上一次的成品没有动。", file=sys.stderr)
        return 130


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handbook", description="小微工业企业安全手册：检查、生成、打印")
    parser.set_defaults(json=False, annotate=False)
    verbs = parser.add_subparsers(title="命令", metavar="命令", required=True)

    check = verbs.add_parser("check", help="检查全部内容，不生成成品")
    check.add_argument("--json", action="store_true", help="以 JSON 输出")
    check.add_argument("--annotate", action="store_true", help="以代码托管平台的标注格式输出")
    _common(check)
    check.set_defaults(run=_check)

    build = verbs.add_parser("build", help="生成网站和全部下载件，放在 site/")
    build.add_argument("--no-pdf", action="store_true", help="不做每个网页的 PDF")
    build.add_argument("--site-only", action="store_true", help="只做网页，不做下载件")
    _common(build)
    build.set_defaults(run=_build)

    test = verbs.add_parser("test", help="运行全部测试")
    test.add_argument("pytest", nargs=argparse.REMAINDER, help="传给 pytest 的参数")
    test.set_defaults(run=_test)

    bench = verbs.add_parser("bench", help="测速度：整体、每样印刷品、编辑台、搜索、网页，和同类工具比")
    bench.add_argument(
        "parts",
        nargs="*",
        metavar="部分",
        help="只测这些：整体、印刷品、并排、条目数、编辑台、搜索、网页；不写就全测",
    )
    _common(bench)
    bench.set_defaults(run=_bench)

    serve = verbs.add_parser("serve", help="本机预览，保存后页面自动更新")
    serve.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    _common(serve)
    serve.set_defaults(run=_serve)

    verify = verbs.add_parser("verify", help="把每处引用和官方文本逐条对照")
    verify.add_argument("--texts", type=Path, help="官方文本文件夹，一部法规一个文件；默认 law-texts/")
    verify.add_argument("--all", action="store_true", help="列出全部存疑的引用")
    _common(verify)
    verify.set_defaults(run=_verify)

    exam = verbs.add_parser("exam", help="从题库出考卷：A、B 卷、答题卡、答案，PDF 和 DOCX")
    exam.add_argument("--role", choices=("安全员", "负责人"), default="安全员", help="考谁，默认安全员")
    exam.add_argument("--items", help="只从这些条目里出题，如 07,14；默认全部")
    exam.add_argument("--count", type=int, default=20, help="题数，默认 20")
    exam.add_argument("--seed", type=int, default=1, help="卷号，同一个卷号总是同一份卷，默认 1")
    exam.add_argument("-o", "--output", type=Path, default=Path("."), help="放在哪个文件夹，默认当前文件夹")
    _common(exam)
    exam.set_defaults(run=_exam)

    own = verbs.add_parser("print", help="只印几条、一个方面或者一方要用的：按口袋书的样子做成一本")
    own.add_argument("--items", help="条目编号，如 07,08,09；不写就是全部")
    own.add_argument("--aspect", help="方面的名称，如 重点领域")
    own.add_argument("--role", choices=("出租方", "承租方"), help="只要这一方的要点")
    own.add_argument(
        "--kind",
        choices=("read", "print", "shop", "epub"),
        default="read",
        help="read 屏幕上看，print 办公室打印机拼版，shop 交给印刷厂（另出封面），epub 手机阅读；默认 read",
    )
    own.add_argument(
        "--paper", type=float, default=0.1, help="shop 的书脊按每张纸多少毫米厚算，默认 0.1（80 克双胶纸）"
    )
    own.add_argument("-o", "--output", type=Path, required=True, help="做好的文件放在哪里，如 我的手册.pdf")
    _common(own)
    own.set_defaults(run=_print)

    clean = verbs.add_parser("clean", help="删掉全部生成的文件")
    _common(clean)
    clean.set_defaults(run=_clean)

    ids = verbs.add_parser("register-ids", help="把新编号登记到 data/permanent-ids.txt")
    _common(ids)
    ids.set_defaults(run=_register_ids)
    add_verbs(verbs, _common, build_day)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", type=Path, default=ROOT, help="项目文件夹")
    parser.add_argument("--date", help="构建日期，如 2026-11-23；默认今天")


def _show(problems: list[Problem], options: argparse.Namespace) -> None:
    if options.json:
        print(to_json(problems))
        return
    for problem in sorted(problems):
        print(
            problem.annotation() if options.annotate else problem.render(),
            file=sys.stdout if options.annotate else sys.stderr,
        )
    wrong = len(errors(problems))
    if wrong:
        print(
            f"\n共 {wrong} 个错误、{len(problems) - wrong} 个提醒。改好后再运行一遍；上一次的成品没有动。",
            file=sys.stderr,
        )


def _check(options: argparse.Namespace) -> int:
    start = time.perf_counter()
    gc.disable()  # all that is read stays until the end: looking for garbage in it took a quarter of the time
    sources = load_sources(options.root, build_day(options.date))
    problems = check_all(sources)
    _show(problems, options)
    if errors(problems):
        return 1
    if not options.json:
        items = sources.values("items")
        points = sum(len(item.points) for item in items)
        print(
            f"检查通过：{len(items)} 条、{points} 个要点、{len(sources.pages)} 个文字页，{len(problems)} 个提醒，用时 {time.perf_counter() - start:.1f} 秒。"
        )
        unwritten = [item.id for item in items if not item.is_written]
        if unwritten:
            print(f"还有 {len(unwritten)} 条待编写：{'、'.join(unwritten)}。")
    return 0


def _build(options: argparse.Namespace) -> int:
    from handbook.pipeline.make import build

    build(
        options.root,
        build_day(options.date),
        pdf=not options.no_pdf,
        downloads=not options.site_only,
        tell=lambda text: print(text, flush=True),
    )
    return 0


def _test(options: argparse.Namespace) -> int:
    import subprocess

    return subprocess.run([sys.executable, "-m", "pytest", "-q", *options.pytest], cwd=ROOT).returncode


def _bench(options: argparse.Namespace) -> int:
    import subprocess

    return subprocess.run(
        [sys.executable, str(ROOT / "tests" / "bench" / "bench.py"), *options.parts], cwd=ROOT
    ).returncode


def _serve(options: argparse.Namespace) -> int:
    from handbook.pipeline.preview import serve

    serve(options.root, build_day(options.date), port=options.port, tell=lambda text: print(text, flush=True))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from handbook.checks.verify import report, verify
    from handbook.sources.law_texts import open_texts

    texts = open_texts(options.root, options.texts)
    sources = load_sources(options.root, build_day(options.date))
    if errors(sources.problems):
        raise HandbookError(sources.problems)
    outcome = verify(sources, texts)
    print(report(outcome, limit=10_000 if options.all else 40))
    if outcome.problems:
        _show(outcome.problems, options)
        return 1
    print("\n没有发现条文不存在或数额不符。")
    return 0


def _exam(options: argparse.Namespace) -> int:
    from handbook.books.own_book import item_ids
    from handbook.model.item import Audience
    from handbook.pipeline.make import day_epoch
    from handbook.teaching.exam_products import paper_files

    today = build_day(options.date)
    book = load_sources(options.root, today).handbook()
    items = item_ids(options.items) if options.items else None
    files = paper_files(
        options.root,
        book,
        Audience(options.role),
        items=items,
        count=options.count,
        seed=options.seed,
        epoch=day_epoch(today),
    )
    for name, data in files.items():
        write_whole(options.output / name, data)
    print(f"做好了 {len(files)} 个文件，在 {options.output.resolve()}：")
    for name in files:
        print(f"  {name}")
    return 0


def _print(options: argparse.Namespace) -> int:
    from handbook.books.own_book import item_ids, own_book
    from handbook.model.item import Role
    from handbook.pipeline.make import day_epoch
    from handbook.pipeline.stage_files import checked_handbook, write_stage
    from handbook.product import BuildContext

    today = build_day(options.date)
    book, _ = checked_handbook(options.root, today)
    write_stage(options.root, book)
    made = own_book(
        BuildContext(options.root, book, day_epoch(today)),
        options.output,
        items=item_ids(options.items) if options.items else None,
        aspect=options.aspect,
        role=Role(options.role) if options.role else None,
        kind=options.kind,
        paper=options.paper,
    )
    for path, data in made.items():
        write_whole(path, data)
        print(f"做好了：{path}（{len(data) / 1024:.0f} KB）")
    return 0


def _clean(options: argparse.Namespace) -> int:
    import shutil

    for name in ("build", "site"):
        shutil.rmtree(options.root / name, ignore_errors=True)
    print("已删除 build/ 和 site/。")
    return 0


def _register_ids(options: argparse.Namespace) -> int:
    from handbook.checks.identity import PERMANENT_IDS

    sources = load_sources(options.root, build_day(options.date))
    path = options.root / PERMANENT_IDS
    known = path.read_text(encoding="utf-8").split() if path.exists() else []
    used = [
        v.id for item in sources.values("items") for v in (*item.points, *item.questions, *item.withdrawn)
    ]
    new = sorted(set(used) - set(known))
    path.write_text("\n".join(sorted({*known, *new}, key=_id_order)) + "\n", encoding="utf-8", newline="\n")
    print(f"登记了 {len(new)} 个新编号，共 {len(known) + len(new)} 个。")
    return 0


def _id_order(text: str) -> tuple[str, bool, int]:
    head, _, tail = text.partition("-")
    return head, tail.startswith("Q"), int(tail.lstrip("Q"))
