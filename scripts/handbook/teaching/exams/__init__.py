"""Papers of questions: drawn by lot, set, and as DOCX."""
