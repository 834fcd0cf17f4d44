"""The constants that `ratiolab bound` prints: asked for, read off a claim's statement, checked, kept.

One way leads to all of them. `request` says what is asked; an analysis (`paper`, `tighter`, `greedy`) names
the claims, takes the constant from what they conclude (`conclusion`) and lists the steps between;
`derivation` checks every step and makes a `bound`; `report` is the door, and keeps what was derived. Reading
a kept bound loads no computer algebra.
"""
