"""One person, several networks: what is proved is folded, what is guessed waits for a yes or no."""

from leaders.identity.linking import (
    Answer,
    Links,
    decide,
    find_links,
    load_links,
    undo,
    write_proofs,
)
from leaders.identity.people_list import is_across, load_people_list, put_people_beside
from leaders.identity.table import describe_guess, read_answers, tell_reasons, write_questions

__all__ = [
    "Answer",
    "Links",
    "decide",
    "describe_guess",
    "find_links",
    "is_across",
    "load_links",
    "load_people_list",
    "put_people_beside",
    "read_answers",
    "tell_reasons",
    "undo",
    "write_proofs",
    "write_questions",
]
