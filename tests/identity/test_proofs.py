"""What proves that two accounts are one person, and all that does not."""

from datetime import timedelta

import pytest
from known_people import (
    BLUESKY,
    MASTODON,
    MONDAY,
    PAGES,
    TELEGRAM,
    VK,
    account,
    groups,
    make_workspace,
    read_links,
    store_accounts,
)

from leaders.identity.profiles import FEWEST_NEIGHBOURS, Directory, Profile
from leaders.identity.proofs import ADDRESS, CHECKED, MUTUAL, find_proofs
from leaders.model import Account

URL = {account_id: url for account_id, (_, url) in PAGES.items()}
DOMAIN = "anna.example.org"


def proofs(*accounts: Account, neighbours: int = FEWEST_NEIGHBOURS) -> list[tuple]:
    """(the two accounts, kind) of each proof."""
    profiles = [
        Profile(
            number, it.account_id, it.account_id.partition(":")[0], "person", it.handle, it.name,
            it.url, it.bio, it.links, it.verified_links, (), None,
            neighbours if it.account_id.startswith("mastodon:") else None,
        )
        for number, it in enumerate(accounts)
    ]  # fmt: skip
    found = find_proofs(Directory(profiles))
    return [(*(profiles[row].account_id for row in it[:2]), it.kind) for it in found]


def with_domain(**told: object) -> Account:
    return account(BLUESKY, handle=DOMAIN, verified_links=(f"https://{DOMAIN}",), **told)


def test_profiles_that_name_each_other_are_one_person() -> None:
    mine, yours = account(TELEGRAM, URL[VK]), account(VK, URL[TELEGRAM])
    assert proofs(mine, yours) == [(TELEGRAM, VK, MUTUAL)]


@pytest.mark.parametrize(
    ("address", "back"),
    [
        ("https://T.me/AnnaWool", "https://m.vk.com/wool_by_anna?from=quick"),
        ("https://t.me/s/annawool", "http://vk.com/public12"),
        ("https://telegram.me/annawool/", "https://www.vk.com/club12"),
    ],
)
def test_however_the_addresses_are_written(address, back) -> None:
    assert proofs(account(TELEGRAM, back), account(VK, address)) == [(TELEGRAM, VK, MUTUAL)]


def test_an_address_in_the_words_of_a_profile_counts_too() -> None:
    mine = account(TELEGRAM, bio="Wool. My group: vk.com/wool_by_anna")
    assert proofs(mine, account(VK, URL[TELEGRAM])) == [(TELEGRAM, VK, MUTUAL)]


def test_anybody_may_name_a_celebrity() -> None:
    star = account(TELEGRAM)
    assert proofs(star, account(VK, URL[TELEGRAM]), account(BLUESKY, URL[TELEGRAM])) == []


def test_two_that_name_one_page_are_not_one_person() -> None:
    shelf = "https://linktr.ee/anna"
    assert proofs(account(TELEGRAM, shelf), account(VK, shelf)) == []


def test_a_page_of_links_joins_nobody_even_if_it_is_checked() -> None:
    crowd = [
        account(f"mastodon:m{number}@example.social", verified_links=("https://shop.example",))
        for number in range(3)
    ]
    shop = account(BLUESKY, handle="shop.example", verified_links=("https://shop.example",))
    assert proofs(shop, *crowd) == []
    assert proofs(shop, crowd[0]) == [(BLUESKY, "mastodon:m0@example.social", ADDRESS)]


def test_a_directory_that_its_bloggers_name_is_not_all_of_them() -> None:
    channels = [
        account(
            f"telegram:-100100000001{number}", URL[VK], handle=f"blog{number}",
            url=f"https://t.me/blog{number}",
        )
        for number in range(3)
    ]  # fmt: skip
    assert proofs(*channels, account(VK, *(it.url for it in channels))) == []
    assert len(proofs(*channels[:2], account(VK, *(it.url for it in channels[:2])))) == 2


def test_friends_on_one_platform_may_name_each_other() -> None:
    ben = "mastodon:ben@example.social"
    mine = account(MASTODON, "https://example.social/@ben")
    yours = account(ben, URL[MASTODON], handle="ben@example.social",
                    url="https://example.social/@ben", verified_links=(URL[MASTODON],))  # fmt: skip
    assert proofs(mine, yours) == []


