"""Django's own command line; `simpul` (simpul/config/cli.py) is the one for people."""

from __future__ import annotations

import sys

from simpul.config.loading import load


def main() -> None:
    """Run the command of the arguments."""
    load()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
