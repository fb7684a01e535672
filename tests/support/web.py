"""A web server for tests: gzip like a real one, counts what goes over the wire, can change its site and go
down."""

from __future__ import annotations

import gzip
import hashlib
import io
import mimetypes
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PIL import Image, ImageStat
from playwright.sync_api import Page

TYPES = {
    ".webmanifest": "application/manifest+json",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".html": "text/html",
    ".css": "text/css",
}
PRESSED = {".html", ".css", ".js", ".svg", ".webmanifest", ".xml", ".json"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def file_address(site: Path, name: str) -> str:
    """The address of a file of the site that is opened from its folder."""
    return (site / name).as_uri()


def told_apart(page: Page, chosen: str, other: str) -> bool:
    """Whether what is chosen has a ground of its own where the reader forces his colours: high contrast takes
    all others away."""
    page.emulate_media(forced_colors="active")
    grounds = []
    for name in (chosen, other):
        node = page.locator(f"{name}:visible").first
        node.evaluate("node => node.scrollIntoView({block: 'center'})")  # from under what stays in view
        grounds.append(ImageStat.Stat(Image.open(io.BytesIO(node.screenshot())).convert("RGB")).median)
    page.emulate_media(forced_colors="none")
    return grounds[0] != grounds[1]


def on_the_wire(file: Path, data: bytes | None = None) -> bytes:
    """What a browser that takes gzip is sent for ``file``: its bytes, or ``data`` in their place."""
    data = file.read_bytes() if data is None else data
    return _pressed(data) if file.suffix in PRESSED else data


@lru_cache(maxsize=2048)
def _pressed(data: bytes) -> bytes:
    """Pressed once for all tests: each opens its pages in a browser that has kept nothing."""
    return gzip.compress(data, 6, mtime=0)


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the midst of a request is none of ours; all else is told."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class SiteServer:
    """Serves ``folder``. ``asked`` lists every request as (path, bytes of the body on the wire).

    ``change`` gives what is sent for a file from its path and bytes.
    """

    def __init__(self, folder: Path, change: Callable[[Path, bytes], bytes] | None = None) -> None:
        self.folder = folder
        self.asked: list[tuple[str, int]] = []
        self.down = False
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body in one piece: the body sent by itself waits 40 ms for the browser to have taken
            # the head.
            wbufsize = -1

            def do_GET(self) -> None:
                if server.down:
                    self.close_connection = True
                    return
                path = unquote(urlsplit(self.path).path).lstrip("/")
                file = server.folder / path
                if file.is_dir():
                    file = file / "index.html"
                found = file.is_file()
                if not found:
                    file = server.folder / "404.html"
                data = file.read_bytes()
                if change:
                    data = change(file, data)
                tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
                if found and self.headers.get("If-None-Match") == tag:
                    self.send_response(304)
                    self.send_header("ETag", tag)
                    self.send_header("Cache-Control", "no-cache")
                    server.asked.append((path, 0))  # before the browser can know
                    self.end_headers()
                    return
                self.send_response(200 if found else 404)
                self.send_header("ETag", tag)
                self.send_header(
                    "Content-Type",
                    (
                        TYPES.get(file.suffix)
                        or mimetypes.guess_type(file.name)[0]
                        or "application/octet-stream"
                    )
                    + ("; charset=utf-8" if file.suffix in PRESSED else ""),
                )
                self.send_header("Cache-Control", "no-cache")
                self.send_header("X-Content-Type-Options", "nosniff")
                if file.suffix in PRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
                    data = on_the_wire(file, data)
                    self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Length", str(len(data)))
                server.asked.append((path, len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self._http = _Http(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._http.server_port}/"
        # Closing waits until the server looks whether it shall go on: half a second, were it not told.
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def served(folder: Path, change: Callable[[Path, bytes], bytes] | None = None) -> Iterator[SiteServer]:
    server = SiteServer(folder, change)
    try:
        yield server
    finally:
        server.close()
