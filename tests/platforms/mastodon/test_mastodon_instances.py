"""Many servers: one that is down, slow, strange or hostile harms nobody but itself."""

import json
import threading
from datetime import timedelta

import pytest
from fake_http import Answered, Asked, TimedOut
from fake_mastodon import WEBSITE, WINDOW, Fediverse
from mastodon_asking import follows_of, opener, platform_on
from mastodon_society import Society
from to_the_end import edges_of, read_all
from web_fakes import FakeClock

from leaders.errors import LeadersError, PlatformRefused, PlatformUnreachable, ServerUnreachable
from leaders.model import Ended, Listing
from leaders.platforms.mastodon import MastodonPlatform, Settings, instances
from leaders.platforms.mastodon.instance import FAILURES, SILENT
from leaders.platforms.mastodon.session import GLANCE, open_client

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def society() -> Society:
    return Society(120, 120)


def down(*hosts: str):
    """Those hosts are silent."""

    def special(host: str, asked: Asked) -> Answered | None:
        if host in hosts:
            raise TimedOut
        return None

    return special


def refusing(status: int, error: str, *parts: str):
    """Addresses with one of the parts are refused so."""

    def special(host: str, asked: Asked) -> Answered | None:
        body = b'{"error":"%s"}' % error.encode()
        return (status, JSON, body) if any(it in asked.path for it in parts) else None

    return special


# Who is whose home


def test_the_same_person_is_one_account_wherever_it_is_seen(society: Society) -> None:
    platform = platform_on(Fediverse(society), servers=("alpha.example", "social.beta.example"))
    beta = society.people[1]
    assert beta.id == "mastodon:person_1@beta.example"
    names = (
        "@Person_1@beta.example", "mastodon:person_1@beta.example",
        "@person_1@social.beta.example", "social.beta.example/@PERSON_1/with_replies",
        "https://social.beta.example/@person_1", "https://social.beta.example/users/Person_1",
        "https://alpha.example/@person_1@beta.example",
    )  # fmt: skip
    assert {platform.find_account(name) for name in names} == {beta.id}
    page = platform.fetch("person_1", Listing.SEARCH_ACCOUNTS)  # both instances know it
    assert page.found.count(beta.id) == 1


def test_the_host_of_a_domain_is_found_by_webfinger_and_once(society: Society) -> None:
    fediverse = Fediverse(society)
    platform = platform_on(fediverse)
    for person in (society.people[1], society.people[7]):
        page = platform.fetch(person.id, Listing.FOLLOWERS)
        assert follows_of([page]) == society.followers(person)
    assert fediverse.paths("beta.example").count("/.well-known/webfinger") == 1


def test_a_webfinger_that_does_not_know_one_account_says_nothing_of_the_others(
    society: Society,
) -> None:
    gone, known = society.people[1], society.people[7]
    fediverse = Fediverse(society)
    fediverse.special = lambda host, asked: (
        (404, {}, b"") if gone.username in asked.one("resource") else None
    )
    platform = platform_on(fediverse)
    assert platform.fetch(gone.id, Listing.FOLLOWERS).ended is Ended.HIDDEN
    page = platform.fetch(known.id, Listing.FOLLOWERS)
    assert follows_of([page]) == society.followers(known)


def test_the_host_that_a_webfinger_names_says_itself_why_it_is_closed(society: Society) -> None:
    robots = {"social.beta.example": "User-agent: *\nDisallow: /\n"}
    fediverse = Fediverse(society, robots=robots)
    platform = platform_on(fediverse)
    for person in (society.people[1], society.people[7]):
        page = platform.fetch(person.id, Listing.FOLLOWERS)
        assert page.ended is Ended.HIDDEN
        assert "social.beta.example: its robots.txt" in str(page.why)
    assert fediverse.paths("beta.example").count("/.well-known/webfinger") == 1


def test_a_webfinger_that_is_down_is_trouble_and_no_end(society: Society) -> None:
    def special(host: str, asked: Asked) -> Answered | None:
        if asked.path == "/.well-known/webfinger":
            raise TimedOut
        return None

    fediverse = Fediverse(society, special=special)
    platform = platform_on(fediverse)
    platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    with pytest.raises(ServerUnreachable):
        platform.fetch(society.people[1].id, Listing.FOLLOWERS)


