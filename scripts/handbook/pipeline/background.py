"""Work done in a process of its own while this one goes on, where there is fork."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from functools import cache, partial
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from handbook.processes import end_with_parent, may_fork

T = TypeVar("T")


def in_background(work: Callable[[], T]) -> Callable[[], T]:
    """Begin ``work``, which changes nothing; a function that waits for what it gives.

    The process is forked, so that it knows all that is known here. Where there is no fork, once something
    was typeset here (the typesetter's threads do not survive it), and when the process did not come to an
    end, the work is done here, when it is asked for: what it raises is raised here, too.
    """
    return in_turn(work)[0]


def in_turn(*works: Callable[[], Any]) -> tuple[Callable[[], Any], ...]:
    """The same for works that one process does one after the other; each result is there when it is made."""
    if not may_fork():
        return tuple(map(cache, works))
    context = multiprocessing.get_context("fork")
    pipes = [context.Pipe(duplex=False) for _ in works]
    process = context.Process(target=_send, args=(works, [sender for _, sender in pipes]), daemon=True)
    process.start()
    for _, sender in pipes:
        sender.close()

    def received(number: int) -> Any:
        for earlier in results[:number]:
            earlier()  # the process waits with what fills its pipe, until somebody takes it
        with pipes[number][0] as receiver:
            try:
                found = receiver.recv()
            except EOFError:
                found = works[number]()
        if number == len(works) - 1:
            process.join()
        return found

    results = tuple(cache(partial(received, number)) for number in range(len(works)))
    return results


def _send(works: Sequence[Callable[[], object]], senders: Sequence[Connection]) -> None:
    end_with_parent()
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # whoever stops the command hears it from the one who began it
    try:
        for work, sender in zip(works, senders, strict=True):
            with sender:
                sender.send(work())
    except Exception:
        pass
