"""``python -m handbook``: the command line."""

import gc
import os


def _main() -> int:
    gc.disable()  # nothing of what is loaded is garbage; to look for it takes a tenth of the loading
    from handbook.cli import main

    gc.enable()
    return main()


# All is said. To take apart what is held, as Python does at the end, takes a third of a second after a build.
os._exit(_main())
