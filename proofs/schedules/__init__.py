"""Schedules in plain integers, and what the chains count on them: for the attack and the replay alike."""
