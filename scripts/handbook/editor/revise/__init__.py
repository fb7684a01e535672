"""Commands that change the sources, and take everything back when the check finds fault."""
