"""What a command needs: ``.venv`` and, where they may be installed, the packages of the system. Then
``python -m handbook`` takes over. Standard library only.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from handbook.verbs import VERBS

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "handbook-requirements.sha256"  # what is installed, written when all of it is
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


#: What must be on the machine: how to recognise it, and its Debian package.
FONT_PACKAGE = "fonts-noto-cjk"
BUILD_PACKAGES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
TEST_COMMANDS = {
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
    "chromium": "chromium",
    "nginx": "nginx-light",
    "npm": "nodejs npm",
    "openssl": "openssl",
    "pdffonts": "poppler-utils",
    "qpdf": "qpdf",
    "zbarimg": "zbar-tools",
    "soffice": "libreoffice-impress libreoffice-writer libreoffice-calc",
}
#: The same engine without its window: the tests take a third less with it, and do without it.
QUICKER_TESTS = {"chromium-headless-shell": "chromium-headless-shell"}


def main() -> int:
    """Prepare what the verb needs, then run it. Exit status 3: something is missing that may not be
    installed."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = sys.argv[1:] or ["build"]
    verb = next((verb for verb in VERBS if verb.name == arguments[0]), None)
    tests = verb is not None and verb.tests
    if verb is not None and verb.system:
        missing = _missing_packages(tests=tests)
        quicker = _quicker_packages() if tests else []
        if (missing or quicker) and not _install_packages(missing, quicker):
            return 3
    node = verb is not None and verb.node and not (shutil.which("node") and shutil.which("npm"))
    try:
        if not _prepare_environment(tests=tests, node=node):
            return 3
    except KeyboardInterrupt:
        print("停下了，Python 环境没有装完；再运行一遍会从头装。", file=sys.stderr)
        return 130
    except OSError as error:
        print(_not_written(str(error)), file=sys.stderr)
        return 3
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "scripts"),
        "PYTHONUTF8": "1",
        "HANDBOOK_CALLER": os.getcwd(),
    }
    # Compiling the program anew each time would take a fifth of a check; tests start it hundreds of times.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [str(PYTHON), "-m", "handbook", *arguments]
    if os.name == "nt":
        return _wait_for(subprocess.Popen(command, cwd=ROOT, env=environment))
    # In the place of this process, so that whoever ends it ends the command and leaves no server running.
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execve(command[0], command, environment)


def _wait_for(command: subprocess.Popen[bytes]) -> int:
    """Its exit status. Ctrl+C goes to every process of the window: the command ends in its own words, and
    this one waits for it."""
    while True:
        try:
            return command.wait()
        except KeyboardInterrupt:
            continue


def _missing_packages(*, tests: bool) -> list[str]:
    from ctypes.util import find_library

    missing = [
        package
        for library, package in BUILD_PACKAGES.items()
        if os.name != "nt" and not find_library(library)
    ]
    if not _has_font():
        missing.append(FONT_PACKAGE)
    if tests:
        for command, packages in TEST_COMMANDS.items():
            if not shutil.which(command):
                missing += packages.split()
    return missing


def _quicker_packages() -> list[str]:
    """What is worth trying to install, where that is allowed."""
    if not _may_install():
        return []
    return [package for command, package in QUICKER_TESTS.items() if not shutil.which(command)]


def _has_font() -> bool:
    if shutil.which("fc-list"):
        found = subprocess.run(
            ["fc-list", ":", "family"], capture_output=True, text=True, encoding="utf-8", errors="replace"
        )
        return "Noto Sans CJK SC" in found.stdout
    places = [
        Path("/usr/share/fonts"),
        Path("C:/Windows/Fonts"),
        Path.home() / "AppData/Local/Microsoft/Windows/Fonts",
        Path("/Library/Fonts"),
    ]
    return any(place.is_dir() and any(place.rglob("NotoSansCJK*")) for place in places)


def _may_install() -> bool:
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def _apt(*command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", errors="replace"
    )


def _install_packages(packages: list[str], welcome: list[str]) -> bool:
    """Install with apt where that is allowed; otherwise say exactly what to install. ``welcome`` may be
    missing after all."""
    names = " ".join(packages)
    if _may_install():
        print(f"正在安装系统软件包：{' '.join([*packages, *welcome])}", flush=True)
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends"]
        for command in [["apt-get", "update", "-q"], [*install, *packages]] if packages else []:
            run = _apt(*command)
            if run.returncode:
                print(
                    f"{run.stdout[-1500:]}{run.stderr[-1500:]}\n系统软件包没有装上，命令是：{' '.join(command)}",
                    file=sys.stderr,
                )
                return False
        if welcome and _apt(*install, *welcome).returncode:
            print(f"{' '.join(welcome)} 没有装上，不要紧，只是测试慢一些。", file=sys.stderr)
        return True
    if os.name == "nt":
        print(
            "缺少："
            + names
            + "\n请先安装思源字体（Noto Sans CJK SC）和 GTK 运行库（Pango），再运行一遍。只检查内容不需要它们：python scripts/run.py check",
            file=sys.stderr,
        )
    else:
        print(
            f"缺少系统软件包，当前用户不能安装。请管理员运行：\n    sudo apt-get install -y {names}\n装好后再运行一遍。",
            file=sys.stderr,
        )
    return False


