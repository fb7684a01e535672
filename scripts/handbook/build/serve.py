"""Live preview: a change in YAML or Markdown is on the page a moment after saving; errors are told on the page."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from handbook.build.files import digest
from handbook.build.make import day_epoch
from handbook.build.site import WarmGenerator, build_site
from handbook.build.stage import DOWNLOAD_PAGE, checked_handbook, write_stage
from handbook.problems import HandbookError, Problem, errors

_WATCHED = ("data", "docs", "overrides")
_JOINT = re.compile(r'^--8<-- "([^"]+)"', re.MULTILINE)
_PAUSE = 0.1  # seconds between two looks at the files
#: Waits for the next state; the answer comes the moment something changes, so that nothing is asked in vain.
_SCRIPT = """<script>(function () {
  var version = %s;
  (function wait() {
    fetch('/__state?since=' + version).then(function (answer) { return answer.json() }).then(function (state) {
      if (state.version !== version) location.reload(); else wait()
    }).catch(function () { setTimeout(wait, 1000) })
  })()
})()</script>"""
_BANNER = (
    "position:sticky;top:0;z-index:99;background:#fff4f3;color:#5c0d0d;border-bottom:4px solid #9b1c1c;padding:12px 16px;max-height:60vh;overflow:auto;font:15px/1.6 sans-serif"
)


class Preview:
    """The state of the preview: a counter that goes up with each change, and what is wrong at the moment."""

    def __init__(self, root: Path, today: dt.date, tell: Callable[[str], None]) -> None:
        self.root, self.today, self.tell = root, today, tell
        self.web = root / "build" / "preview"
        self.version = 0
        self.problems = ""
        self.changed = threading.Condition()
        self._stamps: dict[Path, tuple[int, int]] = {}
        self._shell = ""
        self._warm: WarmGenerator | None = None
        self._joined: dict[str, list[Path]] = {}
        self._joined_at: dict[Path, tuple[int, int]] | None = None

    def look(self) -> bool:
        """Rebuild when a watched file changed; True when something was done."""
        stamps = {}
        for folder in _WATCHED:
            for path in (self.root / folder).rglob("*"):
                try:
                    if path.is_file() and not path.name.startswith((".", "~$")):
                        state = path.stat()
                        stamps[path] = (state.st_mtime_ns, state.st_size)
                except OSError:
                    continue  # saved by rename just now; the next look sees it
        if stamps == self._stamps:
            return False
        self._stamps = stamps
        self._rebuild()
        return True

    def _rebuild(self) -> None:
        started = time.perf_counter()
        try:
            book, _ = checked_handbook(self.root, self.today)
            write_stage(self.root, book)
            downloads = self.root / "build" / "stage" / DOWNLOAD_PAGE
            if not downloads.exists():
                downloads.parent.mkdir(parents=True, exist_ok=True)
                downloads.write_text("# 下载\n\n预览时不做下载件，运行 make 后才有。\n", encoding="utf-8", newline="\n")
            shell = self._shell_state()
            if self._warm is None:
                self._warm = WarmGenerator(self.root, day_epoch(self.today))
            self._freshen()
            build_site(self.root, self.web, pdf=False, epoch=day_epoch(self.today), dirty=shell == self._shell, warm=self._warm)
            self._shell = shell
            self.problems = ""
            self.tell(f"已更新，用时 {time.perf_counter() - started:.1f} 秒")
        except HandbookError as error:
            self._say("\n".join(problem.render() for problem in errors(error.problems)))
        except Exception as error:  # the preview outlives whatever goes wrong in it
            self._say(f"程序自己出错了（{type(error).__name__}：{error}）。把这句话发给维护的人；先撤回刚才的改动，页面会恢复。")
        with self.changed:
            self.version += 1
            self.changed.notify_all()

    def _say(self, words: str) -> None:
        self.problems = words
        self.tell(f"{words}\n改好保存后会自动再试；页面还是上一次的样子。")

    def _shell_state(self) -> str:
        """What every page rests on: when it changes, all pages are built anew."""
        files = [self.root / "mkdocs.yml", self.root / "build" / "stage" / "generator.yml"]
        files += sorted(path for path in (self.root / "overrides").rglob("*") if path.is_file())
        return digest(*files)

    def _freshen(self) -> None:
        """Make pages look changed whose joined parts changed: MkDocs sees only the page itself."""
        stage = self.root / "build" / "stage"
        for part in (stage / "parts").rglob("*.md"):
            for page in self._pages_joining(part.relative_to(stage / "parts").as_posix()):
                if part.stat().st_mtime_ns > page.stat().st_mtime_ns:
                    page.touch()

    def _pages_joining(self, part: str) -> list[Path]:
        if self._joined_at != self._stamps:
            self._joined.clear()
            for page in (self.root / "build" / "stage" / "docs").rglob("*.md"):
                for name in _JOINT.findall(page.read_text(encoding="utf-8")):
                    self._joined.setdefault(name, []).append(page)
            self._joined_at = self._stamps
        return self._joined.get(part, [])

    def wait(self, since: int, seconds: float = 25.0) -> int:
        """The version, as soon as it is another than ``since``, or after ``seconds``."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != since, timeout=seconds)
            return self.version

    def watch(self) -> None:
        while True:
            time.sleep(_PAUSE)
            self.look()

    def close(self) -> None:
        if self._warm is not None:
            self._warm.close()


