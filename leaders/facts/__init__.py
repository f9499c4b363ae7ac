"""What a person wants to know of an account before writing to it."""
