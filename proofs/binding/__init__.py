"""Whether claims say what their steps show, and where the hypotheses of the steps come from."""
