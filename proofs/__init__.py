"""Machine-checked derivations: claims, the steps that discharge them, and the constants they yield.

This package is a leaf: it knows sympy and networkx and nothing of the schedulers.
"""
