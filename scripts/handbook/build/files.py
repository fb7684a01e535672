"""Writing outputs so that a stop at any moment leaves whole files."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from handbook.problems import HandbookError, Problem


def write_whole(path: Path, data: bytes) -> bool:
    """Write ``data`` to ``path`` in one move; True when the content changed. Unchanged files keep their time.

    Raises HandbookError when the disk is full or may not be written.
    """
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise disk_problem(path, error) from error
    return True


def disk_problem(path: Path, error: OSError) -> HandbookError:
    """What to tell when writing ``path`` failed."""
    reason = {28: "磁盘满了", 13: "没有写入权限", 30: "磁盘只读"}.get(error.errno or 0, str(error.strerror or error))
    hint = {28: "清理磁盘（make clean 可以删掉全部中间文件）后再运行", 13: "关掉正在打开它的程序，确认文件夹可写"}.get(error.errno or 0, "检查磁盘和文件夹权限")
    return HandbookError(Problem(str(path), 0, 0, "B001", f"写不进去：{reason}", hint=hint))


def mirror(target: Path, texts: Mapping[str, str], copies: Mapping[str, Path], keep: Iterable[str] = ()) -> list[str]:
    """Make folder ``target`` hold exactly ``texts`` and ``copies``; the names that changed or went.

    Files named in ``keep`` are left as they are.
    """
    changed = [name for name, text in texts.items() if write_whole(target / name, text.encode("utf-8"))]
    changed += [name for name, source in copies.items() if write_whole(target / name, source.read_bytes())]
    wanted = {*texts, *copies, *keep}
    for path in sorted(target.rglob("*")):
        name = path.relative_to(target).as_posix()
        if path.is_file() and name not in wanted:
            path.unlink()
            changed.append(name)
    return changed


def link_tree(source: Path, target: Path, skip: Iterable[str] = ()) -> None:
    """Put all files of ``source`` into ``target`` by hard links, or copies where links are not to be had."""
    left_out = set(skip)
    for path in source.rglob("*"):
        name = path.relative_to(source).as_posix()
        if not path.is_file() or name in left_out:
            continue
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, place)
        except OSError:
            try:
                shutil.copy2(path, place)
            except OSError as error:
                raise disk_problem(place, error) from error


def swap_in(new: Path, live: Path) -> None:
    """Put the finished folder ``new`` where ``live`` is; the old one goes only after the new one stands."""
    old = live.with_name(f".{live.name}.old")
    try:
        shutil.rmtree(old, ignore_errors=True)
        if live.exists():
            live.rename(old)
        new.rename(live)
    except OSError as error:
        if old.exists() and not live.exists():
            old.rename(live)
        raise disk_problem(live, error) from error
    shutil.rmtree(old, ignore_errors=True)


def digest(*parts: bytes | str | Path) -> str:
    """SHA-256 over texts, bytes and files."""
    state = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part.encode("utf-8") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big") + data)
    return state.hexdigest()
