"""What a page of the site may load and run. One policy, written into every page and shown to the web server.

No page holds a script of its own (overrides/material/partials/javascripts/), so everything that is not a
file of the site is forbidden: whatever gets into a page by way of data or text does not run. ``file:`` is
for pages opened from a folder, where browsers do not agree on what ``'self'`` is; on the web it allows
nothing, since pages from there cannot load files of the reader's disk.
"""

from __future__ import annotations

#: Directives of the policy (https://www.w3.org/TR/CSP3/) with their sources.
DIRECTIVES: dict[str, str] = {
    "default-src": "'none'",
    "script-src": "'self' file:",
    "style-src": "'self' file:",
    "img-src": "'self' file: data:",  # data: the theme's own icons stand in its stylesheet
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}

#: Only a header can forbid that other sites show the pages in a frame.
HEADER_ONLY: dict[str, str] = {"frame-ancestors": "'none'"}


def page_policy() -> str:
    """The policy as the pages state it themselves, in a meta element."""
    return _text(DIRECTIVES)


def header_policy() -> str:
    """The policy as a web server states it (deploy/nginx.conf)."""
    return _text(DIRECTIVES | HEADER_ONLY)


def _text(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())
