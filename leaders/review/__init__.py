"""Asking a person who belongs to a niche, where an answer changes the shortlist most."""

from leaders.review.decisions import Decision, decide, undo
from leaders.review.questions import Review, load_review, put_in_words
from leaders.review.table import read_answers, write_questions

__all__ = [
    "Decision",
    "Review",
    "decide",
    "load_review",
    "put_in_words",
    "read_answers",
    "undo",
    "write_questions",
]
