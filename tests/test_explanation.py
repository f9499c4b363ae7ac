"""Why an account stands where it does: known answers on a small imported niche."""

import sys
from pathlib import Path

import numpy as np
import pytest

from leaders import forgetting, pipeline
from leaders.errors import LeadersError
from leaders.explanation import Explanation, explain
from leaders.niche import load_niche
from leaders.rank.score import score_values
from leaders.settings import Workspace

sys.path.insert(0, str(Path(__file__).parent / "rank"))
from imported_rows import MONDAY, store_edges, store_rows, write_niche

COUNT = 40
"""So many that percentiles are counted and not read off the normal curve."""
WEIGHTS = {"reach": 0.4, "weighted_in_degree": 0.3, "in_degree": 0.3}
TEXT = "[score.weights]\n" + "".join(f"{name} = {weight}\n" for name, weight in WEIGHTS.items())


def fill(workspace: Workspace, text: str = TEXT, count: int = COUNT) -> None:
    write_niche(workspace, text)
    rows = [
        (f"a{n}", f"knits_{n}", f"Name {n % 38}", f"https://www.a.example/k{n}/", "person",
         "" if n == 7 else 100 + (n * 17) % 41)
        for n in range(count)
    ]  # fmt: skip
    store_rows(workspace, "accounts", "id,handle,name,url,kind,followers_count", rows)
    edges = [
        (f"f{k}", f"a{n}", kind)
        for n in range(count)
        for k in range(1 + (n * 7) % 13)
        for kind in (("follow", "like") if (n + k) % 3 else ("follow",))
    ]
    store_edges(workspace, edges)


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    fill(workspace)
    pipeline.rank(workspace, "niche")
    return workspace


def ask(workspace: Workspace, text: str) -> Explanation:
    return explain(workspace, load_niche(workspace, "niche"), text)


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> list[Explanation]:
    """What is told of every account of one ranking."""
    workspace = Workspace(tmp_path_factory.mktemp("workspace"))
    workspace.niches.mkdir(parents=True)
    fill(workspace)
    pipeline.rank(workspace, "niche")
    return [ask(workspace, f"files:d/a{n}") for n in range(COUNT)]


def test_an_account_is_meant_by_id_handle_name_or_address(filled) -> None:
    texts = ("files:d/a5", "knits_5", "@Knits_5", "d/a5", "name 5", "https://a.example/k5")
    assert {ask(filled, text).account.account_id for text in texts} == {"files:d/a5"}


def test_who_is_unknown_or_several_gets_a_sentence(filled) -> None:
    with pytest.raises(LeadersError, match="No account nobody is stored; check the spelling"):
        ask(filled, "nobody")
    with pytest.raises(LeadersError, match="any of files:d/a0, files:d/a38; say which by its full"):
        ask(filled, "Name 0")


def test_the_end_of_an_id_is_enough_where_it_is_the_only_one(filled) -> None:
    assert ask(filled, "a5").account.account_id == "files:d/a5"
    assert ask(filled, "f0").state == "no candidate"
    store_rows(filled, "accounts", "id", [("a5",)], dataset="e")
    pipeline.rank(filled, "niche")
    with pytest.raises(LeadersError, match="a5 may be any of files:d/a5, files:e/a5; say which by"):
        ask(filled, "a5")


def test_flags_that_are_never_computed_do_not_lack_data(filled) -> None:
    unusual = ask(filled, "files:d/a5").unusual
    assert unusual is not None
    assert set(unusual.never) == {"creation_burst", "duplicate_comments"}
    assert all(unusual.never.values())
    assert "growth_spike" in unusual.unmeasured
    assert not set(unusual.never) & {*unusual.unmeasured, *unusual.usual}


def test_contributions_add_up_and_so_do_the_differences(everybody) -> None:
    ranks = []
    for told in everybody:
        assert told.place is not None
        ranks.append(told.place.rank)
        total = sum(part.contribution for part in told.components)
        assert total == pytest.approx(told.place.score, abs=1e-9)
        for gap, sign in ((told.above, 1), (told.below, -1)):
            if gap is None:
                continue
            assert sum(gap.differences.values()) == pytest.approx(gap.points, abs=1e-8)
            assert gap.points == pytest.approx(gap.score - told.place.score, abs=1e-9)
            assert gap.points * sign > 0
            sizes = [abs(points) for points in gap.differences.values()]
            assert sizes == sorted(sizes, reverse=True)
    assert min(ranks) == 1
    assert len(set(ranks)) > COUNT / 2


def test_the_first_has_nobody_above_and_the_last_nobody_below(everybody) -> None:
    told = sorted(everybody, key=lambda it: it.place.rank)
    assert told[0].above is None
    assert told[0].change.steps == ()
    assert told[-1].below is None
    assert told[1].above.account_id == told[0].account.account_id


