"""``python -m ratiolab``: the command line."""

from ratiolab.cli.main import main

main()
