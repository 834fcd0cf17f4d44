"""A tighter analysis of GSA and GBA: smaller constants, from a better lower bound on the optimum.

The claims are collected in `proofs.tighter.chain`; `proofs.tighter.constants` reads bounds off them.
"""
