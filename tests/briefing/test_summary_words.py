"""The summary: which sentences are said of which data, in every language."""

import re
import sys
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from leaders.briefing.naming import LONGEST, call, list_names, tidy
from leaders.briefing.summary import Known, write_summary
from leaders.export import Shortlist
from leaders.export.briefing import Said
from leaders.export.terms import say_list
from leaders.export.words import LANGUAGES, Words
from leaders.export.words import __file__ as words_file
from leaders.model import LISTS
from leaders.niche import Niche

sys.path.insert(0, str(Path(__file__).parents[1] / "export"))
from sample_briefing import build_briefed

KNOWN = Known(
    ranked={"creators": 64, "communities": 3}, left_out=7, thin=2, is_first=False, priced=0
)
NICHE = Niche(name="knitting", title="K", platforms=("vk",), shortlist={"size": 12})
STABLE = (
    "creators: usable: with other people seen the list is alike to 0.81 (rank-biased overlap), and "
    "keeps 95% of its first"
)


@pytest.fixture(scope="module")
def made() -> Shortlist:
    return build_briefed(12)


def say(
    shortlist: Shortlist, known: Known = KNOWN, niche: Niche = NICHE, language: str = "en"
) -> dict[str, list[str]]:
    words = Words(language)
    told = write_summary(niche, shortlist, known)
    return {it.heading: [words.say(said) for said in it.sentences] for it in told}


def keys(told: Said) -> list[str]:
    inner = [key for it in told.values.values() if isinstance(it, Said) for key in keys(it)]
    return [told.key, *inner]


def test_every_sentence_is_written_in_every_language_with_the_same_holes() -> None:
    path = Path(words_file).parent / "summary.toml"
    for key, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
        assert set(texts) == set(LANGUAGES), key
        holes = [sorted(re.findall(r"\{\w+[^}]*\}", texts[it])) for it in LANGUAGES]
        assert holes[0] == holes[1] == holes[2], key
        assert len({texts[it] for it in LANGUAGES}) > 1 or not re.search("[a-z]{3}", re.sub(
            r"\{[^}]*\}", "", texts["en"]
        )), key  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_for_client", [False, True])
def test_every_passage_has_few_sentences_each_with_a_number(made, language, is_for_client) -> None:
    made = build_briefed(12, is_for_client=is_for_client)
    told = say(replace(made, notes=(STABLE,)), language=language)
    assert list(told) == ["summary_who", "summary_changed", "summary_buy", "summary_unseen"]
    for sentences in told.values():
        assert 0 < len(sentences) <= 4
        assert all(re.search(r"\d", it) for it in sentences)
        assert not any(re.search(r"[{}]", it) for it in sentences)


def test_who_leads_and_how_sure_that_is(made) -> None:
    first, sure, *_ = say(replace(made, notes=(STABLE,)))["summary_who"]
    names = [f"Анна {number} | knitting" for number in (1, 2, 3)]
    assert first == f"Creators: {names[0]} is first, {names[1]} and {names[2]} follow. Listed: 12."
    solid = made.tables["creators"].filter(standing="solid").height
    assert sure == (
        f"{names[0]}: place 1 to 4, with 90\u00a0% certainty. The first two cannot be told apart. "
        f"Certainly in the top 12: {solid} of 12. Had we seen other people, 95\u00a0% of the top "
        "would be the same."
    ).replace("90\u00a0%", "90 %")


def test_what_is_not_known_of_the_first_is_not_said(made) -> None:
    unknown = pl.lit(None, pl.Int64)
    tables = {
        name: table.with_columns(rank_low=unknown, rank_high=unknown, standing=pl.lit(None))
        for name, table in made.tables.items()
    }
    told = write_summary(NICHE, replace(made, tables=tables, notes=()), KNOWN)[0]
    assert [it.key for it in told.sentences] == ["summary_leads_3", "summary_leads_3"]


def test_the_first_two_apart_or_not_or_tied(made) -> None:
    def keys_of(**said: object) -> list[str]:
        table = made.tables["creators"].with_columns(
            pl.when(pl.col(name).is_not_null() & (pl.int_range(pl.len()) == 1))
            .then(pl.lit(value)).otherwise(name).alias(name)
            for name, value in said.items()
        )  # fmt: skip
        told = write_summary(NICHE, replace(made, tables={"creators": table}), KNOWN)[0]
        return [key for said in told.sentences for key in keys(said)]

    assert "summary_apart" in keys_of(rank_low=4)
    assert "summary_apart" not in keys_of(rank_low=5)
    tied = keys_of(rank=1)
    assert "summary_tied" in tied
    assert "summary_apart" not in tied


