"""The library's front door: one function per question, each with a result that can be shown and stored.

`ratiolab` itself offers the names that a notebook needs; the rest is in the modules of this folder.
"""
