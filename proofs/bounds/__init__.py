"""The constants that `ratiolab bound` prints, as reports: the paper's, the tighter, the greedy."""
