"""What paper cannot show, told before a book is set."""
