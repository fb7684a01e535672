"""Work done in a process of its own while this one goes on, where there is fork."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from functools import cache
from multiprocessing.connection import Connection
from typing import TypeVar

from handbook.processes import end_with_parent, may_fork

T = TypeVar("T")


def in_background(work: Callable[[], T]) -> Callable[[], T]:
    """Begin ``work``, which changes nothing; a function that waits for what it gives.

    The process is forked, so that it knows all that is known here. Where there is no fork, once something
    was typeset here (the typesetter's threads do not survive it), and when the process did not come to an
    end, the work is done here, when it is asked for: what it raises is raised here, too.
    """
    if not may_fork():
        return cache(work)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(work, sender), daemon=True)
    process.start()
    sender.close()

    @cache
    def result() -> T:
        with receiver:
            try:
                found: T = receiver.recv()
            except EOFError:
                return work()
        process.join()
        return found

    return result


def _send(work: Callable[[], T], sender: Connection) -> None:
    end_with_parent()
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # whoever stops the command hears it from the one who began it
    try:
        with sender:
            sender.send(work())
    except Exception:
        pass
