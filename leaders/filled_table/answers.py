"""Yes and no, as people write them into tables and terminals."""

# English, Russian and Dutch, and what their spreadsheets make of true and false.
YES = frozenset({"yes", "y", "1", "true", "да", "д", "истина", "ja", "j", "waar"})
NO = frozenset({"no", "n", "0", "false", "нет", "н", "ложь", "nee", "onwaar"})


def read_word(text: str) -> bool | None:
    """Whether a word is a yes or a no; None for any other."""
    word = text.strip().casefold()
    return True if word in YES else False if word in NO else None
