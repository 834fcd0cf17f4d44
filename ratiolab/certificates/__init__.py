"""Proofs of bounds as plain data, and their checks: standard library only, integers and rationals only.

Nothing in this folder imports a solver, numpy or the rest of ratiolab: whoever doubts a result can read
and run it alone, ``python -m ratiolab.certificates FILE``. The format is described in `document`, the
check begins in `checker`.
"""
