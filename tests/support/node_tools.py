"""The npm tools that tests use (package.json), installed when they are not there."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from conftest import ROOT
from support.programs import run_program

MODULES = ROOT / "node_modules"


def node_modules() -> Path:
    """The folder of the tools. ``npm ci`` runs when it is missing or the lock file has changed since."""
    lock = ROOT / "package-lock.json"
    stamp = MODULES / ".handbook-lock.sha256"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == digest):
        npm = shutil.which("npm")
        assert npm, "需要 Node.js 18.16 以上和 npm：apt-get install -y nodejs npm"
        run = run_program(
            [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=ROOT,
            env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"},
        )
        assert run.returncode == 0, run.stderr[:800]
        stamp.write_text(digest)
    return MODULES


def node(*arguments: str, **options: str) -> subprocess.CompletedProcess[str]:
    """Runs Node.js with ``arguments``; ``options`` are further environment variables."""
    program = shutil.which("node")
    assert program, "需要 Node.js 18.16 以上：apt-get install -y nodejs"
    return run_program([program, *arguments], cwd=ROOT, env={**os.environ, **options})
