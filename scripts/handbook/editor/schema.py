"""JSON Schemas of the data files, made from the model, for completion and hover in VS Code and other
editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from handbook.disk import write_whole
from handbook.sources.kinds import KINDS, Kind

FOLDER = ".vscode/schemas"
SETTINGS = ".vscode/settings.json"


def schema_files() -> dict[str, str]:
    """Every schema file and the editor's settings that point to it, by path relative to the project."""
    files: dict[str, str] = {}
    mapping: dict[str, list[str]] = {}
    for kind in KINDS:
        path = f"{FOLDER}/{kind.name}.json"
        files[path] = _dump(_schema(kind))
        mapping[f"./{path}"] = [f"data/{kind.pattern}"]
    files[SETTINGS] = _dump(_settings(mapping))
    return files


def write_schemas(root: Path) -> list[str]:
    """Bring the schema files under ``root`` up to date; the names that changed."""
    return [name for name, text in schema_files().items() if write_whole(root / name, text.encode("utf-8"))]


def _schema(kind: Kind[Any]) -> dict[str, Any]:
    schema: dict[str, Any] = TypeAdapter(kind.shape).json_schema(by_alias=True, mode="validation")
    _plain(schema)
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": kind.title}
    if kind.listed:
        head["description"] = "一个列表，每一项以“- ”开头。"
    return head | schema


def _plain(node: Any, *, property: bool = False) -> None:
    """Take out what would be shown in English: class names as titles, docstrings as descriptions."""
    if isinstance(node, dict):
        if not property and isinstance(node.get("title"), str):
            node.pop("title")
        if not property and isinstance(node.get("description"), str):
            node.pop("description")  # a docstring of the program; what editors read stands on the fields
        for key, value in node.items():
            if key == "properties" and isinstance(value, dict):
                for field in value.values():
                    field.pop("title", None)
                    _plain(field, property=True)
            elif key not in ("enum", "default", "examples", "const"):
                _plain(value)
        if "$ref" in node and "description" in node:
            # Draft 7 ignores what stands beside $ref, so the hover text would be lost.
            node["allOf"] = [{"$ref": node.pop("$ref")}]
    elif isinstance(node, list):
        for value in node:
            _plain(value)


def _settings(mapping: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "files.trimTrailingWhitespace": True,
        "files.exclude": {"**/__pycache__": True, ".venv": True, "build": True, "site": True},
        "editor.insertSpaces": True,
        "editor.detectIndentation": False,
        "editor.tabSize": 2,
        "editor.wordWrap": "on",
        "editor.unicodeHighlight.ambiguousCharacters": False,
        "editor.renderWhitespace": "boundary",
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
        "[markdown]": {"files.trimTrailingWhitespace": False},
        "[python]": {"editor.tabSize": 4},
        "yaml.schemas": mapping,
        "yaml.schemaStore.enable": False,
        "yaml.format.enable": False,
        "yaml.validate": True,
        "yaml.completion": True,
        "yaml.hover": True,
    }


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
