"""What helps an editor besides the check: mending, starting something new, seeing what rests on what,
schemas for editors."""
