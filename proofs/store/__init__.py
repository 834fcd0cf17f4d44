"""What is kept between runs: the one folder for it, the entries in it, and the sources they depend on."""
