"""Writing outputs so that a stop at any moment leaves whole files."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from handbook.disk import disk_problem, write_whole


def mirror(
    target: Path, texts: Mapping[str, str], copies: Mapping[str, Path], late: Iterable[str] = ()
) -> list[str]:
    """Make folder ``target`` hold exactly ``texts`` and ``copies``; the names that changed or went. ``late``:
    what comes afterwards, of which there is an empty file or what was there before."""
    texts = dict(texts) | {name: "" for name in late if not (target / name).is_file()}
    changed = [name for name, text in texts.items() if write_whole(target / name, text.encode("utf-8"))]
    changed += [name for name, source in copies.items() if write_whole(target / name, source.read_bytes())]
    wanted = {*texts, *copies, *late}
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
        if path.is_file() and name not in left_out:
            link(path, target / name)


def link(path: Path, place: Path) -> None:
    """Put the file ``path`` at ``place``, too: by a hard link, or a copy where links are not to be had."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, place)
        except OSError:
            shutil.copy2(path, place)
    except OSError as error:
        raise disk_problem(place, error) from error


def swap_in(new: Path, live: Path) -> None:
    """Put the finished folder ``new`` where ``live`` is; the old one goes only after the new one stands.

    Where the system can, the two change places in one step, so that a stop at any moment leaves one of them
    whole. Where it cannot, a stop between two renames leaves the old one aside, and :func:`recover` brings
    it back.
    """
    recover(live)
    old = _old(live)
    try:
        shutil.rmtree(old, ignore_errors=True)
        if live.exists() and not _exchange(new, live):
            live.rename(old)
        if not live.exists():
            new.rename(live)
    except OSError as error:
        recover(live)
        raise disk_problem(live, error) from error
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(new, ignore_errors=True)


def recover(live: Path) -> None:
    """Bring back the folder that a swap stopped half way has put aside."""
    if _old(live).exists() and not live.exists():
        with contextlib.suppress(OSError):
            _old(live).rename(live)


def _old(live: Path) -> Path:
    return live.with_name(f".{live.name}.old")


def _exchange(first: Path, second: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(renameat2(here, os.fsencode(first), here, os.fsencode(second), exchange) == 0)


def digest(*parts: bytes | str | Path) -> str:
    """SHA-256 over texts, bytes and files."""
    state = hashlib.sha256()
    for part in parts:
        data = (
            part.read_bytes()
            if isinstance(part, Path)
            else part.encode("utf-8")
            if isinstance(part, str)
            else part
        )
        state.update(len(data).to_bytes(8, "big") + data)
    return state.hexdigest()


def digests(folder: Path, paths: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of those of ``paths`` that are files, by their paths in ``folder``."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file()
    }
