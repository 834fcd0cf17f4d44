"""The search for bad instances: witnesses, fast scoring, spaces of instances, strategies, searches that last.

A *witness* shows that a ratio is at least p/q: an instance with its order, the algorithm's exact cost and
a feasible schedule for the optimum's side. Scores may be floating point; a witness never is.
"""
