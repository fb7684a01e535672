"""Forms and check lists: ``layout`` is what a sheet says, ``from_*`` make it, ``products`` offers it.

A new format is one module of ``formats`` and one line in ``products``.
"""
