"""Whom a client has written to, what came of it, and whom not to offer again."""
