"""What a reader sees: slips of Markdown, style rules, words of duty and of advice."""
