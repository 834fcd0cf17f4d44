"""The parts of the search that `ratiolab.certificates.exhaustion` does again: states, prices, rounds."""
