"""A tighter analysis of GSA and GBA: smaller constants, from a better lower bound on the optimum.

`proofs.catalogue` lists the files; `proofs.bounds.tighter` reads bounds off them.
"""
