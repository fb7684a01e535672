"""The example for a web server is run as it stands, with the built site behind it; a release is put up and
taken back by one command; the three platforms do the same things."""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import http.client
import json
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, fork_handbook
from handbook.cli import _parser
from handbook.editor.chinese_usage import ChineseParser
from handbook.pipeline.commit import clean_commit
from handbook.site.security_policy import header_policy
from handbook.verbs import VERBS
from support.programs import git, run_program
from support.web import free_port

pytestmark = pytest.mark.slow

EXAMPLE = ROOT / "deploy" / "nginx.conf"
SWITCH = ROOT / "deploy" / "switch.sh"
HASHED = "assets/stylesheets/main.{}.min.css"


@dataclass
class Server:
    port: int
    plain: int

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers with small names, body."""
        trust = ssl.create_default_context()
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
        line = http.client.HTTPSConnection("127.0.0.1", self.port, context=trust, timeout=10)
        return _answer(line, path, method, headers)

    def get_plain(self, path: str) -> tuple[int, dict[str, str], bytes]:
        return _answer(http.client.HTTPConnection("127.0.0.1", self.plain, timeout=10), path, "GET", {})


def _answer(
    line: http.client.HTTPConnection, path: str, method: str, headers: dict[str, str]
) -> tuple[int, dict[str, str], bytes]:
    line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deploy")


@pytest.fixture(scope="module")
def site(folder: Path) -> Path:
    """The small handbook's pages, with files of every kind that the real one has to download."""
    root = folder / "project"
    shutil.copytree(ROOT / "tests" / "project", root)
    for name in ("mkdocs.yml", "requirements.txt"):
        shutil.copy2(ROOT / name, root / name)
    for name in ("overrides", "scripts"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    register = root / "data/register/laws.yml"
    register.write_text(
        register.read_text(encoding="utf-8").replace("核对: 2026-11-01", "核对: 2026-10-20", 1),
        encoding="utf-8",
    )
    fork_handbook(root, "build", "--no-pdf", "--site-only")
    for name in ("book.pdf", "book.epub", "year.ics", "list.csv"):
        (root / "site/downloads").mkdir(exist_ok=True)
        (root / "site/downloads" / name).write_bytes("安全出口保持畅通。\n".encode() * 400)
    return root / "site"


@pytest.fixture(scope="module")
def server(folder: Path, site: Path) -> Iterator[Server]:
    """nginx with the example: only ports, certificate and folders are other ones."""
    assert shutil.which("nginx") and shutil.which("openssl"), "先安装：apt-get install nginx-light openssl"
    home = folder / "srv"
    (home / "previous/assets/stylesheets").mkdir(parents=True)
    (home / "previous" / HASHED.format("0123abcd")).write_text("old{}", encoding="utf-8")
    (home / "previous/old.html").write_text("old", encoding="utf-8")
    (home / "current").symlink_to(site)
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-keyout",
            str(folder / "handbook.key"),
            "-out",
            str(folder / "handbook.pem"),
        ],
        check=True,
        capture_output=True,
    )
    server = Server(free_port(), free_port())
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{server.plain};",
        "listen 443 ": f"listen 127.0.0.1:{server.port} ",
        "/etc/nginx/tls/": f"{folder}/",
        "/srv/handbook/": f"{home}/",
    }.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "handbook.conf").write_text(text, encoding="utf-8")
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if Path("/proc/self").stat().st_uid == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/errors warn;\nworker_processes 1;\n"
        f"events {{}}\nhttp {{\naccess_log off;\ninclude /etc/nginx/mime.types;\n{places}"
        f"include {folder}/handbook.conf;\n}}\n",
        encoding="utf-8",
    )
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]
    tried = run_program([*command, "-t"])
    assert tried.returncode == 0 and "warn" not in tried.stderr, tried.stderr
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", server.port)) == 0:
                    break
            assert running.poll() is None, (folder / "errors").read_text()
            time.sleep(0.05)
        yield server
    finally:
        running.terminate()
        running.wait(timeout=10)


