"""Live preview: a change in YAML or Markdown is on the page a moment after saving; errors are told on the
page."""

from __future__ import annotations

import datetime as dt
import errno
import html
import json
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qs

from handbook.day import day_epoch
from handbook.disk import write_whole
from handbook.markdown.html_tags import Tag, with_tags
from handbook.markdown.includes import includes, parts_of_item
from handbook.model.handbook import Handbook
from handbook.pipeline.build_lock import build_lock
from handbook.pipeline.error_reports import crash_problem
from handbook.pipeline.file_watch import watching
from handbook.pipeline.files import digest
from handbook.pipeline.live_generator import LiveGenerator
from handbook.pipeline.stage_files import checked_handbook, write_stage
from handbook.problems import HandbookError, Problem, errors
from handbook.site.stage import stage, staged_page

_WATCHED = ("data", "docs", "overrides")
_PAUSE = 0.1  # seconds that an editor program gets to finish writing
_UNTOLD = (
    2.0  # seconds between two looks where the system tells nothing: network shares, some virtual machines
)
_QUIET = 1.0  # seconds without a change before the rest of the site is brought up to date
#: Waits for the next state; the answer comes the moment something changes, so that nothing is asked in vain.
#: The page is loaded anew only when it is another itself.
_SCRIPT = """<script>(function () {
  var version = %d, seen = '%s'
  function wait() {
    fetch('/__state?since=' + version + '&page=' + encodeURIComponent(location.pathname)).then(function (answer) { return answer.json() }).then(function (state) {
      if (state.page !== seen) location.reload(); else { version = state.version; wait() }
    }).catch(function () { setTimeout(wait, 1000) })
  }
  wait()
})()</script>"""
_BANNER = "position:sticky;top:0;z-index:99;background:#fff4f3;color:#5c0d0d;border-bottom:4px solid #9b1c1c;padding:12px 16px;max-height:60vh;overflow:auto;font:15px/1.6 sans-serif"


