"""Algorithms measured against the bracket of the optimum: on one instance, or over numbers of jobs."""