def test_pages_come_with_their_headers_and_nothing_of_the_servers_make(server: Server) -> None:
    status, headers, body = server.get("/index.html")
    assert status == 200 and b"<article" in body
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["content-security-policy"] == header_policy()
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-cache" and headers["server"] == "nginx"
    assert server.get("/")[2] == body
    assert server.get("/index.html", If_None_Match=headers["etag"])[0] == 304
    assert server.get("/index.html", method="POST")[0] in (403, 405)


def test_port_80_leads_on_and_keeps_its_make_to_itself(server: Server) -> None:
    status, headers, _ = server.get_plain("/laws/index.html?a=1")
    assert status == 301 and headers["location"] == "https://127.0.0.1/laws/index.html?a=1"
    assert headers["server"] == "nginx"


def test_what_is_missing_is_the_sites_own_page(server: Server, site: Path) -> None:
    status, headers, body = server.get("/a/b/c.html")
    assert status == 404 and body == (site / "404.html").read_bytes()
    assert headers["cache-control"] == "no-cache" and "content-security-policy" in headers
    assert server.get("/.git/config")[0] == 404


@pytest.mark.parametrize(
    ("path", "kind", "packed"),
    [
        ("/downloads/year.ics", "text/calendar; charset=utf-8", True),
        ("/downloads/list.csv", "text/csv; charset=utf-8", True),
        ("/downloads/book.epub", "application/epub+zip", False),
        ("/downloads/book.pdf", "application/pdf", False),
        ("/app.webmanifest", "application/manifest+json; charset=utf-8", False),
        ("/updates.xml", "text/xml; charset=utf-8", True),
        ("/sitemap.xml", "text/xml; charset=utf-8", True),
        ("/edition.json", "application/json; charset=utf-8", False),
        ("/robots.txt", "text/plain; charset=utf-8", False),
        ("/assets/javascripts/handbook.js", "application/javascript; charset=utf-8", True),
        ("/assets/stylesheets/handbook.css", "text/css; charset=utf-8", True),
    ],
)
def test_files_say_what_they_are_and_go_packed(
    server: Server, site: Path, path: str, kind: str, packed: bool
) -> None:
    status, headers, body = server.get(path, Accept_Encoding="gzip")
    assert status == 200 and headers["content-type"] == kind
    whole = (site / path.lstrip("/")).read_bytes()
    if packed:
        assert headers["content-encoding"] == "gzip" and headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(body) == whole and len(body) < len(whole)
    else:
        assert ("content-encoding" in headers and gzip.decompress(body) == whole) or body == whole
    if "javascript" not in kind:
        assert "content-security-policy" not in headers


def test_a_pdf_is_read_in_pieces(server: Server, site: Path) -> None:
    whole = (site / "downloads/book.pdf").read_bytes()
    status, headers, body = server.get("/downloads/book.pdf", Range="bytes=100-199", Accept_Encoding="gzip")
    assert status == 206 and body == whole[100:200]
    assert headers["content-range"] == f"bytes 100-199/{len(whole)}"
    assert server.get("/downloads/book.pdf")[1]["accept-ranges"] == "bytes"


def test_pages_opened_before_the_switch_still_get_their_styles(server: Server, site: Path) -> None:
    """Old pages and new assets mixed: what this edition has not is taken from the one before, assets only."""
    status, headers, body = server.get("/" + HASHED.format("0123abcd"))
    assert status == 200 and body == b"old{}" and "immutable" in headers["cache-control"]
    own = next(site.glob("assets/stylesheets/main.*.min.css")).relative_to(site).as_posix()
    assert "immutable" in server.get("/" + own)[1]["cache-control"]
    assert server.get("/assets/stylesheets/handbook.css")[1]["cache-control"] == "no-cache"
    status, headers, _ = server.get("/" + HASHED.format("ffffffff"))
    assert status == 404 and headers["cache-control"] == "no-cache"
    assert server.get("/old.html")[0] == 404


def test_printed_addresses_lead_to_their_pages(server: Server, site: Path) -> None:
    for path in sorted((site / "q").glob("*.html")):
        for address in (f"/q/{path.name}", f"/q/{path.stem}"):  # the code's, and the one typed by hand
            status, _, body = server.get(address)
            target = re.search(rb'http-equiv="refresh"[^>]*url=([^"]+)"', body)
            assert status == 200 and (target or b"<article" in body), address
            if target is None:  # the page of an edition, which is told at its own address
                continue
            page = (site / "q" / target[1].decode().split("#")[0]).resolve()
            assert server.get("/" + page.relative_to(site.resolve()).as_posix())[0] == 200