class Preview:
    """The state of the preview: a counter that goes up with each change, and what is wrong at the moment.

    A saved item or page is made anew by itself at once; what else rests on it follows when the editor pauses.
    """

    def __init__(self, root: Path, today: dt.date, tell: Callable[[str], None]) -> None:
        self.root, self.today, self.tell = root, today, tell
        self.web = root / "build" / "preview"
        self.version = 0
        self.problems = ""
        self.changed = threading.Condition()
        self._stage = root / "build" / "stage"
        self._stamps: dict[Path, tuple[int, int]] = {}
        self._shell = ""
        self._generator: LiveGenerator | None = None
        self._behind: Handbook | None = None  # what the rest of the site has still to show
        self._changed_at = 0.0

    def look(self) -> bool:
        """Rebuild when a watched file changed; True when something was done."""
        stamps = self._look_at_files()
        if stamps == self._stamps:
            return False
        changed = {
            path.relative_to(self.root).as_posix()
            for path, stamp in stamps.items()
            if self._stamps.get(path) != stamp
        }
        alone = stamps.keys() == self._stamps.keys()
        self._stamps, self._changed_at = stamps, time.monotonic()
        self._try(lambda: self._rebuild(changed if alone else set()))
        return True

    def catch_up(self) -> bool:
        """Bring the rest of the site up to date after single pages were; True when there was something to
        do."""
        book, self._behind = self._behind, None
        if book is not None:
            self._try(lambda: self._build_all(book))
        return book is not None

    def _look_at_files(self) -> dict[Path, tuple[int, int]]:
        stamps = {}
        for folder in _WATCHED:
            for path in (self.root / folder).rglob("*"):
                try:
                    if path.is_file() and not path.name.startswith((".", "~$")):
                        state = path.stat()
                        stamps[path] = (state.st_mtime_ns, state.st_size)
                except OSError:
                    continue  # saved by rename just now; the next look sees it
        return stamps

    def _try(self, work: Callable[[], None]) -> None:
        started = time.perf_counter()
        try:
            work()
            self.problems = ""
            self.tell(f"已更新，用时 {time.perf_counter() - started:.1f} 秒")
        except HandbookError as error:
            self._say("\n".join(problem.render() for problem in errors(error.problems)))
        except Exception as error:  # the preview outlives whatever goes wrong in it
            self._say(crash_problem("预览", error).render())
        with self.changed:
            self.version += 1
            self.changed.notify_all()

    def _say(self, words: str) -> None:
        self.problems = words
        self.tell(f"{words}\n改好保存后会自动再试；页面还是上一次的样子。")

    def _rebuild(self, changed: set[str]) -> None:
        book, _ = checked_handbook(self.root, self.today)
        if changed and self._build_pages(book, changed):
            self._behind = book
        else:
            self._behind = None
            self._build_all(book)

    def _build_pages(self, book: Handbook, changed: set[str]) -> bool:
        """Make anew only the pages that are made of the ``changed`` files; False when that is not enough."""
        if self._generator is None:
            return False
        paths = [_page_of(name) for name in changed]
        pages = {page.path: page for page in book.pages}
        if not all(path in pages and (self._stage / "docs" / path).is_file() for path in paths):
            return False
        items = {f"checklists/{item.stem}.md": item for item in book.items}
        with build_lock(self.root, patient=True):
            for path in paths:
                parts = parts_of_item(book, items[path]) if path in items else includes(book)
                text = staged_page(book, pages[path], parts)
                write_whole(self._stage / "docs" / path, text.encode("utf-8"))
            return self._generator.pages(paths)

    def _build_all(self, book: Handbook) -> None:
        with build_lock(self.root, patient=True):  # a build that reads the stage at this moment comes first
            write_stage(self.root, book, stage(book))
            shell = self._shell_state()
            if self._generator is None:
                self._generator = LiveGenerator(self.root, day_epoch(self.today))
            self._generator.build(self.web, dirty=shell == self._shell)
            self._shell = shell

    def _shell_state(self) -> str:
        """What every page rests on: when it changes, all pages are built anew."""
        files = [self.root / "mkdocs.yml", self._stage / "generator.yml"]
        files += sorted(path for path in (self.root / "overrides").rglob("*") if path.is_file())
        return digest(*files)

    def page_state(self, path: Path) -> str:
        """What a browser has to know to see whether the page at ``path`` is another."""
        return digest(self.problems, path if path.is_file() else "")[:16]

    def wait(self, since: int) -> int:
        """The version, as soon as it is another than ``since``, or after 25 seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != since, timeout=25.0)
            return self.version

    def watch(self) -> None:
        """Follows the files until the program ends: at once where the system tells of a change."""
        noticed = threading.Event()
        with watching((self.root / folder for folder in _WATCHED), noticed.set):
            while True:
                if noticed.wait(_QUIET if self._behind is not None else _UNTOLD):
                    noticed.clear()
                    time.sleep(_PAUSE)
                if not self.look() and time.monotonic() - self._changed_at > _QUIET:
                    self.catch_up()

    def close(self) -> None:
        if self._generator is not None:
            self._generator.close()


def _page_of(name: str) -> str:
    """The page made of a source file, under docs/: an item's data is on the item's page."""
    path = PurePosixPath(name)
    return f"checklists/{path.stem}.md" if path.match("data/items/*.yml") else name.removeprefix("docs/")


class _Handler(SimpleHTTPRequestHandler):
    """Serves the preview; adds to each page the errors, if any, and a script that reloads it after a
    change."""

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        self.preview = preview
        super().__init__(*args, directory=str(preview.web), **kwargs)

    def do_GET(self) -> None:
        if self.path.partition("?")[0] == "/__state":
            query = parse_qs(self.path.partition("?")[2])
            version = self.preview.wait(int(query["since"][0])) if "since" in query else self.preview.version
            page = self.preview.page_state(self._file(query.get("page", ["/"])[0]))
            self._answer(
                json.dumps({"version": version, "problems": self.preview.problems, "page": page}).encode(),
                "application/json",
            )
            return
        path = self._file(self.path)
        if path.suffix == ".html" and (path.exists() or self.preview.problems):
            state = self.preview.page_state(path)
            page = (
                path.read_text(encoding="utf-8")
                if path.exists()
                else '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>预览</title><body></body></html>'
            )
            self._answer(self._with_state(page, state).encode("utf-8"), "text/html; charset=utf-8")
            return
        super().do_GET()

    def _file(self, address: str) -> Path:
        path = Path(self.translate_path(address))
        return path / "index.html" if path.is_dir() else path

    def _with_state(self, page: str, state: str) -> str:
        banner = ""
        if self.preview.problems:
            banner = (
                f'<div id="hb-preview-errors" style="{_BANNER}">'
                f"<strong>内容有错，页面还是上一次的样子：</strong><pre style='white-space:pre-wrap;margin:8px 0 0'>{html.escape(self.preview.problems)}</pre></div>"
            )

        def change(tag: Tag) -> Tag | None:
            if tag.name == "body":
                return Tag(tag.name, tag.text + banner)
            # The script that reloads the page stands in the page itself, which the policy forbids.
            return None if tag.get("http-equiv") == "Content-Security-Policy" else tag

        return with_tags(page, ("body", "meta"), change) + _SCRIPT % (self.preview.version, state)

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
    """Build a preview without PDFs, serve it on this machine only, and keep it up to date until
    interrupted."""
    server = _server(port)  # a port that is taken is told before anything is made
    with server:
        preview = Preview(root, today, tell)
        try:
            preview.web.mkdir(parents=True, exist_ok=True)
            preview.look()
            server.RequestHandlerClass = partial(_Handler, preview=preview)  # type: ignore[assignment]
            threading.Thread(target=preview.watch, daemon=True).start()
            tell(f"预览在 http://127.0.0.1:{port}/ ，保存文件后页面自动更新；按 Ctrl+C 结束。")
            server.serve_forever()
        finally:
            preview.close()


def _server(port: int) -> ThreadingHTTPServer:
    """The server at ``port``, which answers once it has its pages. Raises HandbookError when it may not be
    used."""
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), BaseHTTPRequestHandler)
    except OSError as error:
        why = "没有权限用它" if error.errno == errno.EACCES else "别的程序正用着它，也许是另一个预览"
        mend = f"换一个：serve --port {8001 if port != 8001 else 8002}；或者先关掉那个程序"
        raise HandbookError(Problem.whole(f"端口 {port}", "B040", why, hint=mend)) from error
    server.daemon_threads = True
    return server