def test_a_link_that_mastodon_checked_is_proof_by_itself() -> None:
    mine = account(MASTODON, URL[TELEGRAM], verified_links=(URL[TELEGRAM],))
    assert proofs(mine, account(TELEGRAM)) == [(MASTODON, TELEGRAM, CHECKED)]
    assert proofs(account(MASTODON, URL[TELEGRAM]), account(TELEGRAM)) == []


def test_a_page_that_vk_posts_to_is_proof_and_one_that_a_profile_merely_names_is_not() -> None:
    mine = account(VK, URL[TELEGRAM], verified_links=(URL[TELEGRAM],))
    assert proofs(mine, account(TELEGRAM)) == [(VK, TELEGRAM, CHECKED)]
    assert proofs(account(VK, URL[TELEGRAM]), account(TELEGRAM)) == []


def test_a_server_of_few_is_not_believed_of_others_pages_but_of_its_own_domain() -> None:
    mine = account(MASTODON, verified_links=(URL[TELEGRAM],))
    assert proofs(mine, account(TELEGRAM), neighbours=FEWEST_NEIGHBOURS - 1) == []
    claimed = account(MASTODON, verified_links=(f"https://{DOMAIN}",))
    assert proofs(claimed, with_domain(), neighbours=1) == []
    own = account("mastodon:anna@example.org", verified_links=(f"https://{DOMAIN}",))
    assert proofs(own, with_domain(), neighbours=1) == [
        ("mastodon:anna@example.org", BLUESKY, ADDRESS)
    ]


def test_a_domain_as_a_handle_and_a_checked_link_prove_one_address() -> None:
    mine = account(MASTODON, verified_links=(f"https://www.{DOMAIN}/",))
    assert proofs(mine, with_domain()) == [(MASTODON, BLUESKY, ADDRESS)]


def test_a_page_below_a_domain_is_not_the_domain() -> None:
    mine = account(MASTODON, verified_links=(f"https://{DOMAIN}/staff/anna",))
    assert proofs(mine, with_domain()) == []


def test_who_names_a_domain_is_its_owner_if_the_owner_names_him() -> None:
    mine = account(TELEGRAM, f"https://{DOMAIN}")
    assert proofs(mine, with_domain()) == []
    assert proofs(mine, with_domain(links=(URL[TELEGRAM],))) == [(TELEGRAM, BLUESKY, MUTUAL)]


def test_a_handle_that_two_were_seen_with_is_nobodys() -> None:
    old = account("telegram:-1001000000009", handle="annawool", url="https://t.me/annawool")
    assert proofs(account(TELEGRAM, URL[VK]), old, account(VK, URL[TELEGRAM])) == []


def test_what_was_proved_is_as_of_a_moment(tmp_path) -> None:
    workspace = make_workspace(tmp_path)
    store_accounts(workspace, account(TELEGRAM, URL[VK]), account(VK, URL[TELEGRAM]))
    later = MONDAY + timedelta(days=1)
    store_accounts(workspace, account(VK), at=later)
    assert groups(read_links(workspace)) == [[TELEGRAM, VK]]
    assert groups(read_links(workspace, later)) == []


def test_who_asks_not_to_be_listed_is_joined_to_nobody(tmp_path) -> None:
    workspace = make_workspace(tmp_path)
    store_accounts(
        workspace, account(TELEGRAM, URL[VK], is_unlisted=True), account(VK, URL[TELEGRAM])
    )
    assert groups(read_links(workspace)) == []


def test_the_order_in_which_accounts_came_changes_nothing(tmp_path) -> None:
    told = [
        account(TELEGRAM, URL[VK], name="Anna Wool"),
        account(VK, URL[TELEGRAM], name="Anna"),
        account(BLUESKY, name="Anna Wool"),
        account(MASTODON, URL[TELEGRAM]),
    ]
    found = []
    for place, rows in enumerate((told, told[::-1])):
        workspace = make_workspace(tmp_path / str(place))
        store_accounts(workspace, *rows)
        links = read_links(workspace)
        guesses = [(it.one, it.other, it.probability) for it in links.guesses]
        firsts = sorted(links.find_first().values())
        found.append((groups(links), [it[:3] for it in links.proofs], guesses, firsts))
    assert found[0] == found[1]
    assert found[0][2]
