"""Candidates, moves between them, and the strategies that ask for the next one."""
