"""A module that loops when it is imported."""

while True:
    pass
