"""Scheduler core: exact pipeline arithmetic, compiled kernels, closed forms for grouped jobs."""
