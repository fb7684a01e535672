"""Tells when files below some folders are written, moved or removed: the system says so, nobody has to
look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

#: What changes a file. Opening and closing one that was only read does not.
_CHANGES = frozenset({"created", "modified", "moved", "deleted"})


@contextmanager
def watching(folders: Iterable[Path], noticed: Callable[[], None]) -> Iterator[None]:
    """Calls ``noticed`` (from another thread) after each change of a file below ``folders``, until the block
    ends.

    Network shares and some virtual machines tell nothing of what others write there: whoever must not miss a
    change looks now and then as well.
    """

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type in _CHANGES:
                noticed()

    observer = Observer()
    for folder in folders:
        if folder.is_dir():
            observer.schedule(Handler(), str(folder), recursive=True)
    try:
        observer.start()
    except OSError:  # the system watches no more files: then those who look find out
        yield
        return
    try:
        yield
    finally:
        observer.stop()
        observer.join()
