"""Every mistake an editor can make: one spoilt file, and the exact words the check answers with.

Cases are data (``cases/errors/*.yml``): adding one needs no Python. ``查找`` must occur once in ``文件``, and
``替换`` takes its place, as often as ``遍`` says; ``内容`` is the whole file, ``十六进制`` its bytes where
they are no text; ``改名`` and ``复制为`` give the file another name, ``链接到`` makes it a shortcut,
``文件夹`` a folder; ``再`` is a second change that belongs to the case.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from handbook.checks import check_all
from handbook.markdown.includes import includes
from handbook.model.generated_names import MADE_PAGES, MADE_PARTS
from handbook.pipeline import make
from handbook.problems import HandbookError
from handbook.sources.kinds import KINDS as KINDS_OF_DATA
from handbook.sources.load import load_sources
from handbook.sources.validate import pattern_words
from support import real
from support.cases import FOLDER, read_yaml

CASES = [
    pytest.param(case, id=f"{path.stem}-{case['名称']}")
    for path in sorted((FOLDER / "errors").glob("*.yml"))
    for case in read_yaml(path)
]


def spoil(project: Path, case: dict) -> None:
    """Apply the case's fault to the copy of the project."""
    if "再" in case:
        spoil(project, case["再"])
    path = project / case["文件"]
    if case.get("删除"):
        path.unlink()
        return
    if "改名" in case:
        path.rename(project / case["改名"])
        return
    if "复制为" in case:
        shutil.copy(path, project / case["复制为"])
        return
    if "链接到" in case:
        path.symlink_to(case["链接到"])
        return
    if case.get("文件夹"):
        path.mkdir()
        return
    if "十六进制" in case:
        path.write_bytes(bytes.fromhex(case["十六进制"]))
        return
    if "内容" in case:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = case["内容"]
    else:
        text = path.read_text(encoding="utf-8")
        assert text.count(case["查找"]) == 1, f"{case['查找']!r} occurs {text.count(case['查找'])} times"
        text = text.replace(case["查找"], case["替换"] * case.get("遍", 1))
    path.write_bytes(text.encode(case.get("编码", "utf-8")))


@pytest.fixture(scope="module", autouse=True)
def no_generator() -> Iterator[None]:
    """A build begins with the site generator, which waits while the sources are checked. None gets to it
    here, and hundreds of times its start cost as much as the check; test_build.py has builds with it that
    end in an error."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make, "waiting_generator", lambda *_, **__: contextlib.nullcontext())
        yield


@pytest.mark.parametrize("case", CASES)
def test_fault_is_told_in_exact_words_and_leaves_the_last_good_site(project: Path, case: dict) -> None:
    """An error as the build meets it, which checks as the check does and then touches nothing; a hint, which
    stops no build, as the check tells it."""
    (project / "site").mkdir()
    (project / "site/index.html").write_text("上一次的成品", encoding="utf-8")
    spoil(project, case)
    day = dt.date.fromisoformat(case.get("构建日", "2026-11-23"))
    if ": 错误 " in case["应答"]:
        with pytest.raises(HandbookError) as stopped:
            make.build(project, day, tell=lambda _: None)
        problems = stopped.value.problems
    else:
        problems = check_all(load_sources(project, day))
    assert "\n".join(problem.render() for problem in problems) == case["应答"].strip("\n")
    assert [path.name for path in (project / "site").iterdir()] == ["index.html"]
    assert (project / "site/index.html").read_text(encoding="utf-8") == "上一次的成品"
    assert not (project / "build").exists()


def test_the_sound_project_has_no_problems(project: Path) -> None:
    assert check_all(load_sources(project, dt.date(2026, 11, 23))) == []


#: What the catalogue is for: every kind of slip, with a case that stands for it.
KINDS = {
    "tab": "yaml-tab-indent",
    "wrong indent": "yaml-wrong-indent",
    "full-width colon": "yaml-full-width-colon",
    "full-width quotes": "yaml-full-width-quotes",
    "no space after colon": "yaml-no-space-after-colon",
    "unquoted #": "yaml-slips-hash-in-text",
    "unquoted colon": "yaml-unquoted-colon",
    "unquoted @": "yaml-unquoted-at",
    "yes": "yaml-yes-as-text",
    "no": "yaml-slips-no-as-role",
    "on": "yaml-on-as-text",
    "date": "yaml-date-as-text",
    "impossible date": "yaml-impossible-date",
    "time": "yaml-time-as-number",
    "duplicate key": "yaml-duplicate-key",
    "duplicate id": "identity-duplicate-point",
    "GBK": "yaml-gbk-file",
    "UTF-16": "yaml-utf-16-file",
    "byte-order mark": "yaml-slips-byte-order-mark-and-fault",
    "CRLF": "yaml-slips-crlf-and-fault",
    "zero width": "yaml-zero-width-space",
    "look-alike": "yaml-look-alike-han",
    "unknown key": "schema-unknown-key",
    "wrong type": "schema-text-for-list",
    "too long": "schema-too-long",
    "empty": "schema-empty-value",
    "broken link": "pages-dead-link",
    "broken anchor": "style-missing-anchor",
    "broken image": "pages-dead-image",
    "bad article": "references-article-beyond-last",
    "repealed law": "references-repealed-law",
    "unknown body": "references-unknown-body",
    "unknown penalty": "references-penalty-not-in-catalogue",
    "bad joint": "markup-joint-unknown-name",
    "broken table": "markup-table-row-short",
    "open fence": "markup-fence-not-closed",
    "HTML": "markup-script-tag",
    "rare character": "glyphs-rare-han",
    "generator's settings": "templates-settings-full-width-colon",
    "template": "templates-template-if-not-closed",
}


def test_catalogue_has_every_kind_and_is_large_enough() -> None:
    assert len(CASES) >= 350
    assert set(KINDS.values()) <= {case.id for case in CASES}


def test_every_case_names_its_file_first_and_once() -> None:
    for param in CASES:
        case = param.values[0]
        lines = case["应答"].splitlines()
        assert lines[0].startswith(("data/", "docs/", "overrides/", "mkdocs.yml:")), case["名称"]
        # One slip, one telling; two where the text is wrong in two ways.
        assert sum(not line.startswith("    ") for line in lines) <= 2, case["名称"]


@pytest.mark.slow
def test_pages_and_parts_that_the_check_takes_for_made_are_made() -> None:
    """What links and joint lines may name, against what the build makes of the real handbook."""
    book = real.book()
    made = {name.removeprefix("docs/") for name in real.staged() if name.endswith(".md")}
    assert made >= MADE_PAGES
    told = {name for name in includes(book) if not name.startswith(("checklists/", "campaign/"))}
    assert told == MADE_PARTS


def test_every_pattern_of_the_data_is_told_in_words() -> None:
    """“写法不对” says what is right, and nobody reads regular expressions."""
    seen: set[type[BaseModel]] = set()

    def patterns(kind: Any) -> Iterator[str]:
        found = (getattr(part, "pattern", None) for part in getattr(kind, "__metadata__", ()))
        yield from (pattern for pattern in found if pattern)
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
            seen.add(kind)
            for field in kind.model_fields.values():
                found = (getattr(part, "pattern", None) for part in field.metadata)
                yield from (pattern for pattern in found if pattern)
                yield from patterns(field.annotation)
        for part in get_args(kind):
            yield from patterns(part)

    every = {pattern for kind in KINDS_OF_DATA for pattern in patterns(kind.element)}
    assert len(every) > 30 and {pattern for pattern in every if not pattern_words(pattern)} == set()
