"""Replaying the proofs on schedules: what an induction says of sequences is checked on real ones.

From a plain schedule (`proofs.schedules.plan`) each chain's file reads off the values that the state and the
inputs of an induction take, or the variables of a statement on one job; `proofs.replay.replayer` then
evaluates start values, updates, ranges, given facts, invariants and conclusions exactly and names the first
that fails. It proves nothing: it shows that what is proved is about the algorithms.
"""