def test_the_value_that_passes_does_pass_when_scored_again(everybody) -> None:
    values = {
        name: np.array(
            [next((p.value for p in it.components if p.name == name), None) for it in everybody],
            dtype=np.float64,
        )
        for name in WEIGHTS
    }
    row_of = {it.account.account_id: row for row, it in enumerate(everybody)}
    before = score_values(values, WEIGHTS)
    assert before.score == pytest.approx([it.place.score for it in everybody], abs=1e-8)
    tried = 0
    for row, told in enumerate(everybody):
        for step in told.change.steps:
            if step.more_than is None:
                continue
            assert not step.is_about
            changed = {name: value.copy() for name, value in values.items()}
            changed[step.component][row] = step.more_than * 1.000001
            after = score_values(changed, WEIGHTS)
            assert after.score[row] > after.score[row_of[told.above.account_id]]
            assert after.rank[row] <= step.rank < told.place.rank
            tried += 1
    assert tried > COUNT


def test_what_is_missing_gives_the_range_that_it_could_make(everybody) -> None:
    told = everybody[7]
    reach = next(part for part in told.components if part.name == "reach")
    assert (reach.value, reach.percentile, reach.contribution) == (None, None, 20.0)
    (span,) = told.change.missing
    assert span.components == ("reach",)
    assert span.score_low == pytest.approx(told.place.score - 20)
    assert span.score_high == pytest.approx(told.place.score + 20)
    assert span.rank_low <= told.place.rank <= span.rank_high
    assert "how many followers it has is not known" in told.lacking


def test_a_product_is_not_taken_for_a_sum(workspace) -> None:
    fill(workspace, '[score]\naggregation = "veto"\n' + TEXT)
    pipeline.rank(workspace, "niche")
    told = ask(workspace, "files:d/a3")
    assert told.change.is_computed is False
    assert sum(p.contribution for p in told.components) == pytest.approx(told.place.score, abs=1e-8)


def test_who_is_excluded_or_beyond_the_list_is_told_why(workspace) -> None:
    fill(workspace, '[shortlist]\nsize = 3\nexclude = ["knits_4"]\n' + TEXT)
    pipeline.rank(workspace, "niche")
    excluded = ask(workspace, "knits_4")
    assert excluded.state == "excluded"
    assert "shortlist.exclude" in excluded.why[0]
    states = [ask(workspace, f"files:d/a{n}") for n in range(12) if n != 4]
    for told in states:
        assert told.state == ("listed" if told.place.rank <= 3 else "beyond the list")
        for gap in (told.above, told.below):
            assert gap is None or gap.account_id != "files:d/a4"


def test_somebody_of_an_audience_is_no_candidate(filled) -> None:
    told = ask(filled, "files:d/f0")
    assert (told.state, told.place, told.membership) == ("no candidate", None, None)


def test_who_has_too_little_measured_is_unscored(workspace) -> None:
    fill(workspace, "[score.weights]\nreach = 0.7\nin_degree = 0.3\n")
    pipeline.rank(workspace, "niche")
    told = ask(workspace, "files:d/a7")
    assert (told.state, told.place, told.components) == ("unscored", None, ())
    assert "less than 60 %" in told.why[0]
    assert told.lacking


def test_who_was_suppressed_is_told_of_and_not_shown(filled) -> None:
    forgetting.forget(filled, "files:d/a5", never_again_at=MONDAY)
    told = ask(filled, "files:d/a5")
    assert (told.state, told.place, told.account.name) == ("suppressed", None, None)
    assert all(
        gap is None or gap.account_id != "files:d/a5"
        for n in range(3, 8) if n != 5
        for it in [ask(filled, f"files:d/a{n}")]
        for gap in (it.above, it.below)
    )  # fmt: skip


def test_an_older_ranking_is_explained_with_a_caution(filled) -> None:
    assert ask(filled, "knits_5").cautions == ()
    write_niche(filled, TEXT + "[shortlist]\nsize = 7\n")
    (caution,) = ask(filled, "knits_5").cautions
    assert "niche file changed" in caution


def test_a_niche_without_ranking_says_so(workspace) -> None:
    fill(workspace)
    with pytest.raises(LeadersError, match="no ranking yet"):
        ask(workspace, "knits_5")


def test_evidence_of_a_judged_niche_adds_up_to_its_log_odds(workspace) -> None:
    seeds = ", ".join(f'"knits_{n}"' for n in range(3))
    fill(workspace, TEXT)
    write_niche(workspace, f"seeds = [{seeds}]\nwords = {{en = ['knits']}}\n" + TEXT)
    edges = [(f"g{k}", f"b{n}", "follow") for n in range(8) for k in range(n)]
    store_edges(workspace, edges, at=MONDAY)
    pipeline.rank(workspace, "niche")
    seed = ask(workspace, "knits_0")
    assert seed.membership.pinned_by == "seed"
    assert "it is a seed" in seed.why[-1]
    judged = 0
    for n in range(3, 9):
        membership = ask(workspace, f"files:d/a{n}").membership
        if membership.base is None:
            continue
        nats = membership.base + sum(f.nats for f in membership.families if f.nats is not None)
        assert 1 / (1 + np.exp(-nats)) == pytest.approx(membership.probability, abs=1e-6)
        judged += 1
    assert judged or ask(workspace, "files:d/a3").membership.pinned_by == "file"
