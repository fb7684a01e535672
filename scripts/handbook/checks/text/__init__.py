"""What a reader sees: style rules, words of duty and of advice."""
