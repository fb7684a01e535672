"""The editor's commands on the command line: new, rename, withdraw, fix, impact, laws, diff, schema,
release."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from handbook.checks import check_all
from handbook.editor.chinese_usage import item_ids, number, reference
from handbook.problems import HandbookError, Problem, errors
from handbook.rules import REGISTER
from handbook.sources import kinds
from handbook.sources.load import Sources, load_sources


def _no_options(parser: argparse.ArgumentParser) -> None:
    """A verb without options of its own."""


@dataclass(frozen=True)
class Command:
    """``run`` gets the options and the day and gives the exit status; ``options`` adds what the verb can be
    told."""

    run: Callable[[argparse.Namespace, dt.date], int]
    options: Callable[[argparse.ArgumentParser], None] = _no_options


def _new_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind",
        choices=("item", "form", "page", "law"),
        metavar="种类",
        help="item 条目、form 表格、page 页面、law 法规或标准",
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="问题=回答", help="不问，直接给出回答；可以写几次"
    )


def _rename_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", type=reference, metavar="条目编号")
    parser.add_argument("slug", metavar="新网址名")


def _withdraw_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", type=reference, metavar="编号", help="要点 07-3、题目 07-Q1 或条目 07")
    parser.add_argument("--why", required=True, metavar="原因")
    parser.add_argument("--see", type=reference, default="", metavar="编号", help="改看哪个要点或条目")


def _fix_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="文件", help="只修这些文件；不写就修全部")
    parser.add_argument(
        "--rule", action="append", default=[], metavar="规则号", help="只修这条规则，可以写几次"
    )


def _article_facts_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--texts", type=Path, help="官方文本文件夹；默认 law-texts/")


def _impact_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", nargs="+", metavar="名称", help="安全生产法、安全生产法 第四十九条、GB 15577-2018、07、07-3"
    )


def _district_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "names",
        nargs="*",
        metavar="地名",
        help="原来的区、市、省，不带“区”“市”“省”；不写就用 data/site.yml 里现在的",
    )


def _laws_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--days", type=number(1, 3650), default=90, metavar="天数", help="看多少天以内，默认 90"
    )


def _diff_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="版次或提交", help="版次代号（2026-11）、标签或提交号")
    parser.add_argument("new", nargs="?", metavar="版次或提交", help="不写就是现在的文件")
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        metavar="格式",
        help="text、markdown（发布说明用）、json",
    )
    parser.add_argument(
        "--write", metavar="版次", help="写进 data/changes/版次.yml，修订页、更新页和 RSS 都从那里来"
    )


def _changed_pages_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="版次或提交")
    parser.add_argument("--into", type=Path, required=True, metavar="文件夹")


def _release_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--allow-draft", action="store_true", help="没有走完审核也打包（试发布）")


def _review_options(parser: argparse.ArgumentParser) -> None:
    from handbook.model.items.item import ReviewStage

    stages = [stage.value for stage in ReviewStage]
    parser.add_argument("items", nargs="+", metavar="条目编号", help="如 07；几条一起：07 08 09")
    parser.add_argument("--stage", choices=stages, required=True, metavar="阶段", help="、".join(stages))
    parser.add_argument("--who", required=True, metavar="姓名")


def _review(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.editor.release import sign
    from handbook.model.items.item import ReviewStage

    items = item_ids(" ".join(options.items))
    for said in sign(options.root, today, items, ReviewStage(options.stage), options.who):
        print(said)
    return 0


def _sources(options: argparse.Namespace, today: dt.date) -> Sources:
    sources = load_sources(options.root, today)
    wrong = errors(sources.problems)
    if wrong:
        raise HandbookError(wrong)
    return sources


def _new(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.editor.revise.new import KIND_WORDS, ask_on_terminal, start

    given: dict[str, str] = {}
    for pair in options.set:
        key, found, value = pair.partition("=")
        if not found:
            raise HandbookError(
                Problem.whole("--set", "C004", f"“{pair}”看不懂", "问题=回答", "例如 --set 名称=消防通道")
            )
        given[key] = value
    files = start(options.root, today, options.kind, given, ask_on_terminal)
    print(f"新的{KIND_WORDS[options.kind]}写好了，检查通过：")
    for name in files:
        print(f"  {name}")
    print("下一步：打开文件写内容；写完运行 check。")
    return 0


def _rename(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.editor.revise.move import rename

    print("\n".join(rename(options.root, today, options.item, options.slug)))
    return 0


def _withdraw(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.editor.revise.move import withdraw

    print("\n".join(withdraw(options.root, today, options.what, options.why, options.see)))
    return 0


def _fix(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.editor.revise.fix import fix, fixable

    unknown = [rule for rule in options.rule if rule not in fixable()]
    if unknown:
        raise HandbookError(
            Problem.whole(
                "--rule",
                "C007",
                f"{'、'.join(unknown)} 不能自动修正",
                "、".join(fixable()),
                "这样的地方要人来改",
            )
        )
    files = [Path(name).as_posix().removeprefix("./") for name in options.files]
    for name in files:
        if not (options.root / name).is_file():
            right = "从项目文件夹写起，如 docs/index.md"
            mend = f"只修这条规则的，写 --rule {name}" if name in REGISTER else ""
            raise HandbookError(Problem.whole(name, "C014", "没有这个文件", right, mend))
    made = fix(options.root, today, options.rule, files)
    for name, edits in sorted(made.items()):
        for edit in sorted(edits, key=lambda e: (e.line, e.start)):
            print(f"{name}:{edit.line}:{edit.start + 1} {edit.rule} 已改")
    count = sum(len(edits) for edits in made.values())
    print(
        f"修正了 {len(made)} 个文件里的 {count} 处。提交以前看一眼改动。"
        if count
        else "没有可以自动修正的地方。"
    )
    return 0


def _article_facts(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.editor.revise.article_facts import write_facts
    from handbook.sources.official.law_texts import open_texts

    sources = _sources(options, today)
    told = write_facts(sources, open_texts(options.root, options.texts, sources.values(kinds.LAWS)))
    print(
        "\n".join([f"写好了 {len(told)} 个文件：", *(f"  {row}" for row in told)])
        if told
        else "条文的数字没有变化。"
    )
    return 0


def _impact(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.editor.report.impact import impact, report

    print(report(impact(_sources(options, today), " ".join(options.what))))
    return 0


def _district(options: argparse.Namespace, today: dt.date) -> int:
    """1 while places are left that do not go by themselves, so that a script can ask whether all is done."""
    from handbook.editor.report.district import REGISTERED, own_names, places, report

    sources = _sources(options, today)
    words = tuple(options.names) or own_names(sources.values(kinds.SITE)[0])
    rows = places(sources, words)
    print(report(rows, words))
    return 1 if options.names and any(row.group != REGISTERED for row in rows) else 0


def _laws(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.editor.report.laws_due import due, report

    sources = _sources(options, today)
    print(report(due(sources.handbook(), options.days), today, options.days))
    return 0


def _diff(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.disk import write_whole
    from handbook.editor.report.content_diff import as_markdown, as_text, as_yaml, content_diff, sources_at

    if options.write and not re.fullmatch(r"20\d{2}-\d{2}(-\d{1,2})?", options.write):
        said = f"“{options.write}”不是版次的代号，什么都没有写"
        raise HandbookError(Problem.whole("diff", "C027", said, "2026-12", "版次的代号在 data/editions.yml"))
    old = sources_at(options.root, options.old, today)
    new = sources_at(options.root, options.new, today) if options.new else _sources(options, today)
    changes = content_diff(old, new)
    title = f"{options.old} 以来的变化" if not options.new else f"从 {options.old} 到 {options.new} 的变化"
    if options.format == "json":
        rows = [
            {"group": c.group, "item": c.item, "text": c.text, "old": c.old, "new": c.new} for c in changes
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print(as_markdown(changes, title) if options.format == "markdown" else as_text(changes))
    if options.write:
        name = f"data/changes/{options.write}.yml"
        if (options.root / name).exists():
            mend = "里面的话可能有人改过：要重写就先删掉它，或者自己把新的变化加进去"
            raise HandbookError(Problem.whole(name, "C008", "已经有这个文件，没有改它", "没写过的版次", mend))
        if not changes:
            print(f"\n没有变化，没有写 {name}。", file=sys.stderr)
            return 0
        write_whole(options.root / name, as_yaml(changes, options.write).encode("utf-8"))
        wrong = [p for p in errors(check_all(load_sources(options.root, today))) if p.file == name]
        if wrong:
            (options.root / name).unlink()
            raise HandbookError(wrong)
        print(f"\n写进了 {name}，可以改成更好懂的话。", file=sys.stderr)
    return 0


def _changed_pages(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.editor.report.changed_pages import changed, collect
    from handbook.editor.report.content_diff import sources_at

    pages, downloads = changed(
        options.root, sources_at(options.root, options.old, today), _sources(options, today)
    )
    names = collect(options.root / "site", options.into, pages, downloads)
    missing = len(pages) + len(downloads) - len(names)
    print(
        f"变了的网页 {len(pages)} 个、下载件 {len(downloads)} 个，放了 {len(names)} 个文件到 {options.into}。"
        + (f"没有 PDF 的网页和这次没有做的下载件有 {missing} 个，名单在 CHANGED.md。" if missing else "")
    )
    return 0


def _schema(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.editor.schema import write_schemas

    changed = write_schemas(options.root)
    print(f"更新了 {len(changed)} 个文件。" if changed else "都是最新的。")
    return 0


def _release(options: argparse.Namespace, today: dt.date) -> int:
    from handbook.editor.release import release

    release(options.root, today, allow_draft=options.allow_draft, tell=lambda text: print(text, flush=True))
    return 0


#: How each of the editor's verbs is run.
COMMANDS = {
    "new": Command(_new, _new_options),
    "rename": Command(_rename, _rename_options),
    "withdraw": Command(_withdraw, _withdraw_options),
    "fix": Command(_fix, _fix_options),
    "article-facts": Command(_article_facts, _article_facts_options),
    "impact": Command(_impact, _impact_options),
    "district": Command(_district, _district_options),
    "laws": Command(_laws, _laws_options),
    "diff": Command(_diff, _diff_options),
    "changed-pages": Command(_changed_pages, _changed_pages_options),
    "schema": Command(_schema),
    "review": Command(_review, _review_options),
    "release": Command(_release, _release_options),
}
