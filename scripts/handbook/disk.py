"""Writing one file so that a stop at any moment leaves it whole, and what to tell when that fails."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from handbook.problems import HandbookError, Problem


def write_whole(path: Path, data: bytes) -> bool:
    """Write ``data`` to ``path`` in one move; True when the content changed. Unchanged files keep their time.

    Raises HandbookError when the disk is full or may not be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise disk_problem(path, error) from error
    finally:  # Ctrl+C comes here, too
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return True


def disk_problem(path: Path, error: OSError) -> HandbookError:
    """What to tell when writing ``path`` failed."""
    reason = {
        28: "磁盘满了",
        27: "文件比系统允许的大",
        13: "没有写入权限",
        30: "磁盘只读",
        2: "没有这个文件夹",
        20: "路径里有一段是文件，不是文件夹",
        21: "那里是一个文件夹",
    }.get(error.errno or 0, f"系统不让写（{error.strerror or error}）")
    hint = {
        28: "清理磁盘（clean 命令可以删掉全部中间文件）后再运行",
        27: "放宽这个账户可以写的文件大小（ulimit -f）再运行",
        13: "关掉正在打开它的程序（WPS、PDF 阅读器、资源管理器窗口），确认文件夹可写",
    }.get(error.errno or 0, "检查磁盘和文件夹权限")
    return HandbookError(Problem.whole(str(path), "B001", f"写不进去：{reason}", hint=hint))


#: How libraries, and programs that the build starts, say that the disk is full, or may not be written.
_SAID = (
    (re.compile(r"Errno 28|ENOSPC|No space left|not enough space|os error 28", re.IGNORECASE), 28),
    (re.compile(r"Errno 122|EDQUOT|quota exceeded", re.IGNORECASE), 28),
    (re.compile(r"Errno 27|EFBIG|File too large", re.IGNORECASE), 27),
    (re.compile(r"Errno 30|EROFS|Read-only file system", re.IGNORECASE), 30),
)


def disk_problem_of(said: str, path: Path) -> HandbookError | None:
    """What to tell when a library or another program failed over the disk as it was writing to ``path``; None
    when it was something else. ``said``: its own words."""
    number = next((number for pattern, number in _SAID if pattern.search(said)), None)
    return None if number is None else disk_problem(path, OSError(number, ""))
