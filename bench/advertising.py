"""How well advertising is found on the simulated network, which plants it and what looks like it.

Three networks; of the posts of creators, communities and media 15 % advertise a brand and 15 %
speak of advertising or of a brand and are none. The texts are judged as the product judges them,
those of the platform's mark with it. Phrases and patterns lie apart, but one hand wrote both, in
one week: the figures say what kinds of sentences are found, and nothing of how often they occur out
there.
``FIRST`` is what the patterns found before anybody had looked at a single miss; since then the
patterns were mended, so that the tables above it flatter them. The last table is of sentences that
were written after that, and for which nothing was mended.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl

from bench.advertising_fresh import ADS, NOT_ADS
from bench.tables import table
from leaders.audience.advertising import (
    Brand,
    Evidence,
    find_carriers,
    find_evidence,
    judge,
    judge_posts,
)
from leaders.platforms.simulated import Advertising, Network, simulate
from leaders.platforms.simulated.advertising_phrases import BRANDS, DECOYS, FORMS

SEEDS = (1, 2, 3)
ACCOUNTS = 3_000
PLANTED = Advertising(share=0.15, decoys=0.15)
LANGUAGES = ("ru", "nl", "en")
BY_LAW = ("law", "platform", "hashtag")
SILENT = "silent"
NOTHING = "not planted"
FIRST = {
    "marked: precision": "89.4% of 1,210",
    "marked: recall of those marked": "81.9% of 1,321",
    "marked or likely: precision": "89.5% of 1,774",
    "recall of all advertising": "55.1% of 2,878",
    "recall but for silent praise": "63.9% of 2,482",
    "who carried whom: precision": "100.0% of 1,789",
    "who carried whom: recall": "62.2% of 2,878",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One post: what was planted, in which language, and what was made of it.

    carried: the brand planted in it; found: the brands that were found to be carried.
    """

    form: str
    language: str
    verdict: str
    kinds: frozenset[str]
    carried: str = ""
    found: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_ad(self) -> bool:
        """Whether it was planted as advertising."""
        return self.form in FORMS


def measure_advertising() -> str:
    """The tables, in Markdown."""
    return tell(measure_posts(SEEDS, ACCOUNTS))


def measure_posts(seeds: Iterable[int], accounts: int) -> list[Judged]:
    """All posts of some networks, judged."""
    networks = (simulate(seed, accounts, advertising=PLANTED) for seed in seeds)
    return [post for network in networks for post in _judge(network)]


def tell(posts: list[Judged]) -> str:
    """The tables, in Markdown."""
    parts = [
        f"{len(posts):,} posts, {sum(it.is_ad for it in posts):,} of them advertising.",
        _verdict_table(posts), _form_table(posts), _kind_table(posts), _carrier_table(posts),
        _first_table(), _fresh_table(),
    ]  # fmt: skip
    return "\n\n".join(filter(None, parts))


def _judge(network: Network) -> Iterator[Judged]:
    planted = network.placements
    assert planted is not None
    rows = range(len(planted.form))
    texts = pl.Series([network.post_text(row) for row in rows])
    marks = pl.Series([planted.is_marked(row) for row in rows])
    carried = find_carriers(texts, marks, _brands())
    for row, verdict in zip(rows, judge_posts(texts, marks), strict=True):
        form = str(planted.form[row])
        brand = BRANDS[int(planted.topic[row])][int(planted.brand[row])]
        yield Judged(
            form=form or NOTHING,
            language=LANGUAGES[int(planted.language[row])],
            verdict=verdict,
            kinds=frozenset(it.kind for it in find_evidence(texts[row], marks[row])),
            carried=brand.name if form else "",
            found=_carried(carried.get(row, [])),
        )


def _brands() -> list[Brand]:
    """As a niche file names competitors: a word in each writing, and a domain."""
    return [
        Brand(it.name, domains=(it.domain,), words=tuple(dict.fromkeys((it.name, it.cases[0]))))
        for brands in BRANDS
        for it in brands
    ]


