#!/usr/bin/env python
"""Django's own command line; `simpul` (simpul/config/cli.py) is the one for people."""

from simpul.config.manage import main

if __name__ == "__main__":
    main()
