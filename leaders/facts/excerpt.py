"""A few words of a text: from its beginning, or around a place in it."""

LONGEST = 160
"""Characters, with the signs that something was left out."""
CUT = "…"


def cut_excerpt(text: str, length: int = LONGEST) -> str:
    """The beginning of a text, ended between two words where one is near."""
    if len(text) <= length:
        return text
    kept = text[: length - len(CUT) + 1]
    head = kept.rpartition(" ")[0]
    return (head if len(head) > length // 2 else kept[: length - len(CUT)]).rstrip() + CUT


def cut_around(text: str, start: int, end: int, length: int = LONGEST) -> str:
    """The words around ``text[start:end]``, which is in the middle of what is left."""
    if len(text) <= length:
        return text
    room = max(length - (end - start) - 2 * len(CUT), 0)
    begin = min(max(start - room // 2, 0), max(len(text) - length + len(CUT), 0))
    if begin:
        space = text.find(" ", begin, start)
        begin = space + 1 if space >= 0 else begin
    head = CUT if begin else ""
    return head + cut_excerpt(text[begin:], length - len(head))
