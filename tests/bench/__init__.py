"""``make bench``: how long things take and how they compare, measured from outside. Prints; asserts
nothing."""
