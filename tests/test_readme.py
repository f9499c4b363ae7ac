"""The README says what the program does: its tables and its printed shortlist are current."""

from readme_tables import README, fill


def test_tables_and_shortlist_are_made_from_the_code() -> None:
    text = README.read_text(encoding="utf-8")
    assert fill(text) == text, "run: make readme"