def test_a_domain_that_points_at_an_account_of_another_is_nobodys_home(society: Society) -> None:
    """Else the person who is called the same there would be taken for this one."""
    link = {"rel": "self", "href": "https://alpha.example/users/person_6"}
    fediverse = Fediverse(society)
    fediverse.special = lambda host, asked: (
        (200, JSON, json.dumps({"links": [link]}).encode())
        if (host, asked.path) == ("blog.example", "/.well-known/webfinger")
        else None
    )
    platform = platform_on(fediverse)
    assert platform.find_account("@person_0@blog.example") is None
    page = platform.fetch("mastodon:person_0@blog.example", Listing.FOLLOWERS)
    assert (page.ended, page.edges) == (Ended.HIDDEN, ())
    assert fediverse.paths("blog.example").count("/.well-known/webfinger") == 1
    assert "/api/v1/accounts/lookup" not in fediverse.paths()


def test_a_webfinger_that_is_redirected_names_the_host_too(society: Society) -> None:
    """As the web client would say it, once it says whereto."""
    fediverse = Fediverse(society)

    class Redirecting:
        def __init__(self, client) -> None:
            self._client = client

        def __getattr__(self, name: str):
            return getattr(self._client, name)

        def get(self, path, params):
            if "webfinger" in path:
                raise PlatformRefused("elsewhere", 302, "social.beta.example")
            return self._client.get(path, params)

    opening = opener(fediverse, fediverse.clock)
    platform = MastodonPlatform(
        Settings(servers=("alpha.example",), rate=1000.0),
        lambda host, settings: Redirecting(opening(host, settings)),
    )
    assert platform.find_account("@person_1@beta.example") == society.people[1].id


@pytest.mark.parametrize("claimed", ["mastodon.social", "example", "evil.pha.example", "", None, 7])
def test_nobody_is_believed_to_be_the_home_of_another_domain(
    society: Society, claimed: object
) -> None:
    fediverse = Fediverse(society)
    fediverse.special = lambda host, asked: (
        (200, JSON, json.dumps({"domain": claimed, "uri": claimed}).encode())
        if "instance" in asked.path
        else None
    )
    platform = platform_on(fediverse)
    assert platform.find_account("https://alpha.example/@person_0") is None
    page = platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    assert (page.ended, page.edges) == (Ended.HIDDEN, ())
    assert "alpha.example" in " ".join(platform.remarks())
    assert "/api/v1/accounts/lookup" not in fediverse.paths()


def test_older_servers_introduce_themselves_another_way(society: Society) -> None:
    def special(host: str, asked: Asked) -> Answered | None:
        if asked.path == "/api/v2/instance":
            return 404, JSON, b'{"error":"Not Found"}'
        if asked.path == "/api/v1/instance":
            return 200, JSON, b'{"uri": "https://alpha.example"}'
        return None

    platform = platform_on(Fediverse(society, special=special))
    assert platform.find_account("@person_0@alpha.example") == society.people[0].id


@pytest.mark.parametrize("status", [200, 404, 405])
def test_a_server_that_speaks_no_mastodon_is_hidden_and_named(
    society: Society, status: int
) -> None:
    fediverse = Fediverse(society)
    fediverse.special = lambda host, asked: (status, {"Content-Type": "text/html"}, WEBSITE)
    platform = platform_on(fediverse)
    page = platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    assert page.ended is Ended.HIDDEN
    assert "does not speak Mastodon" in str(page.why)
    with pytest.raises(ServerUnreachable, match="does not speak"):
        platform.fetch_profiles([society.people[0].id])
    assert platform.remarks() == ("alpha.example: it does not speak Mastodon's interface",)
    count = fediverse.paths().count("/api/v2/instance")
    platform.fetch(society.people[3].id, Listing.FOLLOWERS)
    assert fediverse.paths().count("/api/v2/instance") == count, "it was met again"


# Down


def test_an_instance_that_is_down_is_left_alone_and_the_others_are_read(society: Society) -> None:
    fediverse = Fediverse(society, special=down("gamma.example"))
    platform = platform_on(fediverse)
    with pytest.raises(ServerUnreachable):
        platform.fetch(society.people[2].id, Listing.FOLLOWERS)
    count = len(fediverse.asked)
    for listing in (Listing.FOLLOWERS, Listing.POSTS):
        with pytest.raises(ServerUnreachable):
            platform.fetch(society.people[5].id, listing)
    with pytest.raises(ServerUnreachable):
        platform.fetch_profiles([society.people[8].id])
    assert len(fediverse.asked) == count, "it was asked again"
    for person in society.people[:2]:
        pages = read_all(platform, person.id, Listing.FOLLOWERS)
        assert follows_of(pages) == society.followers(person)


