"""The font files in PDFs, cut down to what is used of them."""
