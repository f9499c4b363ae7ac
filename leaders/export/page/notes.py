"""What a ranking says of itself, folded by the list that it is about."""

from collections.abc import Sequence

from leaders.export.page.cleaned import clean

LONGEST = 1000


def fold_notes(notes: Sequence[str], lists: Sequence[str]) -> list[tuple[str | None, list[str]]]:
    """(list, notes) in the order of the lists; first those that are about none, as list None."""
    folded: dict[str | None, list[str]] = {None: [], **{name: [] for name in lists}}
    for note in notes:
        about = next((name for name in lists if note.startswith(f"{name}: ")), None)
        told = note.removeprefix(f"{about}: ") if about else note
        folded[about].append(clean(told, LONGEST))
    return [(about, told) for about, told in folded.items() if told]
