#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""One entry for every command, with or without make, on Linux, macOS and Windows.

Any Python can read this file, Python 2 too, so that an old one says which is needed; ``environment.py`` does
the work.
"""

import sys

if sys.version_info < (3, 11, 5):  # which the pinned Markdown extensions ask for
    said = (
        "需要 Python 3.11.5 或更新的版本，现在是 %s。请到 python.org 下载安装。\n"
        "已经装了新的，写明用哪一个再运行：Windows 用 py -3.12 scripts\\run.py，别的系统用 python3.12 scripts/run.py。\n"
    ) % sys.version.split()[0]
    stream = getattr(sys.stderr, "buffer", None)  # Python 2 has none, and bytes for text
    stream.write(said.encode("utf-8")) if stream else sys.stderr.write(said)
    sys.exit(3)

from environment import main

if __name__ == "__main__":
    sys.exit(main())
