"""What a product rests on, found out from the call that makes it; values made when they are used; the cache
on disk."""
