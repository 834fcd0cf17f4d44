"""Exhaustive boxes: every small instance in every order, with the tiny optimum."""
