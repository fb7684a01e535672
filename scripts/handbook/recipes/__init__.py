"""What a product rests on, found out from the call that makes it; values that are made when they are used."""