def test_certainty_is_no_distinction_where_all_are_among_the_first(made) -> None:
    few = replace(KNOWN, ranked={"creators": 12, "communities": 3})
    told = write_summary(NICHE, replace(made, notes=(STABLE,)), few)[0]
    said = [key for sentence in told.sentences for key in keys(sentence)]
    assert "summary_certain" not in said
    assert "summary_kept" not in said
    assert "summary_certain" in [
        key for it in write_summary(NICHE, made, KNOWN)[0].sentences for key in keys(it)
    ]


def test_many_lists_are_told_in_a_sentence_each(made) -> None:
    table = made.tables["creators"]
    tables = {f"{it} creators": table for it in ("VK", "Telegram", "YouTube")}
    told = say(replace(made, tables=tables))["summary_who"]
    assert [it.partition(":")[0] for it in told] == [
        "VK, Creators", "Telegram, Creators", "YouTube, Creators",
    ]  # fmt: skip
    only = {"role unknown": table.head(1)}
    assert say(replace(made, tables=only))["summary_who"][0].startswith("Role unknown: Анна 1 ")
    assert "summary_who" not in say(replace(made, tables={"creators": table.clear()}))


@pytest.mark.parametrize("name", LISTS)
def test_lists_have_names(name) -> None:
    for language in LANGUAGES:
        assert Words(language).say(say_list(name))
        assert Words(language).say(say_list(f"VK {name}")).startswith("VK, ")


def test_changes_are_counted_and_the_first_are_named(made) -> None:
    frame = pl.DataFrame(
        {
            "account_id": [f"vk:{n}" for n in range(8)],
            "name": [f"N{n}" for n in range(7)] + [None],
            "list": ["creators"] * 8,
            "kind": ["entered"] * 4 + ["left", "moved", "moved", "moved"],
            "rank_before": [None, None, None, None, 3, 9, 2, 12],
            "rank_after": [1, 2, 3, 4, None, 5, 8, 6],
            "cause": ["network"] + ["collection"] * 4 + ["network", "network", "settings"],
        }
    )
    changes = replace(
        made.beside.changes, rows=frame, within_noise=31, since=datetime(2026, 2, 1, tzinfo=UTC)
    )
    told = say(replace(made, beside=replace(made.beside, changes=changes)))["summary_changed"]
    assert told == [
        "Since 2026-02-01, beyond noise: entered 4, left 1, moved 3; because the niche itself "
        "changed: 3. Within noise: 31.",
        "New on the lists (4): N0, N1, N2, ….",
        "No longer on the lists (1): N4.",
        "Risen because they got more attention (1): N5 (9 → 5).",
    ]
    calm = replace(changes, rows=frame.clear())
    told = say(replace(made, beside=replace(made.beside, changes=calm)))["summary_changed"]
    assert told == ["Nothing changed beyond noise since 2026-02-01. Within noise: 31."]


def test_a_first_ranking_says_so_and_one_that_cannot_be_compared_says_nothing(made) -> None:
    alone = replace(made, beside=replace(made.beside, changes=None))
    [told] = say(alone, replace(KNOWN, is_first=True))["summary_changed"]
    assert told.startswith("This is the first ranking, as of ")
    assert told.endswith(f"Listed accounts: {made.rows}.")
    assert "summary_changed" not in say(alone)


def test_a_plan_is_told_in_one_sentence_with_its_share_rounded_down(made) -> None:
    def with_plan(**said: object) -> list[str]:
        plan = replace(made.beside.plan, **said)
        return say(replace(made, beside=replace(made.beside, plan=plan)))["summary_buy"]

    told, picks = with_plan(certificate=0.99999)
    assert told == (
        "Placements: 6, for 960.00 of 1,000.00 EUR. Expected to reach 2,346 of 12,345 people, at "
        "least 99.9\u00a0% of what the best possible plan does."
    )
    assert picks.startswith("First to buy, of 6: Анна 1 | knitting, ")
    assert "at least 99.8\u00a0% of" in with_plan(certificate=0.998)[0]
    assert "is not known" in with_plan(reach=None)[0]
    assert "is not known" in with_plan(certificate=None)[0]
    [nothing] = with_plan(picks=made.beside.plan.picks.clear())
    assert nothing.startswith("For 1,000.00 EUR nothing can be bought")
    [one, _] = with_plan(budget=None, spent=None, currency=None)
    assert one.startswith("Placements: 6. Expected to reach 2,346 of 12,345 people")


