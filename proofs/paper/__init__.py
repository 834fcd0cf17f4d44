"""The paper's chain: the model's facts, the pipeline, GBA, GSA, and their bounds as functions of alpha."""