def test_one_that_goes_down_later_has_three_failures(society: Society) -> None:
    fediverse = Fediverse(society)
    platform = platform_on(fediverse)
    platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    fediverse.special = down("alpha.example")
    asked = []
    for _ in range(FAILURES + 2):
        before = len(fediverse.asked)
        with pytest.raises(ServerUnreachable):
            platform.fetch(society.people[0].id, Listing.FOLLOWERS)
        asked.append(len(fediverse.asked) - before)
    assert all(asked[:FAILURES])
    assert not any(asked[FAILURES:])


def test_an_answer_in_between_forgives(society: Society) -> None:
    fediverse = Fediverse(society)
    platform = platform_on(fediverse)
    healthy = fediverse.special
    for _ in range(3):
        fediverse.special = healthy
        platform.fetch(society.people[0].id, Listing.FOLLOWERS)
        fediverse.special = down("alpha.example")
        for _ in range(FAILURES - 1):
            with pytest.raises(ServerUnreachable):
                platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    fediverse.special = healthy
    assert platform.fetch(society.people[0].id, Listing.FOLLOWERS).edges


def test_when_nobody_ever_answered_it_is_our_own_network() -> None:
    def silent(host: str, asked: Asked) -> Answered:
        raise TimedOut

    platform = platform_on(silent, servers=("named.example",))
    for number in range(SILENT - 1):
        with pytest.raises(ServerUnreachable):
            platform.fetch(f"mastodon:anna@server{number}.example", Listing.POSTS)
    with pytest.raises(PlatformUnreachable, match="your network"):
        platform.fetch("mastodon:anna@another.example", Listing.POSTS)
    platform = platform_on(silent, servers=("alpha.example", "gamma.example"))
    with pytest.raises(PlatformUnreachable, match="your network"):
        platform.fetch("wool", Listing.SEARCH_ACCOUNTS)  # all that are named


def test_the_only_one_that_is_named_may_be_down_before_anybody_answered(society: Society) -> None:
    platform = platform_on(Fediverse(society, special=down("alpha.example")))
    with pytest.raises(ServerUnreachable):
        platform.find_account("@person_0@alpha.example")
    assert platform.fetch("wool", Listing.SEARCH_ACCOUNTS).ended is Ended.FAILED
    assert platform.find_account("@person_2@gamma.example") == society.people[2].id


def test_many_that_are_down_are_no_end_once_somebody_answered(society: Society) -> None:
    hosts = [f"server{number}.example" for number in range(3 * SILENT)]
    platform = platform_on(Fediverse(society, special=down(*hosts)))
    platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    for host in hosts:
        with pytest.raises(ServerUnreachable):
            platform.fetch(f"mastodon:anna@{host}", Listing.POSTS)


def test_threads_that_meet_a_dead_instance_together_wait_for_one_try_only(society: Society) -> None:
    fediverse = Fediverse(society, special=down("gamma.example"))
    platform = platform_on(fediverse)
    platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    fediverse.asked.clear()
    failures = []

    def ask() -> None:
        try:
            platform.fetch(society.people[2].id, Listing.FOLLOWERS)
        except ServerUnreachable as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failures) == len(threads)
    assert set(fediverse.paths()) == {"/robots.txt"}
    assert len(fediverse.asked) == 3, "the attempts of one call"


def test_stopping_is_no_failure_of_a_server(society: Society) -> None:
    platform = platform_on(Fediverse(society))
    platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    platform.stop()
    for person in society.people[:2]:
        with pytest.raises(PlatformUnreachable):
            platform.fetch(person.id, Listing.FOLLOWERS)
    platform.close()


def test_a_call_that_is_stopped_under_way_is_no_failure_of_a_server(society: Society) -> None:
    fediverse = Fediverse(society)
    platform = platform_on(fediverse)
    platform.fetch(society.people[0].id, Listing.FOLLOWERS)

    def stopping(host: str, asked: Asked) -> Answered:
        platform.stop()
        return 503, {}, b""

    fediverse.special = stopping
    with pytest.raises(PlatformUnreachable, match="stopped"):
        platform.fetch(society.people[0].id, Listing.FOLLOWERS)


# Limits


def test_a_named_instance_is_waited_for_until_its_date(society: Society) -> None:
    clock = FakeClock()
    fediverse = Fediverse(society, clock, limit=3)
    platform = platform_on(fediverse, clock)
    person = society.people[0]
    first = platform.fetch(person.id, Listing.FOLLOWERS)  # met, looked up and read: all is used
    until = platform.wait_until()
    assert until is not None
    assert until > clock.now()
    assert until.timestamp() % WINDOW == 0
    second = platform.fetch(person.id, Listing.FOLLOWERS, first.cursor)
    assert clock.now() >= until
    assert follows_of([first, second]) == society.followers(person)
    assert fediverse.refused == 0, "it was asked before it was time"


