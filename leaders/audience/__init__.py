"""Audiences: who is the target, where it is found, what overlaps, and which set to buy."""
