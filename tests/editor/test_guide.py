"""What the editing guide, README and CONTRIBUTING tell people to type can be typed, and what they quote of
the program's words the program says."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
from pathlib import Path

import pytest

from conftest import DAY, ROOT
from handbook.checks import check_all
from handbook.cli import _parser
from handbook.editor.chinese_usage import ChineseParser
from handbook.problems import errors
from handbook.sources.load import load_sources
from handbook.verbs import VERBS

GUIDES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (*sorted((ROOT / "docs/editing").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
}
NAMES = {verb.name for verb in VERBS}
#: How a command of ours begins, by whichever way it is run.
_ENTRY = re.compile(
    r"(?:make(?= |$)|(?:python|py) scripts[/\\]run\.py|PYTHONPATH=scripts \S+ -m handbook)\s*(?P<rest>.*)$"
)


def quoted(text: str) -> list[str]:
    """What stands in code, inline or in a block of its own, line by line."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```\w*\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*re.findall(r"`([^`\n]+)`", rest), *(line for block in blocks for line in block.splitlines())]


def arguments(command: str) -> list[str] | None:
    """The arguments of one of our commands; None for what is none: another program's, a name, a path."""
    command = command.partition("  #")[0].strip()
    entry = _ENTRY.match(command)
    if entry is None:
        words = shlex.split(command) if command.count('"') % 2 == 0 and "'" not in command else []
        # A verb by itself may be no more than its name.
        return words if len(words) > 1 and words[0] in NAMES else None
    words = shlex.split(entry["rest"])
    made = [word.removeprefix("ARGS=") for word in words if word.startswith("ARGS=")]
    return [word for word in words if not word.startswith("ARGS=")] + [
        part for one in made for part in shlex.split(one)
    ] or ["build"]


COMMANDS = sorted(
    {
        (name, tuple(words))
        for name, text in GUIDES.items()
        for command in quoted(text)
        if (words := arguments(command)) is not None
    }
)


@pytest.mark.parametrize(("name", "words"), COMMANDS, ids=lambda value: " ".join(value)[:60])
def test_a_quoted_command_can_be_typed(
    name: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its verb is there, and its options and their number are right; placeholders are words, too."""
    told: list[str] = []

    def refuse(self: argparse.ArgumentParser, message: str) -> None:
        told.append(message)
        raise SystemExit(2)

    monkeypatch.setattr(ChineseParser, "error", refuse)
    words = ("test", "--", *words[1:]) if words[0] == "test" else words
    try:
        _parser().parse_args(list(words))
    except SystemExit:
        assert told == [], f"{name}: {' '.join(words)}"


def test_every_verb_is_told_and_so_is_nothing_else() -> None:
    assert len(COMMANDS) > 45
    assert {words[0] for _, words in COMMANDS} == NAMES
    # “运行 `x`”: x is a verb of ours, or a program people know.
    known = NAMES | {
        "git",
        "pip",
        "python",
        "pre-commit",
        "ruff",
        "npx",
        "node",
        "npm",
        "make",
        ".venv/bin/python",
    }
    run = [
        (name, command.split()[0])
        for name, text in GUIDES.items()
        for command in re.findall(r"运行(?:一次)?\s*`([^`\n]+)`", text)
    ]
    assert len(run) > 15
    assert [(name, word) for name, word in run if word not in known] == []


def test_every_option_named_by_itself_is_one() -> None:
    parser = _parser()
    (verbs,) = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    options = {
        text for one in verbs.choices.values() for action in one._actions for text in action.option_strings
    }
    options |= _options_of_ledger(verbs.choices["ledger"])
    named = {
        (name, text.split()[0])
        for name, guide in GUIDES.items()
        for text in quoted(guide)
        if re.match(r"--?[a-z]", text)
    } | {("", "--help")}
    named |= {("deploy/switch.sh", "--back")} & named
    assert len(named) > 6
    assert {(name, option) for name, option in named if option not in options} == set()


def _options_of_ledger(parser: argparse.ArgumentParser) -> set[str]:
    return {
        text
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for one in action.choices.values()
        for inner in one._actions
        for text in inner.option_strings
    }


@pytest.mark.slow
def test_the_message_shown_in_the_guide_is_what_the_check_says(tmp_path: Path) -> None:
    """The example names a real file: the same slip, made there, is told in the very words of the guide."""
    (block,) = [
        part
        for text in GUIDES.values()
        for part in re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        if re.search(r": 错误 [A-Z]\d{3} ", part)
    ]
    place = re.match(r"(?P<file>[^:\n]+):(?P<line>\d+):(?P<column>\d+): 错误 D008 .*“(?P<word>[^”]+)”", block)
    assert place is not None, block
    for name in ("data", "docs", "overrides", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "mkdocs.yml", tmp_path)
    file = tmp_path / place["file"]
    rows = file.read_text(encoding="utf-8").split("\n")
    row, at = rows[int(place["line"]) - 1], int(place["column"]) - 1
    rows[int(place["line"]) - 1] = row[:at] + place["word"] + re.sub(r"^[^,\]]+", "", row[at:])
    file.write_text("\n".join(rows), encoding="utf-8")
    told = errors(check_all(load_sources(tmp_path, DAY)))
    assert [problem.render() for problem in told] == [block.rstrip("\n")]


#: “看到”, “写着”, “显示” and the like before words in quotes: what the reader is to find on the screen.
_ON_SCREEN = re.compile(r"(?:看到|写着|显示|就说|留下|检查会说)“([^”]{2,40})”")


def test_words_that_the_guide_quotes_are_in_the_program() -> None:
    program = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("scripts/handbook", "overrides")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".html", ".js", ".jinja", ".typ")
    )
    keys = set(re.findall(r'alias="([^"]+)"', program))
    found = {(name, words) for name, text in GUIDES.items() for words in _ON_SCREEN.findall(text)}
    assert len(found) >= 5
    missing = [
        (name, words)
        for name, words in sorted(found)
        if words not in keys and not re.search(re.escape(words).replace("几", ".{1,20}"), program)
    ]
    assert missing == []
