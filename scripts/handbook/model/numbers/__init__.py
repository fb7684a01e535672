"""Amounts, periods and Chinese numerals, read and written."""
