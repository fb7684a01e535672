"""How well and how fast the site is searched: the golden questions through the real box, and other engines
on the same questions."""
