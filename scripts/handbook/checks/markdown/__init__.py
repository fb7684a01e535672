"""Slips of the pen in Markdown, and what the site and the books would read differently."""
