"""Searches that last: jobs, budgets, run folders, executors, and what is made of their ends."""
