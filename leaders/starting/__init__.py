"""A first niche from a few answers."""
