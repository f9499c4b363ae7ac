"""`python -m leaders` is the command."""

from leaders.cli import main

main()
