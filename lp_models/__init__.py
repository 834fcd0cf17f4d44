"""lp_models."""
