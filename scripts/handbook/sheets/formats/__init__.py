"""The files a sheet comes in: PDF, DOCX, XLSX and CSV, each written from the same description."""
