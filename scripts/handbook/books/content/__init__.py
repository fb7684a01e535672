"""What stands in each book, as plain values for its template."""
