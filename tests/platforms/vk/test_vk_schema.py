"""VK's official schema beside what we ask, and beside what the fake answers."""

import pytest
from fake_vk import Called
from vk_schema import Schema

from leaders.platforms.vk import refusals
from leaders.platforms.vk.tokens import METHODS

POST = {"inner_type": "wall_wallpost", "id": 1, "owner_id": -1, "from_id": -1, "date": 1}


def called(method: str, answer: object, **arguments: str) -> Called:
    return Called(method, arguments, {"response": answer}, "")


def test_methods_are_open_to_the_tokens_that_the_schema_names(schema: Schema) -> None:
    for method, kinds in METHODS.items():
        named = set(schema.method(method)["access_token_type"]) - {"group"}
        if method != "execute":  # the manual adds services to those that the schema names
            assert {kind.name.lower() for kind in kinds} == named


def test_codes_are_those_of_the_schema(schema: Schema) -> None:
    known = schema.codes()
    parts = ("TOO_FAST", "PASSING", "REVOKED", "GUARDED", "UNFIT", "_GONE", "_HIDDEN")
    ours = [code for part in parts for code in getattr(refusals, part)]
    assert set(ours) <= set(known)
    names = {
        5: "auth", 6: "too_many", 9: "flood", 14: "captcha", 15: "access", 17: "auth_validation",
        18: "user_deleted", refusals.SPENT: "rate_limit", 30: "private_profile",
        203: "access_group", 212: "wall_access_replies", 260: "access_groups",
    }  # fmt: skip
    assert {code: known[code].removeprefix("api_error_") for code in names} == names


@pytest.mark.parametrize(
    ("mistake", "call"),
    [
        ("unknown", called("groups.getMembers", {"count": 0, "items": []}, bogus="1")),
        ("1001", called("groups.getMembers", {"count": 0, "items": []}, count="1001")),
        ("'x'", called("groups.getMembers", {"count": 0, "items": []}, sort="x")),
        ("missing", called("groups.search", {"count": 0, "items": []}, count="5")),
        ("'phone'", called("users.get", [], user_ids="1", fields="site,phone")),
        ("1001 values", called("users.get", [], user_ids=",".join(["1"] * 1001))),
        ("items", called("groups.getMembers", {"count": 0})),
        ("integer", called("groups.getMembers", {"count": 1, "items": ["x"]})),
        ("minimum", called("groups.getMembers", {"count": -1, "items": []})),
        ("view", called("wall.get", {"count": 1, "items": [POST | {"view": 3}]})),
        ("boolean", called("wall.get", {"count": 1, "items": [POST | {"is_deleted": 3}]})),
        ("members", called("groups.getById", {"groups": [{"id": 1, "members": 3}]})),
        ("integer", called("groups.getById", {"groups": [{"id": 1, "members_count": "3"}]})),
        ("error_code", Called("wall.get", {}, {"error": {"error_msg": "x"}}, "")),
    ],
)
def test_what_the_schema_does_not_allow_is_noticed(schema: Schema, mistake: str, call) -> None:
    assert mistake in " ".join(schema.mistakes(call))


def test_what_the_schema_allows_is_let_through(schema: Schema) -> None:
    assert schema.mistakes(called("wall.get", {"count": 1, "items": [POST]}, offset="5")) == []
