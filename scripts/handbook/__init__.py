"""The handbook: loads the sources, checks them, and writes site, books and forms.

Nothing in this package imports MkDocs: the same sources must build with its successors.
"""
