"""The check items with their points, and what else asks by item: self-check, stars, trades."""