def test_a_limit_that_somebody_else_used_up_is_waited_for_too(society: Society) -> None:
    clock = FakeClock()
    fediverse = Fediverse(society, clock, limit=3)
    person = society.people[0]
    read_all(platform_on(fediverse, FakeClock()), society.people[3].id, Listing.FOLLOWING)
    pages = read_all(platform_on(fediverse, clock), person.id, Listing.FOLLOWERS)
    assert fediverse.refused >= 1
    assert follows_of(pages) == society.followers(person)


def test_one_that_nobody_named_and_that_wants_a_long_wait_holds_nobody_up(society: Society) -> None:
    clock = FakeClock()
    fediverse = Fediverse(society, clock, limit=3)
    platform = platform_on(fediverse, clock, servers=("alpha.example",))
    gamma, alpha = society.people[2], society.people[0]
    platform.fetch(gamma.id, Listing.FOLLOWERS)
    begun = clock.now()
    for _ in range(2 * FAILURES):
        with pytest.raises(ServerUnreachable, match="asks us to wait until"):
            platform.fetch(gamma.id, Listing.FOLLOWING)
    assert clock.now() - begun < timedelta(seconds=GLANCE)
    assert platform.wait_until() is None, "nobody waits for it"
    assert platform.fetch(alpha.id, Listing.FOLLOWERS).edges
    clock.seconds += WINDOW
    pages = read_all(platform, gamma.id, Listing.FOLLOWING)
    assert follows_of(pages) == society.following(gamma), "a wait is no failure"


def test_every_instance_has_a_limit_of_its_own(society: Society) -> None:
    clock = FakeClock()
    fediverse = Fediverse(society, clock)
    platform = platform_on(fediverse, clock, rate=1.0)
    platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    first = clock.seconds - 1000
    assert first > 2
    before = clock.seconds
    platform.fetch(society.people[2].id, Listing.FOLLOWERS)
    assert clock.seconds - before == pytest.approx(first), "it waited for the other one's limit"


# robots.txt


def test_what_robots_are_asked_not_to_read_is_not_read(society: Society) -> None:
    robots = {"alpha.example": "User-agent: *\nDisallow: /\n"}
    fediverse = Fediverse(society, robots=robots)
    platform = platform_on(fediverse)
    page = platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    assert page.ended is Ended.HIDDEN
    assert "robots.txt" in str(page.why)
    assert platform.find_account(society.people[0].id) is None
    with pytest.raises(ServerUnreachable, match=r"robots\.txt"):
        platform.fetch_profiles([society.people[0].id])
    assert fediverse.paths("alpha.example") == ["/robots.txt"]
    assert "alpha.example" in platform.remarks()[0]


def test_robots_may_be_kept_from_one_part_or_only_others_from_all(society: Society) -> None:
    robots = {
        "alpha.example": "User-agent: leaders\nDisallow: /api/v1/timelines\n",
        "gamma.example": "User-agent: otherbot\nDisallow: /\n",
    }
    fediverse = Fediverse(society, robots=robots)
    platform = platform_on(fediverse)
    assert platform.fetch(society.people[0].id, Listing.FOLLOWERS).edges
    assert platform.fetch(society.people[2].id, Listing.FOLLOWERS).edges
    assert platform.fetch("knitting", Listing.SEARCH_POSTS).ended is Ended.HIDDEN
    assert not any("timelines" in path for path in fediverse.paths())


@pytest.mark.parametrize(
    "answer", [(404, {}, b"no"), (200, {"Content-Type": "text/html"}, WEBSITE)]
)
def test_without_rules_all_may_be_read(society: Society, answer: Answered) -> None:
    fediverse = Fediverse(society)
    fediverse.special = lambda host, asked: answer if asked.path == "/robots.txt" else None
    assert platform_on(fediverse).fetch(society.people[0].id, Listing.FOLLOWERS).edges


def test_rules_that_cannot_be_read_are_a_failure(society: Society) -> None:
    fediverse = Fediverse(society)
    fediverse.special = lambda host, asked: (500, {}, b"") if asked.path == "/robots.txt" else None
    with pytest.raises(ServerUnreachable):
        platform_on(fediverse).fetch(society.people[0].id, Listing.FOLLOWERS)
    assert set(fediverse.paths()) == {"/robots.txt"}


@pytest.mark.parametrize("line", ["Disallow: //[", "Crawl-delay: ²", f"Crawl-delay: {'9' * 5000}"])
def test_rules_that_make_no_sense_close_it(society: Society, line: str) -> None:
    robots = {"alpha.example": f"User-agent: *\n{line}\n"}
    fediverse = Fediverse(society, robots=robots)
    page = platform_on(fediverse).fetch(society.people[0].id, Listing.FOLLOWERS)
    assert (page.ended, page.edges) == (Ended.HIDDEN, ())
    assert "cannot be understood" in str(page.why)
    assert set(fediverse.paths()) == {"/robots.txt"}


