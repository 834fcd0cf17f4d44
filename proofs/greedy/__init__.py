"""Greedy admission: how far MC-SF, SVF and SVF-peak can be from the optimum."""
