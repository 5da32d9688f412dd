#!/usr/bin/env python
"""Django's own command line; `simpul` (simpul/config/cli.py) is the one for people."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "simpul.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
