"""Which column holds what."""

import pytest

from leaders.errors import LeadersError, UsageMistake
from leaders.platforms.files.fields import describe_columns, recognise_columns


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("from", "to"),
        ("source", "target"),
        ("src", "dst"),
        ("actor", "target"),
        ("follower", "followed"),
        ("Follower", "FOLLOWEE"),
        (" source ", "Target"),
        ("source id", "target-id"),
        ("id_1", "id_2"),
    ],
)
def test_obvious_ends_of_an_edge(source: str, target: str) -> None:
    found = recognise_columns("edges", [target, "other", source], {})
    assert found == {"source": source, "target": target}


@pytest.mark.parametrize("handle", ["user", "username", "screen_name", "handle", "Screen Name"])
def test_obvious_handles(handle: str) -> None:
    assert recognise_columns("accounts", ["id", handle], {}) == {"id": "id", "handle": handle}
    by_handle = {"id": handle, "handle": handle}
    assert recognise_columns("accounts", [handle], {}) == by_handle


@pytest.mark.parametrize("weight", ["weight", "count", "n", "n_interactions", "N"])
def test_obvious_weights(weight: str) -> None:
    assert recognise_columns("edges", ["from", "to", weight], {})["weight"] == weight


@pytest.mark.parametrize(
    ("shape", "columns", "found"),
    [
        ("members", ["user_id", "group_id"], {"source": "user_id", "target": "group_id"}),
        ("members", ["channel", "username"], {"source": "username", "target": "channel"}),
        (
            "posts",
            ["post_id", "owner_id", "date", "likes", "views"],
            {
                "id": "post_id",
                "author": "owner_id",
                "posted_at": "date",
                "views_count": "views",
                "likes_count": "likes",
            },
        ),
    ],
)
def test_members_and_posts(shape: str, columns: list[str], found: dict[str, str]) -> None:
    assert recognise_columns(shape, columns, {}) == found


@pytest.mark.parametrize("column", ["bio", "Description", "about", "note", "biography"])
def test_obvious_words_of_an_account(column: str) -> None:
    assert recognise_columns("accounts", ["id", column], {}) == {"id": "id", "bio": column}


@pytest.mark.parametrize("column", ["text", "Message", "content", "caption", "title"])
def test_obvious_words_of_a_post(column: str) -> None:
    found = {"id": "post_id", "author": "author", "text": column}
    assert recognise_columns("posts", ["post_id", "author", column], {}) == found


def test_the_map_goes_first_and_leaves_its_column_to_nothing_else() -> None:
    columns = ["source", "target", "count", "n"]
    found = recognise_columns("edges", columns, {"source": "target", "target": "source"})
    assert (found["source"], found["target"]) == ("target", "source")
    assert recognise_columns("edges", columns, {"weight": "n"})["weight"] == "n"
    taken = recognise_columns("edges", columns, {"happened_at": "count", "weight": "n"})
    assert (taken["happened_at"], taken["weight"]) == ("count", "n")


def test_members_are_asked_for_by_their_own_words() -> None:
    mapping = {"member": "who", "community": "where"}
    assert recognise_columns("members", ["who", "where"], mapping) == {
        "source": "who",
        "target": "where",
    }


@pytest.mark.parametrize(
    ("shape", "columns", "mapping", "says"),
    [
        ("edges", ["x", "to"], {}, r"the source of edges; the file has x, to\. .*--map source="),
        ("edges", ["from", "x"], {}, "--map target=COLUMN"),
        ("members", ["x", "y"], {}, "the member of members.*--map member=COLUMN"),
        ("members", ["user", "y"], {}, "--map community=COLUMN"),
        ("edges", ["from", "to"], {"colour": "from"}, "no field 'colour'; fields are source, "),
        ("edges", ["from", "to"], {"weight": "form"}, r"no column 'form' \(did you mean 'from'"),
        ("accounts", ["x"], {}, "--map id=COLUMN"),
    ],
)
def test_what_cannot_be_told_is_asked_for(
    shape: str, columns: list[str], mapping: dict[str, str], says: str
) -> None:
    with pytest.raises(LeadersError, match=says):
        recognise_columns(shape, columns, mapping)


@pytest.mark.parametrize(
    ("shape", "mapping", "says"),
    [
        ("edges", {"colour": "from"}, "no field 'colour'"),
        ("edges", {"weight": "form"}, "no column 'form'"),
        ("edges", {"source": "to", "target": "to"}, "source and target are both to"),
        ("members", {"member": "to", "target": "to"}, "member and community are both to"),
        ("members", {"member": "to", "source": "from"}, "member is to already"),
    ],
)
def test_a_map_that_cannot_be_meant_is_wrong_usage(
    shape: str, mapping: dict[str, str], says: str
) -> None:
    with pytest.raises(UsageMistake, match=says):
        recognise_columns(shape, ["from", "to"], mapping)


def test_a_header_that_is_none_makes_no_endless_sentence() -> None:
    columns = [f"{number}" * 100 for number in range(1000)]
    with pytest.raises(LeadersError) as caught:
        recognise_columns("edges", columns, {})
    assert len(str(caught.value)) < 1500


def test_columns_are_said_in_the_words_of_the_shape() -> None:
    assert (
        describe_columns("edges", {"source": "from", "weight": "n"}) == "source = from, weight = n"
    )
    assert (
        describe_columns("members", {"source": "u", "target": "g"}) == "member = u, community = g"
    )
