"""The programs and styles of the pages as they are published: without comments and indents, which a phone
would load for nothing.

Of programs only whole lines go that are comments, so the code stays as it was written, and a comment that
stands beside code with it. tests/program/test_script_contract.py holds that the published program parses to
the same tree.
"""

from __future__ import annotations

import re

#: A comment of a style sheet, or a quoted text, in which nothing is one.
_STYLE_PARTS = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", re.DOTALL)

#: A type said within a line: nothing but a comment, and no quoted text holds one.
_TYPE = re.compile(r"/\*\* @type \{[^*\n]*\} \*/ ?")


def style_without_comments(style: str) -> str:
    """``style`` (CSS) without comments, indents and empty lines."""
    bare = _STYLE_PARTS.sub(lambda part: part[1] or "", style)
    return "\n".join(line.strip() for line in bare.split("\n") if line.strip()) + "\n"


def without_comments(program: str) -> str:
    """``program`` (JavaScript without template strings) without indents, and without lines that are empty or
    nothing but comment."""
    kept: list[str] = []
    inside = False
    for line in program.split("\n"):
        text = line.strip()
        if inside:
            inside = "*/" not in text
            if inside or text.endswith("*/"):
                continue
            line = text.partition("*/")[2]
        elif text.startswith("/*") and "*/" not in text:
            inside = True
            continue
        elif (
            not text or text.startswith("//") or (text.startswith("/*") and text.index("*/") == len(text) - 2)
        ):
            continue
        kept.append(line.strip())
    return _TYPE.sub("", "\n".join(kept)) + "\n"