def _prepare_environment(*, tests: bool, node: bool) -> bool:
    # The lock of the tests holds all that a build needs, too.
    requirements = [ROOT / ("requirements-test.lock" if tests else "requirements.lock")]
    requirements += [ROOT / "requirements-node.lock"] if node else []
    stamp = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in requirements}
    whole = STAMP.exists() and PYTHON.exists() and _base().exists()
    known = dict(line.split() for line in STAMP.read_text().splitlines()) if whole else {}
    if all(known.get(name) == value for name, value in stamp.items()):
        return True
    if not whole:
        print("正在建立 Python 环境 .venv", flush=True)
        try:
            venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
        except subprocess.CalledProcessError as error:
            said = (error.output or b"").decode("utf-8", "replace")
            debian = f"Python 环境没有建成（{error}）。Debian 上请先安装：apt-get install -y python3-venv"
            print(_not_written(said) if _of_writing(said) else debian, file=sys.stderr)
            return False
    print("正在安装 Python 包（第一次要几分钟）", flush=True)
    # Whoever is stopped while packages are written leaves halves of them: without a stamp all begins anew.
    STAMP.unlink(missing_ok=True)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", *(part for path in requirements for part in ("-r", str(path)))]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if run.returncode:
        cause, written = _why_not(run.stderr)
        if known and not written:
            _write_stamp(known)
        last = "\n".join(line for line in run.stderr.splitlines() if line.startswith("ERROR"))
        print(f"Python 包没有装上：{cause}\n原话：{(last or run.stderr)[-1500:].strip()}", file=sys.stderr)
        return False
    _write_stamp({**known, **stamp})
    return True


def _base() -> Path:
    """The Python that the environment was made of, which a newer system may have no more."""
    settings = VENV / "pyvenv.cfg"
    lines = settings.read_text(encoding="utf-8", errors="replace").splitlines() if settings.exists() else []
    named = dict(line.split(" = ", 1) for line in lines if " = " in line)
    return Path(named.get("executable", PYTHON))


def _write_stamp(stamp: dict[str, str]) -> None:
    STAMP.write_text("".join(f"{name} {value}\n" for name, value in stamp.items()))


def _why_not(said: str) -> tuple[str, bool]:
    """Why pip did not install, by what it said, and whether it may have written a part."""
    if _of_writing(said):
        return _not_written(said), True
    if re.search(r"DO NOT MATCH THE HASHES|CERTIFICATE_VERIFY_FAILED", said):
        return "取到的包和登记的不一样，或者证书不对。换一个镜像，再运行一遍。", False
    if re.search(r"connection|timed out|timeout|resolve|proxy", said, re.IGNORECASE):
        mirror = "连得上又慢的，先设本单位或者高校的镜像：pip config set global.index-url 镜像地址"
        return f"连不上软件包的网站。看看网络和代理，再运行一遍。{mirror}", False
    if "No matching distribution" in said:
        return (
            "取包的网站、镜像里没有要的版本，或者没有这个 Python 用的。换一个镜像，或者用 Python 3.12。",
            False,
        )
    return "把下面的话发给维护的人。", True


_FULL = "磁盘满了。删掉不要的文件，空出 1 GB，再运行一遍。"
_DENIED = (
    f"写不进 {VENV}。关掉开着的预览和编辑器，换成放项目的那个用户运行；还不行，把项目复制到自己的文件夹。"
)
#: Why something could not be written, by the number that the system gives of it.
_WRITING = {
    f"[Errno {errno.ENOSPC}]": _FULL,
    f"[Errno {errno.EDQUOT}]": _FULL,
    f"[Errno {errno.EROFS}]": "这个文件夹只能读，不能写。把整个项目复制到能写的地方，再运行。",
    f"[Errno {errno.EACCES}]": _DENIED,
    f"[Errno {errno.EPERM}]": _DENIED,
    "[WinError 112]": _FULL,
    "[WinError 5]": _DENIED,
    "[WinError 32]": _DENIED,
}


def _of_writing(said: str) -> bool:
    return any(sign in said for sign in _WRITING)


def _not_written(said: str) -> str:
    told = next((told for sign, told in _WRITING.items() if sign in said), None)
    return told or f"Python 环境没有建成（{said}）。删掉 .venv，再运行一遍。"
