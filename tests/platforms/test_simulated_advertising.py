"""Planted advertising: it is what its truth says, and changes nothing but words and marks."""

from dataclasses import fields
from string import Formatter

import numpy as np
import pytest

from leaders.model import Listing
from leaders.platforms.simulated import Advertising, Network, SimulatedPlatform, simulate
from leaders.platforms.simulated.accounts import NICHES
from leaders.platforms.simulated.advertising import CARRIERS
from leaders.platforms.simulated.advertising_phrases import BRANDS, CODES, DECOYS, FORMS
from leaders.platforms.simulated.names import PLACES
from leaders.platforms.simulated.phrases import FIGURES, TOPICS

PLANTED = Advertising(share=0.2, decoys=0.1)


@pytest.fixture(scope="module")
def network() -> Network:
    return simulate(accounts=1000, advertising=PLANTED)


def test_nothing_is_planted_unless_asked_for() -> None:
    plain = simulate(accounts=1000)
    assert plain.placements is None
    assert plain.is_marked_ad(0) is None
    assert plain.post_text(0) == plain.words.post(0)


def test_only_words_and_marks_change(network: Network) -> None:
    plain = simulate(accounts=1000)
    for part in ("truth", "follows", "memberships", "posts", "interactions"):
        for field in fields(getattr(plain, part)):
            one, other = (getattr(getattr(it, part), field.name) for it in (plain, network))
            assert np.array_equal(one, other)
    assert network.placements is not None
    for row in np.flatnonzero(network.placements.form == "").tolist():
        assert network.post_text(row) == plain.post_text(row)


def test_those_who_sell_carry_as_much_as_was_asked_for(network: Network) -> None:
    placements = network.placements
    assert placements is not None
    role = network.truth.role[network.posts.author]
    can = np.isin(role, CARRIERS) & (network.truth.niche[network.posts.author] != "")
    assert not (placements.form[~can] != "").any()
    assert placements.is_ad[can].mean() == pytest.approx(PLANTED.share, abs=0.03)
    decoys = np.isin(placements.form[can], list(DECOYS))
    assert decoys.mean() == pytest.approx(PLANTED.decoys, abs=0.03)
    assert set(placements.form.tolist()) == {"", *FORMS, *DECOYS}


def test_a_planted_post_says_what_its_truth_says(network: Network) -> None:
    placements = network.placements
    assert placements is not None
    for row in np.flatnonzero(placements.form != "").tolist():
        text, form = network.post_text(row), placements.form[row]
        assert "{" not in text
        assert network.is_marked_ad(row) == (form == "platform")
        brand = BRANDS[placements.topic[row]][placements.brand[row]]
        if form == "code":
            assert any(code in text for code in CODES[placements.language[row]])
        if form in ("platform", "partner", "silent", "mention"):
            assert any(it in text for it in (brand.name, *brand.cases))


def test_the_platform_shows_it(network: Network) -> None:
    platform, placements = SimulatedPlatform(network), network.placements
    assert placements is not None
    row = int(np.flatnonzero(placements.form == "platform")[0])
    author = network.ids[network.posts.author[row]]
    posts = {it.post_id: it for it in platform.fetch(author, Listing.POSTS).posts}
    shown = posts[f"simulated:p{row:07d}"]
    assert (shown.text, shown.is_marked_ad) == (network.post_text(row), True)


def test_phrases_have_every_language_and_no_unknown_place() -> None:
    slots = {*FIGURES, *TOPICS[0][0], "place", "brand", "of", "whom", "by", "domain", "code"}
    for sentences in (*FORMS.values(), *DECOYS.values()):
        assert len(sentences) == len(PLACES) == len(CODES)
        for sentence in (it for some in sentences for it in some):
            assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= slots
    assert len(BRANDS) == len(NICHES)
    assert len({len(brands) for brands in BRANDS}) == 1
