"""Whether papers of a fixed size hold what was written for them, found out before anything is made."""
