"""``python -m handbook``: the command line."""

import gc
import os
import sys


def _main() -> int:
    gc.disable()  # nothing of what is loaded is garbage; to look for it takes a tenth of the loading
    try:
        from handbook.cli import main
    except ImportError as error:
        if (error.name or "handbook").startswith("handbook"):
            raise
        told = f"Python 环境坏了：装过的“{error.name}”打不开。删掉 .venv 文件夹，再运行一遍，会重新装。"
        print(told, file=sys.stderr)
        return 3

    gc.enable()
    return main()


# All is said. To take apart what is held, as Python does at the end, takes a third of a second after a build.
os._exit(_main())
