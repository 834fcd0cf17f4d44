"""Machine-checked derivations: claims, the steps that discharge them, and the constants they yield.

This package is a leaf: it knows sympy and networkx and nothing of the schedulers.
"""

import time

#: When this process loaded the package, in nanoseconds: a source that changed later is not the one loaded.
LOADED = time.time_ns()
