"""A site generator that stays loaded between two builds of the preview."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from handbook.disk import disk_problem_of
from handbook.pipeline.generator import build_environment, not_generated
from handbook.problems import HandbookError


class LiveGenerator:
    """MkDocs in a process of its own that waits for work; see ``mkdocs_adapter.live_worker``."""

    def __init__(self, root: Path, epoch: int) -> None:
        self._root, self._epoch = root, epoch
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "mkdocs_adapter.live_worker"],
            cwd=self._root,
            env=build_environment(self._root, self._epoch, pdf=False),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    def build(self, target: Path, *, dirty: bool) -> None:
        """Build the staged site into ``target``; ``dirty``: only pages whose text changed. Raises
        HandbookError with MkDocs' words."""
        ok, log = self._ask({"do": "build", "target": str(target), "dirty": dirty})
        if not ok and (full := disk_problem_of(log, target)):
            raise full
        if not ok:
            raise HandbookError(not_generated(log))

    def pages(self, paths: list[str]) -> bool:
        """Make single pages anew; False when that cannot be done and a build is needed."""
        return self._ask({"do": "pages", "paths": paths})[0]

    def _ask(self, request: dict[str, object]) -> tuple[bool, str]:
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
        except (OSError, ValueError) as error:
            self.close()
            self._process = self._start()
            return False, str(error)
        return bool(answer["ok"]), str(answer["log"])

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()
