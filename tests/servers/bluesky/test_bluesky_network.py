"""Is the seeded network what its truth says? Asked plainly, without any code of ours between."""

import http.client
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from network import SHORT_LIMITS, Network

pytestmark = pytest.mark.servers


def ask(server: str, method: str, **parameters: object) -> tuple[int, dict[str, Any], Any]:
    """Status, answer and headers of a question to a server."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=60)
    try:
        connection.request("GET", f"/xrpc/{method}?{urlencode(parameters, doseq=True)}")
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()), answer.headers
    finally:
        connection.close()


def log_in(server: str, handle: str, password: str) -> tuple[int, dict[str, Any], Any]:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=60)
    try:
        body = json.dumps({"identifier": handle, "password": password})
        kind = {"content-type": "application/json"}
        connection.request("POST", "/xrpc/com.atproto.server.createSession", body, kind)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()), answer.headers
    finally:
        connection.close()


def ask_all(server: str, method: str, items: str, **parameters: object) -> list[dict[str, Any]]:
    """What all pages of a listing hold."""
    found: list[dict[str, Any]] = []
    while True:
        status, answer, _ = ask(server, method, **parameters)
        assert status == 200, answer
        found += answer[items]
        if "cursor" not in answer:
            return found
        parameters["cursor"] = answer["cursor"]


def followers(network: Network, did: str, page: int) -> list[str]:
    listing = ask_all(
        network.appview, "app.bsky.graph.getFollowers", "followers", actor=did, limit=page
    )
    return [follower["did"] for follower in listing]


def hidden_from(network: Network, did: str) -> set[str]:
    """Who is not shown in the listings of an account: the gone, and who blocks or is blocked."""
    pairs = [(block["from"], block["to"]) for block in network.truth["blocks"]]
    blocked = {b if a == did else a for a, b in pairs if did in (a, b)}
    return blocked | set(network.truth["special"]["gone"])


@pytest.mark.parametrize(
    "key", ["hub", "leader-01", "leader-12", "seed-01", "celebrity-01", "unfollower", "lonely"]
)
def test_follows_are_the_true_ones(bluesky: Network, key: str) -> None:
    did = bluesky.account(key)["did"]
    follows = bluesky.truth["follows"]
    hidden = hidden_from(bluesky, did)
    true_followers = {one["from"] for one in follows if one["to"] == did}
    true_follows = {one["to"] for one in follows if one["from"] == did}
    found = followers(bluesky, did, 100)
    assert sorted(found) == sorted(true_followers - hidden)
    listing = ask_all(bluesky.appview, "app.bsky.graph.getFollows", "follows", actor=did, limit=100)
    assert sorted(one["did"] for one in listing) == sorted(true_follows - hidden)


def test_the_network_is_as_large_as_promised(bluesky: Network) -> None:
    special = bluesky.truth["special"]
    follows = bluesky.truth["follows"]
    counts = [sum(one["to"] == did for one in follows) for did in special["leaders"]]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 100
    assert sum(one["to"] == special["hub"] for one in follows) > 280
    assert max(sum(one["to"] == did for one in follows) for did in special["seeds"]) < counts[0] / 2


@pytest.mark.parametrize("page", [25, 50, 100, 30])
def test_equal_records_are_lost_at_the_border_of_a_page(bluesky: Network, page: int) -> None:
    twins = bluesky.truth["special"]["twins"]
    true_count = sum(one["to"] == twins["account"] for one in bluesky.truth["follows"])
    lost = twins["rows_lost_at_page_size"].get(str(page), 0)
    assert lost or page == twins["page_size_that_keeps_all"]
    found = followers(bluesky, twins["account"], page)
    assert len(set(found)) == len(found) == true_count - lost


def test_everybody_engages_with_the_big_post_and_nobody_with_the_quiet_one(
    bluesky: Network,
) -> None:
    special = bluesky.truth["special"]
    gone = set(special["gone"])
    listings = {"getLikes": "likes", "getRepostedBy": "repostedBy", "getQuotes": "posts"}
    for method, items in listings.items():
        for post in ("big_post", "quiet_post"):
            uri = special[post]
            found = ask_all(bluesky.appview, f"app.bsky.feed.{method}", items, uri=uri, limit=100)
            true = {
                "getLikes": [one["from"] for one in bluesky.truth["likes"] if one["post"] == uri],
                "getRepostedBy": [
                    one["from"] for one in bluesky.truth["reposts"] if one["post"] == uri
                ],
                "getQuotes": [
                    one["author"] for one in bluesky.truth["posts"] if one["quoted"] == uri
                ],
            }[method]
            shown = [(one.get("actor") or one.get("author") or one)["did"] for one in found]
            assert sorted(shown) == sorted(did for did in true if did not in gone)


def test_replies_go_twelve_deep(bluesky: Network) -> None:
    uri = bluesky.truth["special"]["big_post"]
    _, answer, _ = ask(bluesky.appview, "app.bsky.feed.getPostThread", uri=uri, depth=20)

    def depth(thread: dict[str, Any]) -> int:
        return max((1 + depth(reply) for reply in thread.get("replies", [])), default=0)

    assert len(answer["thread"]["replies"]) > 40
    assert depth(answer["thread"]) == 12


def test_the_gone_are_gone_and_the_hidden_say_so(bluesky: Network) -> None:
    special = bluesky.truth["special"]
    for key, error in (("deactivated", "AccountDeactivated"), ("taken_down", "AccountTakedown")):
        status, answer, _ = ask(bluesky.appview, "app.bsky.actor.getProfile", actor=special[key])
        assert (status, answer["error"]) == (400, error)
    for did in special["hidden"]:
        _, profile, _ = ask(bluesky.appview, "app.bsky.actor.getProfile", actor=did)
        assert "!no-unauthenticated" in [label["val"] for label in profile["labels"]]
    renamed = special["renamed"]
    _, profile, _ = ask(bluesky.appview, "app.bsky.actor.getProfile", actor=renamed["now"])
    assert profile["did"] == renamed["did"]
    _, answer, _ = ask(
        bluesky.appview, "app.bsky.feed.getPosts", uris=special["deleted_post"]["uri"]
    )
    assert answer["posts"] == []


def test_hostile_profiles_arrive_as_they_were_written(bluesky: Network) -> None:
    for did in bluesky.truth["special"]["hostile"]:
        _, profile, _ = ask(bluesky.appview, "app.bsky.actor.getProfile", actor=did)
        account = bluesky.account(did)
        assert (profile["displayName"], profile["description"]) == (account["name"], account["bio"])


def test_lists_and_starter_packs_hold_their_members(bluesky: Network) -> None:
    gone = set(bluesky.truth["special"]["gone"])
    for one in bluesky.truth["lists"]:
        items = ask_all(
            bluesky.appview, "app.bsky.graph.getList", "items", list=one["uri"], limit=100
        )
        assert {item["subject"]["did"] for item in items} == set(one["members"]) - gone
    uris = [one["uri"] for one in bluesky.truth["starter_packs"]]
    _, answer, _ = ask(bluesky.appview, "app.bsky.graph.getStarterPacks", uris=uris)
    assert {pack["uri"] for pack in answer["starterPacks"]} == set(uris)


def test_the_search_finds_the_topic_in_any_case(bluesky: Network) -> None:
    server = bluesky.appview
    for word in ("ВЯЗАНИЕ", "вязание", "Breien", "KNITTING"):
        actors = ask_all(server, "app.bsky.actor.searchActors", "actors", q=word, limit=100)
        bios = [bluesky.account(actor["did"])["bio"] or "" for actor in actors]
        assert len(bios) > 20
        assert all(word.lower() in bio.lower() for bio in bios)
    gone = set(bluesky.truth["special"]["gone"])
    true = {
        post["uri"]
        for post in bluesky.truth["posts"]
        if "вязание" in post["tags"] and post["author"] not in gone
    }
    found = ask_all(server, "app.bsky.feed.searchPosts", "posts", q="#Вязание", limit=100)
    assert {post["uri"] for post in found} == true
    _, answer, _ = ask(server, "app.bsky.graph.searchStarterPacks", q="KNITTING")
    assert len(answer["starterPacks"]) == 1


def test_without_the_search_no_bio_is_found(bluesky_without_search: Network) -> None:
    _, answer, _ = ask(bluesky_without_search.appview, "app.bsky.actor.searchActors", q="вязание")
    assert answer["actors"] == []


def test_the_pds_lets_in_and_then_refuses_for_some_seconds(bluesky_pds: Network) -> None:
    account = bluesky_pds.account("evelien")
    status, session, _ = log_in(bluesky_pds.pds, account["handle"], account["password"])
    assert (status, session["did"]) == (200, account["did"])
    statuses = set()
    for _ in range(SHORT_LIMITS["logins"] + 5):
        status, answer, headers = log_in(bluesky_pds.pds, account["handle"], "wrong")
        statuses.add(status)
        if status == 429:
            break
    assert statuses == {401, 429}
    assert answer["error"] == "RateLimitExceeded"
    assert 0 <= int(headers["retry-after"]) <= SHORT_LIMITS["windowSeconds"]


def test_the_pds_refuses_an_address_that_asks_too_much(bluesky_pds: Network) -> None:
    did = bluesky_pds.account("anna")["did"]
    for _ in range(SHORT_LIMITS["requests"] * 3):
        status, _, headers = ask(bluesky_pds.pds, "com.atproto.repo.describeRepo", repo=did)
        if status == 429:
            break
    assert status == 429
    assert headers["ratelimit-policy"] == "150;w=10"
