"""The register of firms: a town, a district, a large district on the page; a province by the command. Prints;
asserts nothing."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser

from bench.clock import heading, line
from conftest import ROOT
from handbook.ledger import engine
from handbook.page_programs import libraries
from support import ledger_cases as made

#: Rows of the province, and how many workbooks (one of a county) they come in.
PROVINCE, COUNTIES = 150_000, 15


def registers(
    browser: Browser,
    districts: Sequence[int] = (438, 2000),
    province: int = PROVINCE,
    counties: int = COUNTIES,
) -> None:
    """Read, check, balance and report: the times a person waits for. All firms are made up."""
    heading("九、底数：读、核对、平衡、周报、两期对比")
    with tempfile.TemporaryDirectory() as work:
        for count in districts:
            before, after = made.district(count)
            files = [
                made.write(Path(work) / f"{count}-{number}.xlsx", rows)
                for number, rows in enumerate((before, after))
            ]
            page = browser.new_page()
            for path in libraries.fetch(ROOT).values():
                page.add_script_tag(path=path)
            for name in engine.CORE:
                page.add_script_tag(path=ROOT / engine.SCRIPTS / f"{name}.js")
            page.set_content("<input type=file multiple>")
            page.set_input_files("input", files)
            seconds = page.evaluate(
                """async ([model, today]) => {
                    const files = [...document.querySelector("input").files];
                    const bytes = await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())));
                    const start = performance.now(), L = HB.ledger, R = HB.ledgerReport;
                    const [one, two] = bytes.map((data, at) => L.gather([{ name: String(at), bytes: data }], model, model.limits));
                    L.check(two, model, today, one);
                    R.weekly(one, two, model, today, false);
                    R.twoYears(one, two, model, today, false);
                    return (performance.now() - start) / 1000;
                }""",
                [made.MODEL, made.DAY.isoformat()],
            )
            line(f"{count} 户，两期，在网页里", seconds)
            page.close()
        _province(Path(work), province, counties)


def _province(work: Path, rows: int, counties: int) -> None:
    files = []
    for county in range(counties):
        _, after = made.district(rows // counties, seed=county, first=county * 100_000 + 1)
        files.append(made.write(work / f"县{county}.xlsx", after))
    start = time.perf_counter()
    wants = {"check": True, "reports": [{"id": "week"}, {"id": "handover"}]}
    answer = engine.run(ROOT, made.BOOK, engine.Request(after=files, wants=wants, today=made.DAY))
    seconds = time.perf_counter() - start
    size = sum(path.stat().st_size for path in files) / 1e6
    line(f"{answer['counts']['企业']} 户，{counties} 个工作簿（{size:.0f} MB），用命令", seconds)
