"""A row opens into its explanation; an account of the network shows whom it stands beside."""

import pytest

from leaders.export.words import SPACE, Words

WORDS = Words("en")


def normal(text):
    return text.replace(SPACE, " ").replace("\u2212", "-")


@pytest.fixture
def opened(open_report):
    """The first account with a flag: its row of the tables, its detail, and what it opens into."""
    report = open_report()
    report.show("creators")
    row = next(it for it in report.rows("creators") if it["flags"])
    detail = report.shortlist.beside.details[row["account_id"]]
    return row, detail, report.open(row["account_id"])


def test_it_opens_and_closes(open_report):
    report = open_report()
    first, second, *_ = report.shown
    assert report.page.locator("tr.detail:visible").count() == 0
    assert "detail" in (report.open(first).get_attribute("class") or "").split()
    report.open(second)
    assert report.page.locator("tr.detail:visible").count() == 2
    button = report.row(first).locator("button.open")
    button.click()
    assert button.get_attribute("aria-expanded") == "false"
    assert report.page.locator("tr.detail:visible").count() == 1


def test_an_open_row_follows_when_others_are_sorted_and_filtered(open_report):
    report = open_report("varied")
    account_id = report.shown[1]
    detail = report.open(account_id)
    before = detail.inner_text()
    report.sort("median_views")
    after = report.row(account_id).locator("xpath=following-sibling::tr[1]")
    assert after.inner_text() == before
    report.page.locator("#search").fill("nobody is called this")
    report.page.get_by_text(WORDS("page_nothing_fits")).wait_for()
    assert report.page.locator("tr.detail:visible").count() == 0


def test_contributions_are_bars_with_their_points(opened):
    row, _, shown = opened
    told = normal(shown.inner_text())
    names = [name for name in row if name.endswith("_contribution")]
    assert len(names) == 6
    for name in names:
        component = name.removesuffix("_contribution")
        assert WORDS(f"component_{component}") in told
        assert normal(WORDS.number(row[name], 1)) in told
    bars = shown.locator("rect, meter, progress")
    widths = [box["width"] for it in bars.all() if (box := it.bounding_box())]
    assert len(widths) >= len(names)
    assert len({round(width) for width in widths}) > 1


def test_the_interval_and_its_chance_are_told(opened):
    row, _, shown = opened
    told = normal(shown.inner_text())
    assert normal(WORDS("page_interval", low=row["rank_low"], high=row["rank_high"])) in told
    assert normal(WORDS("page_chance", n=row["p_top"])) in told


def test_evidence_flags_and_coverage_are_told(opened):
    _, detail, shown = opened
    told = normal(shown.inner_text())
    for family in detail.families:
        assert WORDS(f"page_family_{family.name}") in told
        if family.words:
            assert family.words in told or family.nats is None
    for flag in detail.flags:
        assert flag.sentence in told
        assert flag.formula in told
        assert flag.cautions in told
    for lack in detail.lacking:
        assert lack in told
    assert f"{detail.fetched_count}" in told
    assert normal(WORDS.number(detail.declared_count)) in told


def test_english_of_the_ranking_is_marked_as_english(open_report):
    report = open_report("russian")
    row = next(it for it in report.rows("creators") if it["flags"])
    shown = report.open(row["account_id"])
    detail = report.shortlist.beside.details[row["account_id"]]
    for text in (detail.flags[0].sentence, *detail.lacking):
        assert shown.locator('[lang="en"]', has_text=text).count() >= 1, text


def test_history_is_a_line_and_is_told(opened):
    _, detail, shown = opened
    assert shown.locator("svg path, svg polyline").count() >= 1
    labels = "it => [...it.querySelectorAll('[aria-label]')].map(one => one.ariaLabel).join(' ')"
    spoken = normal(shown.inner_text() + shown.evaluate(labels))
    for standing in detail.history:
        assert standing.as_of in spoken
    assert str(detail.history[-1].rank) in spoken


def test_posts_are_shown_and_only_web_links_lead_away(opened):
    row, detail, shown = opened
    told = shown.inner_text()
    assert detail.posts[0].excerpt in told
    addresses = {it.get_attribute("href") for it in shown.locator("a[href]").all()}
    assert detail.posts[0].url in addresses
    assert row["url"] in addresses or row["links"] in addresses
    assert not any("javascript" in address for address in addresses)


def test_a_client_sees_no_price_and_no_owner(open_report):
    report = open_report("client")
    for account_id in report.shown:
        report.open(account_id)
    content = report.page.content()
    assert "SECRET" not in content
    assert "EUR" not in report.page.locator("body").inner_text()


def test_an_account_of_which_nothing_is_known_opens_too(open_report):
    report = open_report("unknown")
    for account_id in report.shown:
        assert report.open(account_id).is_visible()


NODES = """() => [...document.querySelectorAll("#picture-network g.node")]
  .map(it => [it.dataset.n, Number(getComputedStyle(it).opacity)])"""
TIES = """() => [...document.querySelectorAll("#picture-network .edge")]
  .map(it => [it.dataset.a, it.dataset.b])"""


def test_pointing_at_an_account_leaves_its_neighbours_and_only_them(open_report):
    report = open_report("many")
    page = report.page
    ties, nodes = page.evaluate(TIES), dict(page.evaluate(NODES))
    assert set(nodes.values()) == {1}
    number = next(it for it, _ in ties if it in nodes)
    neighbours = {a if b == number else b for a, b in ties if number in (a, b)} | {number}
    assert 1 < len(neighbours) < len(nodes)
    page.locator(f'#picture-network g.node[data-n="{number}"] circle').hover()
    told = dict(page.evaluate(NODES))
    assert {it for it, opacity in told.items() if opacity == 1} == neighbours
    page.mouse.move(0, 0)
    assert set(dict(page.evaluate(NODES)).values()) == {1}
