"""Limits of the ratio as the number of jobs grows, and growth laws."""
