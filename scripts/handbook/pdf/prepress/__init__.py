"""What a print shop or a booklet asks of pages: their order on sheets, marks, inks, the exchange format."""