def _carried(evidence: list[Evidence]) -> frozenset[str]:
    named = {it.brand for it in evidence if it.brand}
    return frozenset(named) if judge(evidence) != "none" else frozenset()


def _verdict_table(posts: list[Judged]) -> str:
    """Precision and recall of the two verdicts, in all and a language."""
    rows = []
    for language in ("all", *LANGUAGES):
        some = [it for it in posts if language in ("all", it.language)]
        by_law = [it for it in some if it.verdict == "marked"]
        any_sign = [it for it in some if it.verdict != "none"]
        lawful = [it for it in some if it.form in BY_LAW]
        ads = [it for it in some if it.is_ad]
        loud = [it for it in ads if it.form != SILENT]
        rows.append(
            [
                language,
                _share(sum(it.is_ad for it in by_law), len(by_law)),
                _share(sum(it.verdict == "marked" for it in lawful), len(lawful)),
                _share(sum(it.is_ad for it in any_sign), len(any_sign)),
                _share(sum(it.verdict != "none" for it in ads), len(ads)),
                _share(sum(it.verdict != "none" for it in loud), len(loud)),
            ]
        )
    header = [
        "language", "marked: precision", "marked: recall of those marked",
        "marked or likely: precision", "recall of all advertising", "recall but for silent praise",
    ]  # fmt: skip
    return table(header, rows)


def _form_table(posts: list[Judged]) -> str:
    """What became of each planted form: the share judged marked, and marked or likely."""
    counts = Counter((it.form, it.language, it.verdict) for it in posts)
    rows = []
    for form in (*FORMS, *DECOYS, NOTHING):
        cells = []
        for language in LANGUAGES:
            total = sum(counts[form, language, verdict] for verdict in ("marked", "likely", "none"))
            found = total - counts[form, language, "none"]
            cells.append(_share(found, total))
        rows.append(["advertising" if form in FORMS else "none", form, *cells])
    return table(["truth", "planted as", *(f"{it}: marked or likely" for it in LANGUAGES)], rows)


def _kind_table(posts: list[Judged]) -> str:
    """Of the posts with a kind of evidence, how many advertise; and of all advertising, how many
    have it.
    """
    ads = sum(it.is_ad for it in posts)
    seen = Counter(kind for it in posts for kind in it.kinds)
    right = Counter(kind for it in posts if it.is_ad for kind in it.kinds)
    rows = [[kind, _share(right[kind], seen[kind]), _share(right[kind], ads)]
            for kind, _ in sorted(seen.items(), key=lambda it: (-right[it[0]], it[0]))]  # fmt: skip
    return table(
        ["kind of evidence", "of posts with it, advertising", "of advertising, has it"], rows
    )


def _carrier_table(posts: list[Judged]) -> str:
    """Who carried whom, with all planted brands named as competitors."""
    rows = []
    for language in ("all", *LANGUAGES):
        some = [it for it in posts if language in ("all", it.language)]
        found = [(it, brand) for it in some for brand in it.found]
        right = [(it, brand) for it, brand in found if it.is_ad and it.carried == brand]
        ads = [it for it in some if it.is_ad]
        rows.append([language, _share(len(right), len(found)), _share(len(right), len(ads))])
    return table(["who carried whom", "precision", "recall"], rows)


def _first_table() -> str:
    return table(["before any miss was looked at", "share"], [list(it) for it in FIRST.items()])


def _fresh_table() -> str:
    rows = []
    for language in LANGUAGES:
        found, wrong = (
            judge_posts(pl.Series(texts[language])).ne("none").arg_true().len()
            for texts in (ADS, NOT_ADS)
        )
        counts = (_share(found, len(ADS[language])), _share(wrong, len(NOT_ADS[language])))
        rows.append([language, *counts])
    return table(["fresh sentences", "advertising found", "taken for it and none"], rows)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} of {whole:,}" if whole else "-"
