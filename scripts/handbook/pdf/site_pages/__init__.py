"""The PDF of a page of the site: what of it is printed, its tags, its faults, and what is kept of it."""
