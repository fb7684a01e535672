"""Start a new item, form, page or law: a few questions, then files that pass the check."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.editor.revise.changes import Changes
from handbook.model.law.register import CLAUSE_KINDS, LawKind
from handbook.model.papers.form import FormGroup
from handbook.problems import HandbookError, Problem, errors, nearest
from handbook.sources import kinds
from handbook.sources.load import Sources, load_sources

#: Asks one question: prompt, choices (may be empty), default; gives the answer.
Ask = Callable[[str, tuple[str, ...], str], str]


@dataclass(frozen=True, slots=True)
class Question:
    """``key`` names the answer on the command line (--set 名称=…). ``check`` gives what is wrong with an
    answer, or nothing."""

    key: str
    prompt: str
    choices: tuple[str, ...] = ()
    default: str = ""
    check: Callable[[str], str] = lambda answer: ""


_WEB = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


def _web_name(taken: Iterable[str], folder: str) -> Callable[[str], str]:
    used = set(taken)

    def check(answer: str) -> str:
        if not _WEB.fullmatch(answer) or len(answer) > 60:
            return "只用小写英文字母、数字和连字符，如 hot-work"
        return f"{folder} 里已经有 {answer}，换一个" if answer in used else ""

    return check


def _length(low: int, high: int) -> Callable[[str], str]:
    return lambda answer: (
        "" if low <= len(answer) <= high else f"写 {low} 到 {high} 个字，现在 {len(answer)} 个"
    )


def _unused(taken: Iterable[str], what: str) -> Callable[[str], str]:
    used = set(taken)
    return lambda answer: f"{what}“{answer}”已经有了，换一个" if answer in used else ""


def _item_number(used: set[str]) -> Callable[[str], str]:
    def check(answer: str) -> str:
        if not re.fullmatch(r"0[1-9]|[1-9]\d{1,2}", answer):
            return "写两位数字，如 23"
        return f"编号 {answer} 用过了，编号不重复用" if answer in used else ""

    return check


def _day(answer: str) -> str:
    if not answer:
        return ""
    try:
        dt.date.fromisoformat(answer)
    except ValueError:
        return "写成 2026-11-23 这样的日期"
    return ""


def _url(answer: str) -> str:
    return "" if not answer or answer.startswith(("https://", "http://")) else "以 https:// 开头"


KINDS = ("item", "form", "page", "law")
KIND_WORDS = {"item": "条目", "form": "表格", "page": "页面", "law": "法规或标准"}


def questions(sources: Sources, kind: str) -> list[Question]:
    """What is asked for ``kind`` (one of :data:`KINDS`)."""
    return {"item": _of_item, "form": _of_form, "page": _of_page, "law": _of_law}[kind](sources)


def _of_item(sources: Sources) -> list[Question]:
    used = {item.id for item in sources.values(kinds.ITEMS)} | {
        gone.id for gone in sources.values(kinds.WITHDRAWN_ITEMS)
    }
    free = next(f"{number:02d}" for number in range(1, 1000) if f"{number:02d}" not in used)
    aspects = tuple(aspect.name for aspect in sources.values(kinds.ASPECTS))
    return [
        Question("编号", "编号，两位数字，没用过的", default=free, check=_item_number(used)),
        Question("名称", "名称，十来个字以内", check=_length(1, 60)),
        Question(
            "网址名",
            "网址名，小写英文",
            check=_web_name((item.slug for item in sources.values(kinds.ITEMS)), "data/items"),
        ),
        Question("方面", "属于哪个方面", aspects, aspects[0] if aspects else ""),
        Question("一句话", "一句话说这一条管什么", check=_length(4, 240)),
        Question("适用", "管谁", ("出租方", "承租方", "出租方和承租方"), "出租方和承租方"),
    ]


def _of_form(sources: Sources) -> list[Question]:
    groups = tuple(group.value for group in FormGroup)
    return [
        Question("名称", "表格的名称", check=_length(1, 60)),
        Question(
            "代号",
            "代号，小写英文，网址用它",
            check=_web_name((form.id for form in sources.values(kinds.FORMS)), "data/forms"),
        ),
        Question("分组", "放在哪一组", groups, groups[0]),
        Question("用途", "一句话说做什么用", check=_length(4, 240)),
        Question("谁填", "谁来填", check=_length(4, 240)),
        Question("何时填", "什么时候填", check=_length(4, 240)),
        Question(
            "栏目",
            "表里有哪几栏，用顿号分开，如 日期、地点、内容、签名",
            check=lambda a: (
                "" if 1 <= len(_columns(a)) <= 10 and all(_columns(a)) else "写 1 到 10 栏，用顿号分开"
            ),
        ),
    ]


def _of_page(sources: Sources) -> list[Question]:
    paths = [page.page.path for page in sources.pages]
    folders = {path.partition("/")[0] for path in paths if "/" in path} - {"checklists"}
    offered = tuple(sorted(folders)) or ("standards",)
    return [
        Question("文件夹", "放在 docs/ 的哪个文件夹", offered, offered[0]),
        Question("文件名", "文件名，小写英文，不带 .md", check=_web_name((), "docs")),
        Question("标题", "标题", check=_length(1, 60)),
        Question("简介", "一句话说这一页讲什么", check=_length(4, 240)),
        Question("给谁看", "谁要读这一页，如 安全员、班组长", check=_length(1, 60)),
    ]


def _of_law(sources: Sources) -> list[Question]:
    law_kinds = tuple(kind.value for kind in LawKind)
    return [
        Question("名称", "正式名称，一字不差；标准写中文名称，不带编号", check=_length(1, 60)),
        Question(
            "简称",
            "引用时写的名字；标准写编号，如 GB 2894-2025",
            check=_unused(sources.reader.by_name, "简称"),
        ),
        Question(
            "代号",
            "代号，小写拼音或编号，如 anquan-shengchan-fa",
            check=_web_name((law.id for law in sources.values(kinds.LAWS)), "登记册"),
        ),
        Question("类别", "类别", law_kinds, law_kinds[0]),
        Question("文号", "文号、公告号，没有就直接回车"),
        Question("制定机关", "制定机关，没有查到就直接回车"),
        Question("地区", "地方的规定在哪个省、哪个市有效，如 江苏省；全国的直接回车"),
        Question("施行", "施行日期，如 2026-11-23；没有查到就直接回车", check=_day),
        Question("官方网址", "官方公布的网页地址；没有查到就直接回车", check=_url),
    ]


def _columns(answer: str) -> list[str]:
    return [part.strip() for part in re.split("[、,，]", answer)]


#: Questions that may stay without an answer.
_MAY_BE_EMPTY = frozenset({"文号", "制定机关", "地区", "施行", "官方网址"})


def start(root: Path, today: dt.date, kind: str, given: Mapping[str, str], ask: Ask | None) -> list[str]:
    """Write the files of a new ``kind``; the names of the files written or changed.

    ``given`` are answers known beforehand; the others are asked with ``ask``, or, without it, taken from
    the defaults. Raises HandbookError when an answer does not do, and leaves the project as it was when the
    files do not pass.
    """
    sources = load_sources(root, today)
    if errors(sources.problems):
        raise HandbookError(errors(sources.problems))
    wanted = questions(sources, kind)
    known = [question.key for question in wanted]
    for key in given:
        if key not in known:
            raise HandbookError(
                Problem.whole("new", "C004", f"没有“{key}”这一问", "、".join(known), nearest(key, known))
            )
    answers: dict[str, str] = {}
    for question in wanted:
        answers[question.key] = _answer(question, given.get(question.key), ask)
    files = {"item": _item, "form": _form, "page": _page, "law": _law}[kind](sources, answers)
    changes = Changes(root)
    for name, text in files.items():
        changes.write(name, text)
    if wrong := changes.settle(today):
        raise HandbookError(wrong)
    return list(files)


def _answer(question: Question, given: str | None, ask: Ask | None) -> str:
    while True:
        answer = (
            given
            if given is not None
            else ask(question.prompt, question.choices, question.default)
            if ask
            else question.default
        )
        answer = " ".join(answer.split()) or question.default
        told = ""
        if not answer and question.key not in _MAY_BE_EMPTY:
            told = "这一问要回答"
        elif question.choices and answer not in question.choices:
            told = "只能从这些里选：" + "、".join(question.choices)
        elif answer or question.key not in _MAY_BE_EMPTY:
            told = question.check(answer)
        if not told:
            return answer
        if given is not None or ask is None:
            raise HandbookError(
                Problem.whole(
                    "new", "C004", f"“{question.key}”的回答“{answer}”不行", told, f"--set {question.key}=…"
                )
            )
        print(f"  {told}")


def plain(text: str) -> str:
    """``text`` as a YAML value: as it is where that is safe, else in double quotes."""
    if re.fullmatch(r"[\u4e00-\u9fff《（“][^\n:#{}\[\],\"']*", text) and not text.endswith((" ", ":")):
        return text
    return json.dumps(text, ensure_ascii=False)


def _item(sources: Sources, a: Mapping[str, str]) -> dict[str, str]:
    stem = f"{a['编号']}-{a['网址名']}"
    roles = a["适用"].replace("和", ", ")
    site, aspects = sources.of(kinds.SITE)[0], sources.of(kinds.ASPECTS)
    files = {
        f"data/items/{stem}.yml": (
            f'编号: "{a["编号"]}"\n网址名: {a["网址名"]}\n方面: {plain(a["方面"])}\n名称: {plain(a["名称"])}\n一句话: {plain(a["一句话"])}\n适用: [{roles}]\n'
            f"# 写好 5 到 10 个要点以后，把“待编写”改成“建议稿”。要点的写法照别的条目。\n状态: 待编写\n核验日期: {sources.today}\n"
            f"审核:\n  - {{阶段: 起草, 人: {plain(site.value.publisher)}, 日期: {sources.today}}}\n"
        ),
        f"docs/checklists/{stem}.md": (
            f'---\n条目: "{a["编号"]}"\n---\n\n--8<-- "checklists/{a["编号"]}/points.md"\n\n'
            f'<!-- 文字按这个次序写：出事是什么样、小厂怎么做对、大概要花什么、常见错法与对的做法、老板常问。 -->\n\n--8<-- "checklists/{a["编号"]}/law.md"\n'
        ),
    }
    files[site.tree.source.name] = _raise_number(
        site.tree.source.text, site.tree.position((*site.path, "条目数"))[0]
    )
    entry = next(entry for entry in aspects if entry.value.name == a["方面"])
    files[entry.tree.source.name] = _raise_number(
        entry.tree.source.text, entry.tree.position((*entry.path, "条目数"))[0]
    )
    return files


def _raise_number(text: str, line: int) -> str:
    """``text`` with the 条目数 on ``line`` one higher."""
    lines = text.split("\n")
    lines[line - 1] = re.sub(
        r"(条目数:\s*)(\d+)", lambda match: f"{match[1]}{int(match[2]) + 1}", lines[line - 1]
    )
    return "\n".join(lines)


def _form(sources: Sources, a: Mapping[str, str]) -> dict[str, str]:
    order = (
        max((form.order for form in sources.values(kinds.FORMS) if form.group.value == a["分组"]), default=0)
        + 1
    )
    names = _columns(a["栏目"])
    width = max(4, 168 // len(names))
    columns = "".join(
        f"      - {{名称: {plain(name)}, 类型: {_cell_kind(name)}, 宽: {width}}}\n" for name in names
    )
    return {
        f"data/forms/{a['代号']}.yml": (
            f"代号: {a['代号']}\n名称: {plain(a['名称'])}\n分组: {a['分组']}\n次序: {min(order, 99)}\n用途: {plain(a['用途'])}\n谁填: {plain(a['谁填'])}\n何时填: {plain(a['何时填'])}\n"
            f"# 有条文规定要有这份表的，加“依据”；写法照别的表格。没有就不写，页面会说明是通行做法。\n"
            f"部分:\n  - 栏目:\n      - {{名称: 序号, 类型: 序号, 宽: 12}}\n{columns}    空行: 12\n签字: [填表人]\n"
        )
    }


def _cell_kind(name: str) -> str:
    return (
        "日期" if name.endswith(("日期", "年月日")) else "时刻" if name.endswith(("时间", "时刻")) else "文字"
    )


def _page(sources: Sources, a: Mapping[str, str]) -> dict[str, str]:
    path = f"docs/{a['文件夹']}/{a['文件名']}.md"
    if (sources.root / path).exists():
        raise HandbookError(
            Problem.whole(path, "C008", "已经有这个文件", "没用过的文件名", "换一个文件名，或者直接改它")
        )
    beside = [page.page.front.order for page in sources.pages if page.page.path.startswith(f"{a['文件夹']}/")]
    order = min(max([89, *(one for one in beside if one < 99)]) + 1, 98)
    return {
        path: (
            f"---\ntitle: {plain(a['标题'])}\ndescription: {plain(a['简介'])}\n次序: {order}\n"
            f"# 写好、对着依据核对过以后，删掉“状态”这一行，就是建议稿；那一天是核验日期。\n"
            f"状态: 待编写\n给谁看: {plain(a['给谁看'])}\n核验日期: {sources.today}\n---\n\n"
            f"# {a['标题']}\n\n{a['简介']}\n"
        )
    }


def _law(sources: Sources, a: Mapping[str, str]) -> dict[str, str]:
    standard = LawKind(a["类别"]) in CLAUSE_KINDS
    names = sorted({entry.tree.source.name for entry in sources.of(kinds.LAWS)})
    name = next((n for n in names if ("standards" in n) == standard), names[0])
    old = next(entry.tree.source.text for entry in sources.of(kinds.LAWS) if entry.tree.source.name == name)
    lines = [f"- 代号: {a['代号']}", f"  名称: {plain(a['名称'])}", f"  简称: [{plain(a['简称'])}]"]
    lines += [f"  文号: {plain(a['文号'])}"] if a["文号"] else []
    lines += [f"  类别: {a['类别']}"]
    lines += [f"  制定机关: {plain(a['制定机关'])}"] if a["制定机关"] else []
    lines += [f"  地区: {plain(a['地区'])}"] if a["地区"] else []
    lines += [f"  施行: {a['施行']}"] if a["施行"] else []
    lines += [f"  官方网址: {json.dumps(a['官方网址'])}"] if a["官方网址"] else []
    lines += [f"  核对: {sources.today}", "  备查: true"]
    return {name: old.rstrip("\n") + "\n" + "\n".join(lines) + "\n"}


def ask_on_terminal(prompt: str, choices: tuple[str, ...], default: str) -> str:
    """Ask in words; choices may be answered by their number. Without anybody to answer, the default;
    without one, HandbookError."""
    try:
        return _asked(prompt, choices, default)
    except EOFError:
        print()
        if default:
            return default
        mend = "在命令提示符里运行，或者用 --set 问题=回答"
        raise HandbookError(Problem.whole("new", "C004", f"“{prompt}”没有回答", "一句回答", mend)) from None


def _asked(prompt: str, choices: tuple[str, ...], default: str) -> str:
    if choices:
        print(prompt + "：")
        for number, choice in enumerate(choices, 1):
            print(f"  {number} {choice}")
        answer = input(f"写序号或名称（直接回车：{default}）> ").strip()
        return (
            choices[int(answer) - 1]
            if answer.isdigit() and 1 <= int(answer) <= len(choices)
            else answer or default
        )
    return input(f"{prompt}{f'（直接回车：{default}）' if default else ''}> ").strip()
