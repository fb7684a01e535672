"""The files a book comes in: for screens, as a booklet, print-ready, as EPUB."""
