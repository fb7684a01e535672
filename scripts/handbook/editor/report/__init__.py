"""Commands that change nothing: what differs, what rests on what, what is due."""
