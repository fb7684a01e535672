"""Laws and standards, citations of them, what their articles provide, and what follows from a breach."""
