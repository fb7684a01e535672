"""Processes that work for another and have no work without it: how many, and whether one may be forked
here."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_has_threads = False


def worker_count() -> int:
    """How many processes share a work: one a core that may be used, four at most, as each may take some
    300 MB of memory."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, 4)


def end_with_parent() -> None:
    """To be called in a process of :mod:`multiprocessing`: it ends when the one that began it is killed. Else
    it would wait for ever to be asked or heard, since it holds both ends of the pipes between them. Only on
    Linux, where processes are forked."""
    parent = multiprocessing.parent_process()
    if sys.platform != "linux" or parent is None:
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent.pid:  # it was killed before this was asked for
        os._exit(1)


def note_threads() -> None:
    """To be called before something begins threads in this process that a forked child would wait for."""
    global _has_threads
    _has_threads = True


def may_fork() -> bool:
    """Whether a child of this process can be forked: on Linux, and before :func:`note_threads`."""
    return sys.platform == "linux" and not _has_threads