class _Handler(SimpleHTTPRequestHandler):
    """Serves the preview; adds to each page the errors, if any, and a script that reloads it after a change."""

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        self.preview = preview
        super().__init__(*args, directory=str(preview.web), **kwargs)

    def do_GET(self) -> None:
        if self.path.partition("?")[0] == "/__state":
            since = re.search(r"since=(\d+)", self.path)
            version = self.preview.wait(int(since[1])) if since else self.preview.version
            self._answer(json.dumps({"version": version, "problems": self.preview.problems}).encode(), "application/json")
            return
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path = path / "index.html"
        if path.suffix == ".html" and (path.exists() or self.preview.problems):
            page = path.read_text(encoding="utf-8") if path.exists() else '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>预览</title><body></body></html>'
            self._answer(self._with_state(page).encode("utf-8"), "text/html; charset=utf-8")
            return
        super().do_GET()

    def _with_state(self, page: str) -> str:
        banner = ""
        if self.preview.problems:
            banner = (
                f'<div id="hb-preview-errors" style="{_BANNER}">'
                f"<strong>内容有错，页面还是上一次的样子：</strong><pre style='white-space:pre-wrap;margin:8px 0 0'>{html.escape(self.preview.problems)}</pre></div>"
            )
        page = page.replace("http-equiv=\"Content-Security-Policy\"", "data-preview-no-csp", 1)
        head, found, tail = page.partition("<body")
        if found:
            attributes, _, rest = tail.partition(">")
            page = f"{head}<body{attributes}>{banner}{rest}"
        return page + _SCRIPT % self.preview.version

    def _answer(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            self.wfile.write(data)
        except OSError:
            return  # the page was closed or loaded anew meanwhile

    def log_message(self, format: str, *args: Any) -> None:
        return


def serve(root: Path, today: dt.date, *, port: int = 8000, tell: Callable[[str], None] = print) -> None:
    """Build a preview without PDFs, serve it on this machine only, and keep it up to date until interrupted."""
    preview = Preview(root, today, tell)
    preview.web.mkdir(parents=True, exist_ok=True)
    preview.look()
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, preview=preview))
    except OSError as error:
        raise HandbookError(Problem(f"端口 {port}", 0, 0, "B040", f"用不了这个端口（{error.strerror}）", hint="换一个：serve --port 8001")) from error
    threading.Thread(target=preview.watch, daemon=True).start()
    tell(f"预览在 http://127.0.0.1:{port}/ ，保存文件后页面自动更新；按 Ctrl+C 结束。")
    server.daemon_threads = True
    with server:
        try:
            server.serve_forever()
        finally:
            preview.close()
