"""Exact optima, machine-checked constants and certified ratios for KV-cache schedulers."""

__version__ = "0.1.0"
