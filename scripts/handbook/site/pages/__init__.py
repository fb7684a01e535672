"""Pages and files of the site made from data alone."""
