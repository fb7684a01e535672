"""Whether the site that stands is the one that a build would make: then there is nothing to make."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from handbook.disk import write_whole
from handbook.pdf.fonts import faces
from handbook.pipeline.commit import clean_commit
from handbook.pipeline.files import digest, digests
from handbook.recipes.disk_cache import program_digest
from handbook.site.site_metadata import EDITION, list_digest

STAMP = Path("build/site.sha256")
#: Folders of the project that a build reads, beside the files that lie in the project's folder itself.
_READ = ("data", "docs", "overrides", "scripts")


class SiteState:
    """The site of the project at ``root``, and all that a build with these options would read: the files of
    the project as they are now, the program with its packages, the fonts, the day and the commit."""

    def __init__(self, root: Path, today: dt.date, *, pdf: bool, downloads: bool) -> None:
        self._stamp, self._site = root / STAMP, root / "site"
        files = [path for path in root.iterdir() if path.is_file()]
        for folder in _READ:
            files += [
                path
                for path in (root / folder).rglob("*")
                if path.is_file() and path.parent.name != "__pycache__"
            ]
        files.sort()
        names = "\n".join(path.relative_to(root).as_posix() for path in files)
        options = f"{today} {pdf} {downloads} {clean_commit(root)}"
        self._state = digest(options, program_digest(), faces(), names, *files)

    @property
    def is_current(self) -> bool:
        """Whether the site was made of just this; somebody may have changed it since."""
        return self._noted()[:1] == [self._state]

    @property
    def is_intact(self) -> bool:
        """Whether every file of the site is as it was made."""
        try:
            edition = (self._site / EDITION).read_bytes()
            listed = json.loads(edition)["sha256"]
            files = digests(self._site, (path for path in self._site.rglob("*") if path.name != EDITION))
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return self._noted()[1:] == [digest(edition)] and listed == list_digest(files)

    def note(self) -> None:
        """That the site has been made of this."""
        edition = (self._site / EDITION).read_bytes()
        write_whole(self._stamp, f"{self._state}\n{digest(edition)}\n".encode())

    def _noted(self) -> list[str]:
        try:
            return self._stamp.read_text(encoding="ascii").split()
        except (OSError, ValueError):
            return []
