"""``python -m handbook``: the command line."""

import gc
import sys


def _main() -> int:
    gc.disable()  # nothing of what is loaded is garbage; to look for it takes a tenth of the loading
    from handbook.cli import main

    gc.enable()
    return main()


sys.exit(_main())
