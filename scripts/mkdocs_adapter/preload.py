"""MkDocs that loads all it needs before it is told what to do.

It is told in one line of JSON on standard input: its arguments, and the page whose text will be staged when a
second line comes; nothing when it is not wanted. A third of a build of few pages is loading, which is done
while the handbook is read and checked.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
from contextlib import suppress

from mkdocs.__main__ import cli
from mkdocs.config import load_config

from handbook.pdf.site_pages.page_pdf import load_weasyprint
from mkdocs_adapter import deferred_page


def main() -> None:
    logging.disable()  # what is wrong with the settings is told by the build
    with suppress(Exception, SystemExit):
        load_config("mkdocs.yml")
    logging.disable(logging.NOTSET)
    if os.environ.get("HANDBOOK_PDF"):
        load_weasyprint()
    # Little that is made of pages is garbage before the end; to look for it took a fifteenth of the time.
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    if line := sys.stdin.readline():
        told = json.loads(line)
        deferred_page.name = told["late"]
        try:
            cli(told["arguments"], prog_name="mkdocs")
        except SystemExit as end:
            if end.code:
                raise
        sys.stdout.flush()
        os._exit(0)  # to take apart what is held would take a fifth of a second


if __name__ == "__main__":
    main()
