"""What each command is called, takes and refuses: one file each, importing nothing of what it does.

``ratiolab COMMAND --help`` and what the option values alone show to be wrong are answered from here; then
`run` of the module of the same name in `ratiolab.cli` does the work.
"""