def test_a_delay_beyond_all_sense_leaves_it_for_later(society: Society) -> None:
    robots = {"alpha.example": f"User-agent: *\nCrawl-delay: {'9' * 400}\n"}
    platform = platform_on(Fediverse(society, robots=robots))
    with pytest.raises(ServerUnreachable, match="asks us to wait until"):
        platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    assert platform.fetch(society.people[2].id, Listing.FOLLOWERS).edges


def test_a_crawl_delay_is_kept(society: Society) -> None:
    clock = FakeClock()
    robots = {"alpha.example": "User-agent: *\nCrawl-delay: 7\n"}
    platform = platform_on(Fediverse(society, clock, robots=robots), clock)
    begun = clock.seconds
    platform.fetch(society.people[0].id, Listing.FOLLOWERS)  # three calls behind the rules
    assert clock.seconds - begun >= 2 * 7


# Refusals, and how many are open


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, "This method requires an authenticated user"), (403, "no"),
     (422, "This method requires an authenticated user")],
)  # fmt: skip
def test_what_only_members_are_shown_is_hidden_with_what_would_help(
    society: Society, status: int, error: str
) -> None:
    fediverse = Fediverse(society, special=refusing(status, error, "/accounts/"))
    platform = platform_on(fediverse)
    page = platform.fetch(society.people[1].id, Listing.FOLLOWERS)
    assert page.ended is Ended.HIDDEN
    assert "MASTODON_TOKENS" in str(page.why)
    (remark,) = platform.remarks()
    assert "MASTODON_TOKENS" in remark
    assert remark.startswith("social.beta.example:"), "which host a token would be for"


def test_a_token_that_is_refused_is_named_as_the_reason(society: Society) -> None:
    platform = platform_on(Fediverse(society), tokens={"alpha.example": "worn-out"})
    page = platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    assert page.ended is Ended.HIDDEN
    assert "a valid token in MASTODON_TOKENS" in str(page.why)
    assert "worn-out" not in str(page)


@pytest.mark.parametrize("status", [400, 422, 500, 503])
def test_trouble_of_a_server_is_no_end_of_a_listing_and_says_nothing_of_the_others(
    society: Society, status: int
) -> None:
    """Else ten in a row would end the crawl of all."""
    anna = society.people[0].id
    fediverse = Fediverse(society, special=refusing(status, "sorry", "/followers", "/lookup"))
    platform = platform_on(fediverse)
    for ask in (
        lambda: platform.find_account(anna),
        lambda: platform.fetch_profiles([anna]),
        lambda: platform.fetch(anna, Listing.FOLLOWERS),
    ):
        with pytest.raises(ServerUnreachable):
            ask()


def test_only_so_many_connections_are_open(
    society: Society, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instances, "MOST_OPEN", 2)
    fediverse = Fediverse(society)
    opened: list[str] = []
    settings = Settings(servers=("alpha.example",), rate=1000.0)
    platform = MastodonPlatform(settings, opener(fediverse, fediverse.clock, opened))
    for person in (*society.people[:3], society.people[0]):
        assert edges_of(read_all(platform, person.id, Listing.FOLLOWERS))
    assert opened.count("alpha.example") == 2, "it was closed and opened again"
    assert fediverse.paths("alpha.example").count("/robots.txt") == 1, "it was met again"


def test_a_name_that_leads_nowhere_public_is_never_opened() -> None:
    opened: list[str] = []
    platform = MastodonPlatform(Settings(), opener(Fediverse(Society(12, 0)), FakeClock(), opened))
    for text in (
        "@anna@localhost", "@anna@127.0.0.1", "@anna@[::1]", "@anna@alpha.example:8080",
        "@anna@10.0.0.1", "@anna@server.local", "@anna@intranet", "@anna@0x7f.1",
        "https://127.0.0.1/@anna", "https://2130706433/@anna", "https://user:pass@alpha/@anna",
        "@anna@metadata.internal", "@anna@a..b.example", "@anna@" + "a." * 200 + "example",
    ):  # fmt: skip
        assert platform.find_account(text) is None, text
    assert opened == []


def test_the_real_client_is_one_of_https() -> None:
    client = open_client("alpha.example", Settings())
    client.close()
    with pytest.raises(LeadersError, match="private"):
        open_client("127.0.0.1", Settings())
