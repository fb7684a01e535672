"""``python -m handbook``: the command line."""

import sys

from handbook.cli import main

sys.exit(main())
