"""Box certificates of Theorem C: the saved ones, their format, and their checker; standard library only.

``python -m proofs.tighter.certificates.checker FILE...`` checks files against what they say of themselves.
"""
