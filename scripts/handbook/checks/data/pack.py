"""Papers of the pack fill in what there is; what they order has a rule behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.checks.data.names import Where
from handbook.model.law.register import BINDING_KINDS
from handbook.model.papers.pack import COLUMNS, FIELD, Block, Each, PackDocument, Rows, When
from handbook.problems import Problem, nearest
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources

#: Words that order; 不得不, 必须 in names and the like do not occur in the papers.
_ORDERS = re.compile("应当|必须|不得|严禁|禁止")


def check(sources: Sources) -> Iterator[Problem]:
    for entry in sources.of(kinds.PACK):
        paper: PackDocument = entry.value
        for where, when in _conditions(paper):
            if when.posts and paper.each is not Each.POST:
                yield entry.problem(
                    (*where, "岗位类"), "D142", "这份文件不是每个岗位写一遍的", "每个: 岗位", "删掉这一行"
                )
        for number, block in enumerate(paper.blocks):
            yield from _block(entry, paper, number, block)


def _block(entry: Entry[PackDocument], paper: PackDocument, number: int, block: Block) -> Iterator[Problem]:
    where: Where = ("内容", number)
    fields = paper.fields()
    for at, text in _texts(block):
        for name in FIELD.findall(text):
            if name not in fields:
                yield entry.problem(
                    (*where, *at),
                    "D140",
                    f"没有“{{{name}}}”这个位置",
                    "、".join(f"{{{known}}}" for known in fields),
                    nearest(name, fields) or "改成已有的，或者去掉花括号",
                )
        if stray := re.search("[{}]", FIELD.sub("", text)):
            said = f"多了一个“{stray[0]}”，会照原样印出来"
            yield entry.problem((*where, *at), "D140", said, "{企业}：一对花括号", "删掉多余的")
        ordered = _ORDERS.search(text)
        basis = block.basis
        if at[:1] == ("表",) and block.table:
            basis = (*basis, *block.table.rows[int(at[2])].basis)
        if ordered and not any(reference.law.kind in BINDING_KINDS for reference in basis):
            said, right = f"写了“{ordered[0]}”，没有依据", "依据里有一条法律、法规、规章或者强制性标准"
            yield entry.problem((*where, *at), "D141", said, right, "补上依据；没有条文要求的，改成平常的话")
    if block.table:
        width = len(block.table.columns)
        for index, row in enumerate(block.table.rows):
            if len(row.cells) != width:
                said = f"这一行有 {len(row.cells)} 格，表有 {width} 栏"
                mend = "补上或者删掉几格；留给手写的写 ''"
                yield entry.problem((*where, "表", "行", index, "格"), "D143", said, f"{width} 格", mend)
        yield from _columns(entry, where, block.table.source, [c.takes for c in block.table.columns])


def _columns(
    entry: Entry[PackDocument], where: Where, source: Rows | None, takes: Iterable[str]
) -> Iterator[Problem]:
    known = COLUMNS[source] if source else frozenset()
    for index, name in enumerate(takes):
        if name and name not in known:
            yield entry.problem(
                (*where, "表", "栏目", index, "取"),
                "D140",
                f"这种行里没有“{name}”",
                "、".join(sorted(known)) or "没有来源的表不写“取”",
                nearest(name, sorted(known)) or "改成已有的，或者删掉",
            )


def _texts(block: Block) -> Iterator[tuple[Where, str]]:
    for key, text in (("标题", block.heading), ("写", block.text), ("条", block.line)):
        if text:
            yield (key,), text
    for row, line in enumerate(block.table.rows if block.table else ()):
        for cell, text in enumerate(line.cells):
            yield ("表", "行", row, "格", cell), text


def _conditions(paper: PackDocument) -> Iterator[tuple[Where, When]]:
    yield ("何时",), paper.when
    for number, block in enumerate(paper.blocks):
        yield ("内容", number, "何时"), block.when
        for row, line in enumerate(block.table.rows if block.table else ()):
            yield ("内容", number, "表", "行", row, "何时"), line.when
