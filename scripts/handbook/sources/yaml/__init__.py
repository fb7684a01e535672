"""YAML read with the place of every value, and the slips of the pen that YAML itself would take silently."""
