"""Where commands may write and what they may delete: never a source, never another's folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from handbook.disk import disk_problem
from handbook.pipeline.build_lock import LOCK, build_lock
from handbook.problems import HandbookError, Problem

#: The folder in which the caller stands; ``scripts/run.py`` starts the program in the project's folder.
CALLER = "HANDBOOK_CALLER"
#: Folders of the project that hold what people write.
SOURCES = ("data", "docs", "overrides", "scripts", "tests", "deploy", ".github", ".gitee", ".git")
#: Folders that hold nothing but what the program makes.
GENERATED = ("build", "site")


def caller_path(path: Path) -> Path:
    """``path`` as whoever typed it means it: from the folder in which the command was given."""
    return (Path(os.environ.get(CALLER, ".")) / path).resolve()


def outside_sources(root: Path, path: Path) -> None:
    """Raises HandbookError when writing ``path`` would change a file that people write."""
    inside = path.is_relative_to(root.resolve())
    parts = path.relative_to(root.resolve()).parts if inside else ()
    written = parts and (parts[0] in SOURCES or (len(parts) == 1 and path.exists() and not _made(path)))
    if written or (path.exists() and path.is_file() and not _made(path)):
        raise HandbookError(
            Problem.whole(
                str(path), "C016", "这里是来源文件，或者别的文件，不能盖掉", hint="换一个文件名或者文件夹"
            )
        )


def _made(path: Path) -> bool:
    return path.suffix.lower() in (".pdf", ".epub", ".docx", ".xlsx")


def remove_generated(root: Path) -> list[str]:
    """Delete ``build/`` and ``site/`` of the project in ``root``; the names of what was there.

    Raises HandbookError when ``root`` is no project of ours, or something could not be deleted.
    """
    if not (root / "data" / "site.yml").is_file():
        said = "这里不是手册的项目文件夹，什么都没有删"
        raise HandbookError(Problem.whole(str(root), "C017", said, hint="到项目的文件夹里运行"))
    if (root / LOCK).is_file():
        with build_lock(root):
            pass  # another process that is making the handbook would lose what it has made
    gone = []
    for name in GENERATED:
        path = root / name
        if not path.is_symlink() and not path.exists():
            continue
        try:
            if path.is_symlink() or path.is_file():
                path.unlink()
            else:
                shutil.rmtree(path)
        except OSError as error:
            raise disk_problem(path, error) from error
        gone.append(f"{name}/")
    return gone
