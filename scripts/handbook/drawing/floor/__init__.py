"""Drawings of the shop floor to scale: plans, sections, line marks, legends."""
