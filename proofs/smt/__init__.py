"""The obligations of claims for another solver: SMT-LIB 2 scripts and a second opinion."""