def test_without_a_plan_it_is_told_how_to_get_one_but_not_to_a_client(made) -> None:
    ours = replace(made, beside=replace(made.beside, plan=None))
    begin, missing = say(ours)["summary_buy"]
    assert begin == "To begin with: Анна 1 | knitting, first of 12 on the list Creators."
    assert missing == (
        f"Prices are known for 0 of {made.rows} listed accounts. A price list to fill in is "
        "written by: leaders prices knitting --template"
    )
    _, budget = say(ours, replace(KNOWN, priced=5))["summary_buy"]
    assert "[budget]" in budget
    rich = NICHE.model_copy(update={"budget": {"amount": 1.0, "currency": "EUR"}})
    assert len(say(ours, replace(KNOWN, priced=5), rich)["summary_buy"]) == 1
    client = replace(ours.beside, edition=replace(ours.beside.edition, is_for_client=True))
    assert say(replace(ours, beside=client))["summary_buy"] == [begin]


def test_what_was_not_seen_is_counted_by_platform_and_of_many_the_worst(made) -> None:
    read, audiences, left_out = say(made)["summary_unseen"]
    assert read == (
        "VK: lists of followers, posts and reactions asked for: 96. Read in part 6, hidden 0, gone "
        "0, failed 0."
    )
    shares = pl.concat([table["coverage"] for table in made.tables.values()])
    assert audiences == (
        f"Of {made.rows} listed accounts the audience was seen in part for {(shares < 1).sum()}; "
        f"how much of it was seen is not known for {shares.null_count()}."
    )
    assert left_out.startswith("Left off the lists for want of data: 7. ")
    rows = [
        ("vk", "followers", "cut", 1), ("files", "file", "complete", 2),
        ("telegram", "posts", "hidden", 5), ("telegram", "profile", "failed", 50),
    ]  # fmt: skip
    schema = ["platform", "listing", "ended", "listings_count"]
    coverage = pl.DataFrame(rows, schema=schema, orient="row")
    told = say(replace(made, beside=replace(made.beside, coverage=coverage)))["summary_unseen"]
    assert [it.partition(" Read")[0] for it in told[:2]] == [
        "Telegram: lists of followers, posts and reactions asked for: 5.",
        "Other platforms: lists of followers, posts and reactions asked for: 3.",
    ]
    assert "hidden 5, gone 0, failed 0" in told[0]
    two = replace(made.beside, coverage=coverage.filter(pl.col("platform") != "vk"))
    told = say(replace(made, beside=two))["summary_unseen"]
    assert told[1].startswith("Imported files: ")
    gems = NICHE.model_copy(update={"score": NICHE.score.model_copy(
        update={"preset": "hidden_gems"}
    )})  # fmt: skip
    assert "too large" in say(made, niche=gems)["summary_unseen"][-1]


def test_names_are_one_short_line_that_turns_nothing() -> None:
    assert tidy("a\x1b[31m\u202eb\n c\u2028d") == "a [31mb c d"
    assert len(tidy("x" * 10_000)) <= LONGEST
    assert tidy("\u200b\u200f \n") == ""
    assert tidy("🧶") == "🧶"
    assert tidy("עברית") == "\u2068עברית\u2069"
    assert call({"name": "\u200e", "handle": None, "account_id": "vk:1"}) == "vk:1"
    assert call({"name": None, "handle": "anna", "account_id": "vk:1"}) == "anna"
    assert list_names(["a", "b", "c"]) == "a, b, c"
    assert list_names("abcd") == "a, b, c, …"


def test_hostile_names_are_in_a_sentence_as_text() -> None:
    hostile = build_briefed(12, hostile=True)
    for language in LANGUAGES:
        for sentences in say(hostile, language=language).values():
            for it in sentences:
                assert it.isprintable() or set(it) & {"\u2068", "\u00a0"}
                assert len(it) < 1000
