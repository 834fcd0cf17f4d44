"""Exact numbers and real algebra: quadratic fields, polynomials, domains, signs, roots."""
