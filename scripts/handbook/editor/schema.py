"""JSON Schemas of the data files, made from the model, for completion and hover in VS Code and other editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter

from handbook.disk import write_whole
from handbook.sources.load import LAYOUT

FOLDER = ".vscode/schemas"
SETTINGS = ".vscode/settings.json"

#: What each kind of file holds, shown at its head by editors.
_TITLES = {
    "laws": "法规和标准登记册",
    "site": "本站的名称、地区、网址",
    "aspects": "四个方面",
    "icons": "条目的图标",
    "hazards": "专项",
    "bodies": "执法主体",
    "editions": "版次",
    "campaign": "行动数据",
    "glossary": "词语对照",
    "leniency": "轻微不罚",
    "penalties": "罚则目录",
    "articles": "条文的数字",
    "items": "检查条目",
    "zoning": "划线分区",
    "plans": "车间平面",
    "forms": "表格",
    "changes": "一版改了什么",
    "withdrawn_items": "撤掉的条目",
    "stars": "星级评定",
    "ledger": "底数：状态、变动、口径",
    "ledger_sheets": "底数：一张工作表",
    "ledger_rules": "底数：核对规则",
    "industries": "国民经济行业分类",
    "lessons": "讲课",
    "trades": "行业样例",
    "self_check": "自查",
    "posters": "海报",
}


def schema_files() -> dict[str, str]:
    """Every schema file and the editor's settings that point to it, by path relative to the project."""
    files: dict[str, str] = {}
    mapping: dict[str, list[str]] = {}
    for name, (pattern, kind) in LAYOUT.items():
        path = f"{FOLDER}/{name}.json"
        files[path] = _dump(_schema(name, kind))
        mapping[f"./{path}"] = [f"data/{pattern}"]
    files[SETTINGS] = _dump(_settings(mapping))
    return files


def write_schemas(root: Path) -> list[str]:
    """Bring the schema files under ``root`` up to date; the names that changed."""
    return [name for name, text in schema_files().items() if write_whole(root / name, text.encode("utf-8"))]


def _schema(name: str, kind: Any) -> dict[str, Any]:
    schema: dict[str, Any] = TypeAdapter(kind).json_schema(by_alias=True, mode="validation")
    _plain(schema)
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": _TITLES.get(name, "手册的数据")}
    if get_args(kind):
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
