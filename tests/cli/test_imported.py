"""What an import says: one of a thing is not told as many."""

import pytest

from leaders.cli.imported import describe_import

PLAIN = {
    "path": "a.csv", "shape": "edges", "is_repeated": False, "row_count": 2, "account_count": 3,
    "edge_count": 2, "loop_count": 0, "duplicate_count": 0, "suppressed_count": 0,
    "reject_count": 0, "rejects": "a.txt", "warning": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("report", "lines"),
    [
        ({}, ["a.csv: 2 rows, 3 accounts, 2 edges"]),
        (
            {"row_count": 1, "account_count": 1, "shape": "accounts"},
            ["a.csv: 1 row, 1 account"],
        ),
        (
            {"row_count": 1, "edge_count": 1, "loop_count": 1, "reject_count": 1},
            ["a.csv: 1 row, 3 accounts, 1 edge", "  1 self-loop dropped",
             "  1 row could not be read: see a.txt"],
        ),
        ({"is_repeated": True}, ["a.csv: taken in before with the same options; nothing changed"]),
    ],
)  # fmt: skip
def test_one_is_told_as_one(report, lines) -> None:
    assert describe_import(PLAIN | report) == lines


def test_of_chats_each_thing_is_counted() -> None:
    counts = ("chat", "message", "post", "account", "edge")
    kinds = ("personal_chat", "private_chat", "unreadable", "unknown_author", "unknown_answer",
             "unknown_forward", "unknown_mention")  # fmt: skip
    report = {f"{name}_count": 1 for name in counts} | {
        "left_out": {f"{name}_count": int(name == "unknown_answer") for name in kinds}
    }
    assert describe_import(PLAIN | {"shape": "telegram"} | report) == [
        "a.csv: 1 chat, 1 message, 1 post, 1 account, 1 edge",
        "  1 reply to what the file does not hold",
    ]
