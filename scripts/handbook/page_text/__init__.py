"""The one reader of pages: front matter, include lines, headings, links, pictures and plain words of
Markdown.

The syntax is that of the site generator's Markdown (tables, admonitions, footnotes, attribute lists), read by
markdown-it-py; every value knows the line and column it stands at. Whoever looks into a page asks here.
"""
