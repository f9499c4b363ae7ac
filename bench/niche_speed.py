"""What ranking a large niche with confidence costs: 5,000 candidates, 2 M edges, 250,000 texts.

    python -m bench niche-speed [--quick]

A made-up niche is written into a real store, half follows and half interactions with posts, by
300,000 actors; a fresh process ranks it and finds the facts on all ranked accounts, as the command
does. The texts are phrases of the simulation and ten words
more, out of 20,000 a language: nine of ten from its dictionary, the others made up, which are the
slowest to look up.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bench.processes import MAXRSS_BYTES, describe_machine
from bench.tables import publish, table

CANDIDATES, ACTORS, EDGES, POSTS = 5_000, 300_000, 2_000_000, 50
QUICK_SCALE = 0.04
WORDS, WORDS_A_TEXT = 20_000, 10
MADE_UP = 2_000
SECONDS, GB = 20.0, 2.0
AS_OF = datetime(2026, 3, 1, tzinfo=UTC)
NAME = "bench"
NICHE = """title = "Bench"
platforms = ["files"]
[words]
en = ["knitting", "yarn"]
nl = ["breien", "wol"]
ru = ["вязание", "пряжа"]
[brand_safety]
en = ["casino", "online betting"]
ru = ["казино"]
"""
ALPHABETS = {"en": "aeioubcdfghklmnprstvw", "ru": "аеиоубвгдзклмнпрстчш", "nl": "aeiouyghjklmnvwz"}
STAGES = {
    "leaders.rank": ("load_network", "load_evidence", "load_attention", "redraw_components",
                     "stress_values", "score_values", "judge_confidence", "write_list"),
    "leaders.facts": ("keep_facts", "find_facts", "measure_advertising", "count_languages",
                      "find_hits"),
    "leaders.rank.evidence": ("_score_words", "score_texts", "assign_roles"),
}  # fmt: skip
"""Functions that are timed; those of evidence are parts of load_evidence, and the last four of
facts are parts of keep_facts.
"""


def run(*, is_quick: bool = False) -> None:
    """Fill a store, rank it in a fresh process, and tell the cost."""
    parts = [describe_machine(), *measure(QUICK_SCALE if is_quick else 1.0)]
    title = "# What ranking a large niche costs"
    if is_quick:
        print("\n\n".join([title, *parts]), flush=True)
    else:
        publish("niche-speed", title, *parts)


def measure(scale: float) -> list[str]:
    """The tables, in Markdown."""
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        about = _run_child("fill", folder, str(scale))
        start = time.perf_counter()
        found = _run_child("rank", folder)
        wall = time.perf_counter() - start
    verdict = "met" if wall <= SECONDS and found["gb"] <= GB else "MISSED"
    cost = table(
        ["candidates", "accounts", "edges", "texts", "ranked", "wall s", "CPU s", "peak GB",
         f"≤ {SECONDS:g} s, ≤ {GB:g} GB"],
        [[*(f"{about[name]:,}" for name in ("candidates", "accounts", "edges", "texts")),
          f"{found['ranked']:,}", f"{wall:.1f}", f"{found['cpu']:.1f}", f"{found['gb']:.2f}",
          verdict]],
    )  # fmt: skip
    rows = [
        [name, str(calls), f"{seconds:.2f}", f"{cpu:.2f}"]
        for name, calls, seconds, cpu in found["stages"]
    ]
    [facts] = [cpu for name, _, _, cpu in found["stages"] if name == "find_facts"]
    return [
        cost,
        table(["stage", "calls", "wall s", "CPU s"], rows),
        f"Facts: {1000 * facts / found['ranked']:.2f} ms of CPU an account, of {POSTS} posts each.",
    ]


def fill(folder: Path, scale: float) -> dict[str, int]:
    """Write the niche file and the store; says what is in it."""
    from leaders.settings import Workspace
    from leaders.store import Store

    rng = np.random.default_rng(5)
    candidates, actors, count = (round(n * scale) for n in (CANDIDATES, ACTORS, EDGES))
    workspace = Workspace(folder)
    workspace.niches.mkdir(parents=True)
    (workspace.niches / f"{NAME}.toml").write_text(NICHE, encoding="utf-8")
    with Store(workspace) as store:
        texts = make_texts(rng, candidates * POSTS)
        _fill_accounts(store, rng, candidates, actors, texts)
        edges = make_edges(rng, candidates, actors, count)
        store.append("edge", edges)
        store._connection.execute("create temp table current_edge as select * from edge")
        for step in ("clear", "clear_order", "order_nodes", "rebuild", "forget_current"):
            store.execute(f"edge/{step}")
    return {
        "candidates": candidates, "accounts": actors, "edges": len(edges), "texts": len(texts)
    }  # fmt: skip


def _fill_accounts(
    store: Any, rng: np.random.Generator, candidates: int, actors: int, texts: list[str]
) -> None:
    """The first accounts are the candidates, 20 of them seeds; each is read whole."""
    numbers = pl.int_range(actors, dtype=pl.Int32, eager=True).alias("account_no").to_frame()
    store.append("account", numbers.with_columns(
        account_id=pl.format("files:bench/{}", "account_no"), kind=pl.lit("person"),
        account_key=rng.integers(0, 2**63, actors).astype(np.uint64),
    ))  # fmt: skip
    first = numbers.head(candidates).with_columns(visit_no=pl.lit(1, pl.Int32))
    store.append("visit", pl.DataFrame({
        "visit_no": [1], "platform": "files", "listing": "edges", "fetched_count": 0,
        "started_at": [AS_OF], "ended_at": [AS_OF], "ended": "cut",
    }))  # fmt: skip
    store.append("profile", first.with_columns(
        handle=pl.format("maker{}", "account_no"), name=pl.format("Maker {}", "account_no"),
        bio=pl.Series(texts[:candidates]),
    ))  # fmt: skip
    store.append("account_count", first.with_columns(
        followers_count=rng.integers(100, 100_000, candidates)
    ))  # fmt: skip
    store.append("niche_account", pl.DataFrame({
        "niche": NAME, "account_no": first["account_no"], "since_visit": 1,
        "why": ["seed"] * 20 + ["found"] * (candidates - 20),
        "depth": [0] * 20 + [1] * (candidates - 20),
    }))  # fmt: skip
    posts = pl.int_range(len(texts), dtype=pl.Int32, eager=True).alias("post_no").to_frame()
    ages = rng.integers(1, 180 * 24, len(texts))
    store.append("post", posts.with_columns(
        post_id=pl.format("files:bench/post/{}", "post_no"),
        author_no=(pl.col("post_no") // POSTS).cast(pl.Int32),
        posted_at=pl.lit(AS_OF) - pl.duration(hours=pl.lit(pl.Series(ages))),
    ))  # fmt: skip
    store.append("post_count", posts.with_columns(
        visit_no=pl.lit(1, pl.Int32), likes_count=rng.integers(0, 500, len(texts)),
        text=pl.Series(texts),
    ))  # fmt: skip


def make_edges(rng: np.random.Generator, candidates: int, actors: int, count: int) -> pl.DataFrame:
    """Follows and likes of posts in equal parts, from anybody to candidates, who are unequal."""
    pull = 1 / np.arange(1, candidates + 1) ** 0.7
    target = rng.choice(candidates, count, p=pull / pull.sum())
    source = np.where(
        rng.random(count) < 0.1, rng.integers(0, candidates, count), rng.integers(0, actors, count)
    )
    is_like = np.arange(count) % 2 == 1
    post = target * POSTS + rng.integers(0, POSTS, count)
    hours = rng.integers(1, 180 * 24, count)
    edges = pl.DataFrame({
        "source_no": source.astype(np.int32), "target_no": target.astype(np.int32),
        "kind": np.where(is_like, "like", "follow"), "post_no": post.astype(np.int32),
        "hours": hours,
    }).with_columns(
        post_no=pl.when(pl.col("kind") == "like").then("post_no"),
        happened_at=pl.when(pl.col("kind") == "like").then(
            pl.lit(AS_OF) - pl.duration(hours="hours")
        ),
    )  # fmt: skip
    edges = edges.filter(pl.col("source_no") != pl.col("target_no")).drop("hours")
    return edges.unique(["source_no", "target_no", "kind", "post_no"], maintain_order=True)


def make_texts(rng: np.random.Generator, count: int) -> list[str]:
    """Posts of three languages in turn by author, a phrase and made-up words, as of Zipf's law."""
    from leaders.platforms.simulated import simulate

    network = simulate(1, 1_000)
    phrases = [network.words.post(row) for row in range(len(network.posts.author))]
    rarity = 1 / np.arange(1, WORDS + 1)
    vocabularies = [_choose_words(rng, language) for language in ALPHABETS]
    chosen = rng.choice(WORDS, (count, WORDS_A_TEXT), p=rarity / rarity.sum())
    texts = []
    for row in range(count):
        words = vocabularies[row // POSTS % len(ALPHABETS)]
        said = " ".join([words[place] for place in chosen[row]])
        texts.append(f"{phrases[row % len(phrases)]} {said}")
    return texts


def _choose_words(rng: np.random.Generator, language: str) -> list[str]:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    told = DefaultDictionaryFactory().get_dictionary(language)
    known = sorted(word.decode() if isinstance(word, bytes) else word for word in told)
    words = [known[place] for place in rng.integers(0, len(known), WORDS - MADE_UP)]
    letters = ALPHABETS[language]
    lengths = rng.integers(3, 10, MADE_UP)
    words += ["".join(letters[k] for k in rng.integers(0, len(letters), n)) for n in lengths]
    return [words[place] for place in rng.permutation(WORDS)]


def rank(folder: Path) -> dict[str, Any]:
    """Rank the niche; how many are ranked, CPU seconds, memory, and what the stages took."""
    from leaders import facts
    from leaders.niche import load_niche
    from leaders.rank import rank_niche
    from leaders.settings import Workspace
    from leaders.store import Store

    spent: dict[str, list[tuple[float, float]]] = {}
    for module, names in STAGES.items():
        for name in names:
            owner = sys.modules[module]
            setattr(owner, name, _timed(name, getattr(owner, name), spent))
    workspace = Workspace(folder)
    with Store(workspace) as store:
        niche, as_of = load_niche(workspace, NAME), AS_OF + timedelta(seconds=1)
        keep = partial(facts.keep_facts, store, niche, as_of=as_of)
        report = rank_niche(store, niche, as_of, beside=keep)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "ranked": report.account_count,
        "cpu": usage.ru_utime + usage.ru_stime,
        "gb": usage.ru_maxrss * MAXRSS_BYTES / 1e9,
        "stages": [
            [name, len(times), *map(sum, zip(*times, strict=True))] for name, times in spent.items()
        ],
    }


def _timed(
    name: str, function: Callable[..., Any], spent: dict[str, list[tuple[float, float]]]
) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        start, start_cpu = time.perf_counter(), time.process_time()
        answer = function(*arguments, **named)
        if name == "stress_values":  # it does its work when it is asked for the next case
            answer = list(answer)
        cost = time.perf_counter() - start, time.process_time() - start_cpu
        spent.setdefault(name, []).append(cost)
        return answer

    return call


def _run_child(*arguments: str) -> dict[str, Any]:
    """A process of its own: what fills the store must not count towards the memory of ranking."""
    command = [sys.executable, "-m", "bench.niche_speed", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


if __name__ == "__main__":
    job, folder, *rest = sys.argv[1:]
    print(json.dumps(rank(Path(folder)) if job == "rank" else fill(Path(folder), float(rest[0]))))