# ---------- What programs ask the site for ----------


def test_the_site_says_which_edition_it_is(site: Path) -> None:
    told = json.loads((site / "edition.json").read_text(encoding="utf-8"))
    edition = yaml.safe_load((ROOT / "tests/project/data/editions.yml").read_text(encoding="utf-8"))[-1]
    assert (told["site"], told["edition"], told["name"]) == (
        "测试区安全手册",
        edition["代号"],
        edition["名称"],
    )
    assert (told["date"], told["commit"]) == (str(edition["日期"]), None)
    later = {"downloads/book.pdf", "downloads/book.epub", "downloads/year.ics", "downloads/list.csv"}
    names = sorted(
        name
        for path in site.rglob("*")
        if path.is_file() and (name := path.relative_to(site).as_posix()) not in {"edition.json", *later}
    )
    lines = [f"{hashlib.sha256((site / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    assert told["files"] == len(names)
    assert told["sha256"] == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_the_map_tells_when_pages_changed_and_not_when_they_were_built(site: Path) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    rows = {
        str(row.findtext(f"{space}loc")).removeprefix("https://handbook.example.org/"): row.findtext(
            f"{space}lastmod"
        )
        for row in ET.parse(site / "sitemap.xml").getroot()
    }
    laws = site.parent / "data/register/laws.yml"
    register = yaml.safe_load(laws.read_text(encoding="utf-8"))
    for law in register:
        assert rows[f"laws/{law['代号']}.html"] == str(law["核对"])
    assert len(set(rows.values())) > 1 and max(map(str, rows.values())) <= "2026-11-23"
    pages = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if "<article" in path.read_text(encoding="utf-8") and path.name != "404.html"
    }
    assert set(rows) == pages
    assert "Sitemap: https://handbook.example.org/sitemap.xml" in (site / "robots.txt").read_text(
        encoding="utf-8"
    )
    assert list(site.rglob("*.map")) == []


def test_a_commit_is_told_only_where_the_sources_can_be_found_by_it(tmp_path: Path) -> None:
    assert clean_commit(tmp_path) is None
    (tmp_path / "a").write_text("1", encoding="utf-8")
    for command in (["init", "-q"], ["add", "a"], ["commit", "-qm", "a"]):
        git(tmp_path, *command)
    head = git(tmp_path, "rev-parse", "HEAD").strip()
    assert clean_commit(tmp_path) == head
    (tmp_path / "a").write_text("2", encoding="utf-8")
    assert clean_commit(tmp_path) is None


# ---------- Putting a release up, and taking it back ----------


