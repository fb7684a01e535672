"""Ids and names in the data: unique, permanent, and pointing at things that exist."""
