"""MkDocs hook: point the generator at the stage. Everything else happens before MkDocs runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def on_config(config: Any) -> Any:
    """Read documents, names and menu from ``build/stage``; stage them first when nobody has."""
    root = Path(config["config_file_path"]).parent
    stage = root / "build" / "stage"
    if not (stage / "generator.yml").exists():
        from handbook.build.stage import refresh_stage

        refresh_stage(root)
    config["docs_dir"] = str(stage / "docs")
    for key, value in yaml.safe_load((stage / "generator.yml").read_text(encoding="utf-8")).items():
        config[key] = value
    return config
