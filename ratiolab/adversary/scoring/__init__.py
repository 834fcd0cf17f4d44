"""From a candidate to a score, and from a promising score to a verified witness."""