def _release(folder: Path, edition: str) -> Path:
    """A release as the verb makes it: the site packed, and its checksum."""
    site = folder / f"site-{edition}"
    site.mkdir(parents=True)
    (site / "index.html").write_text(edition, encoding="utf-8")
    (site / "edition.json").write_text(f'{{\n "edition": "{edition}",\n "x": 1\n}}\n', encoding="utf-8")
    target = folder / edition
    target.mkdir()
    packed = Path(shutil.make_archive(str(target / f"handbook-site-{edition}"), "zip", site))
    sums = f"{hashlib.sha256(packed.read_bytes()).hexdigest()}  {packed.name}\n"
    (target / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return target


def _switch(place: Path, *arguments: str) -> tuple[int, str]:
    run = run_program(
        [str(SWITCH), *arguments],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HANDBOOK_SITE": str(place), "LANG": "C.UTF-8"},
    )
    return run.returncode, run.stdout + run.stderr


def test_one_command_puts_a_release_up_and_one_takes_it_back(tmp_path: Path) -> None:
    place = tmp_path / "srv"
    place.mkdir()
    first, second = _release(tmp_path, "2026-11"), _release(tmp_path, "2026-12")

    def shown() -> str:
        return (place / "current/index.html").read_text(encoding="utf-8")

    assert _switch(place, "--back") == (1, f"没有上一版可以退回：{place}/previous 不在\n")
    assert _switch(place, str(first))[0] == 0 and shown() == "2026-11"
    code, said = _switch(place, str(second))
    assert code == 0 and "2026-12" in said and "--back" in said and shown() == "2026-12"
    assert (place / "previous/index.html").read_text(encoding="utf-8") == "2026-11"
    assert _switch(place, str(second))[0] == 1  # twice the same: the edition before stays to go back to
    code, said = _switch(place, "--back")
    assert code == 0 and "退回到 2026-11" in said and shown() == "2026-11"
    assert _switch(place, "--back")[0] == 0 and shown() == "2026-12"
    assert sorted(path.name for path in place.iterdir()) == ["current", "editions", "previous"]


def test_a_release_that_is_not_whole_is_not_put_up(tmp_path: Path) -> None:
    place = tmp_path / "srv"
    place.mkdir()
    good, bad = _release(tmp_path, "2026-11"), _release(tmp_path, "2026-12")
    _switch(place, str(good))
    packed = next(bad.glob("*.zip"))
    packed.write_bytes(packed.read_bytes() + b"x")
    code, said = _switch(place, str(bad))
    assert code == 1 and "和校验和对不上，没有换" in said
    (bad / "SHA256SUMS").unlink()
    assert "少了校验和" in _switch(place, str(bad))[1]
    (bad / "SHA256SUMS").write_text("0  other.zip\n", encoding="utf-8")
    assert "SHA256SUMS 里没有" in _switch(place, str(bad))[1]
    assert "没有这个文件夹" in _switch(place, str(tmp_path / "none"))[1]
    (bad / "SHA256SUMS").write_text(f"{hashlib.sha256(b'PK').hexdigest()}  {packed.name}\n", encoding="utf-8")
    packed.write_bytes(b"PK")
    code, said = _switch(place, str(bad))
    assert (code, said) == (1, f"解不开 {packed.name}，没有换。看看磁盘满了没有，有没有 python3\n")
    assert len(list((place / "editions").iterdir())) == 1  # nothing half unpacked is left
    assert (place / "current/index.html").read_text(encoding="utf-8") == "2026-11"
    assert not (place / "previous").exists()


def test_what_stands_in_the_way_is_told_and_left(tmp_path: Path) -> None:
    """A site put up by hand before; a place that is a file; sums that went through Windows."""
    release = _release(tmp_path, "2026-11")
    sums = release / "SHA256SUMS"
    sums.write_bytes(sums.read_bytes().replace(b"\n", b"\r\n"))
    by_hand = tmp_path / "空 格" / "srv"
    (by_hand / "current").mkdir(parents=True)
    code, said = _switch(by_hand, str(release))
    assert code == 1 and said == f"{by_hand}/current 在，又不是链接，没有换。先给它改个名，再运行\n"
    assert sorted(path.name for path in by_hand.iterdir()) == ["current", "editions"]
    (by_hand / "current").rename(by_hand / "old")
    assert _switch(by_hand, str(release))[0] == 0
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, said = _switch(tmp_path / "file", str(release))
    assert (code, said) == (1, f"写不进 {tmp_path}/file。换成能写它的用户（sudo）运行\n")


def test_editions_that_nothing_points_to_are_named(tmp_path: Path) -> None:
    """Each is as large as the site: month by month they would fill the disk."""
    place = tmp_path / "srv"
    said = ""
    for month in ("2026-10", "2026-11", "2026-12"):
        assert "可以删" not in said
        said = _switch(place, str(_release(tmp_path, month)))[1]
    assert re.findall("用不着了，可以删：(.*)", said) == [str(next((place / "editions").glob("2026-10-*")))]


# ---------- The three platforms ----------

PLATFORMS = {
    "GitHub": sorted((ROOT / ".github/workflows").glob("*.yml")),
    "GitLab": [ROOT / ".gitlab-ci.yml"],
    "Gitee": sorted((ROOT / ".workflow").glob("*.yml")),
}


def _commands(value: object) -> Iterator[str]:
    """Every text in a pipeline's file, which may be a command."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _commands(part)
    elif isinstance(value, list):
        for part in value:
            yield from _commands(part)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_checks_tests_previews_and_releases(platform: str) -> None:
    texts = [
        text
        for path in PLATFORMS[platform]
        for text in _commands(yaml.safe_load(path.read_text(encoding="utf-8")))
    ]
    said = "\n".join(texts)
    called = set(re.findall(r"scripts/run\.py ([a-z-]+)", said))
    assert called == {"check", "test", "build", "diff", "changed-pages", "release"}
    assert called <= {verb.name for verb in VERBS}
    assert "sha256sum --check SHA256SUMS" in said and "SOURCE_DATE_EPOCH" in said
    assert re.search(r"changed-pages \S+ --into preview", said) and "--format markdown" in said
    assert "build/release" in said and "v20" in said


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_command_of_a_pipeline_can_be_typed(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its options are there and as many as the verb wants, whatever the shell puts for its variables."""
    wrong: list[str] = []

    def refuse(self: argparse.ArgumentParser, message: str) -> None:
        wrong.append(message)
        raise SystemExit(2)

    monkeypatch.setattr(ChineseParser, "error", refuse)
    typed = [
        re.split(r"\s(?:\|\||&&|[|;>}])", command)[0]
        for path in PLATFORMS[platform]
        for text in _commands(yaml.safe_load(path.read_text(encoding="utf-8")))
        for command in re.findall(r"scripts/run\.py (.*)", text)
    ]
    assert len(typed) >= 6
    for command in typed:
        # A variable without quotes may be nothing: an option that only some runs give.
        words = shlex.split(re.sub(r'(?<!")\$\w+', "", command).rstrip(";"))
        with contextlib.suppress(SystemExit):
            _parser().parse_args(["test", "--"] if words[0] == "test" else words)
    assert wrong == [], typed


#: What Gitee Go reads (help.gitee.com, the manual of its pipelines), as far as our pipelines need it: the
#: keys of each part, those that must be there first.
_GITEE_TOP = (("version", "name", "displayName", "stages"), ("triggers", "strategy", "variables"))
_GITEE_STAGE = (("name", "displayName", "steps"), ("stage", "strategy", "trigger", "executor", "failFast"))
_GITEE_STEPS = {
    "build@python": (("pythonVersion", "commands"), ("artifacts", "caches")),
    "publish@general_artifacts": (("dependArtifact", "artifactName"), ("dependsOn",)),
}
_GITEE_ANY_STEP = (("step", "name", "displayName"), ("notify", "strategy", "timeoutMinutes"))
_GITEE_REFS = {"branches": {"prefix", "precise", "include"}, "tags": {"prefix", "precise", "include"}}


def _holds(part: dict[str, object], *keys: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    must = {key for needed, _ in keys for key in needed}
    may = must | {key for _, optional in keys for key in optional}
    assert must <= part.keys() <= may, (part.keys() - may, must - part.keys())


@pytest.mark.parametrize("path", PLATFORMS["Gitee"], ids=lambda path: path.stem)
def test_a_pipeline_of_gitee_has_the_keys_that_gitee_knows(path: Path) -> None:
    pipeline = yaml.safe_load(path.read_text(encoding="utf-8"))
    _holds(pipeline, _GITEE_TOP)
    assert pipeline["version"] == "1.0" and pipeline["name"] == path.stem  # text, and not a number
    events = {key: value for key, value in pipeline["triggers"].items() if key != "trigger"}
    assert pipeline["triggers"]["trigger"] == "auto" and events and events.keys() <= {"push", "pr"}
    for event in events.values():
        for kind, refs in event.items():
            assert refs.keys() <= _GITEE_REFS[kind]
            assert all(isinstance(name, str) for names in refs.values() for name in names)
    for stage in pipeline["stages"]:
        _holds(stage, _GITEE_STAGE)
        names: list[str] = []
        kept: list[str] = []
        for step in stage["steps"]:
            _holds(step, _GITEE_ANY_STEP, _GITEE_STEPS[step["step"]])
            if "commands" in step:
                assert isinstance(step["pythonVersion"], str)
                assert all(isinstance(command, str) and command for command in step["commands"])
            for artifact in step.get("artifacts", ()):
                assert artifact.keys() == {"name", "path"}
                kept.append(artifact["name"])
            if "dependArtifact" in step:
                assert step["dependArtifact"] in kept and step["dependsOn"] in names
            assert step["name"] not in names
            names.append(step["name"])
