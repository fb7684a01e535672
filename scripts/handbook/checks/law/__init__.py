"""References and amounts: in force, existing, and as the articles and official texts have them."""
