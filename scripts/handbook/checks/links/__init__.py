"""What pages point at is there: pages, places inside them, pictures, answers of the search."""
