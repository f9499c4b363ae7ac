"""How well guesses tell who is one person, in a made-up society whose truth is known.

People have accounts on one to three of three platforms. Each writes the name in Cyrillic or Latin,
whole or in part or with the topic, picks a handle made of it or of two words, and sometimes says
the same of itself or gives a link; strangers share given and family names as often as in a country
(Zipf). The pairs that are proved by mutual links are the labels that a real niche would have; here
all are known. Probabilities are judged as they are shown: precision and recall by threshold, and
how often pairs of a band are one person.
"""

import numpy as np

from bench.tables import table
from leaders.identity.guesses import Guess, Guesser
from leaders.identity.profiles import Directory, Profile

PEOPLE, SEEDS = 500, (1, 2, 3)
PLATFORMS = ("telegram", "vk", "youtube")
THRESHOLDS = (0.2, 0.35, 0.5, 0.7, 0.9)
BANDS = ((0.2, 0.35), (0.35, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01))
CYRILLIC = dict(zip("abvgdeziklmnoprstufh", "абвгдезиклмнопрстуфх", strict=True))
SYLLABLES = (
    "ka",
    "ro",
    "mi",
    "la",
    "ten",
    "vo",
    "sha",
    "bri",
    "du",
    "nel",
    "gu",
    "pa",
    "zi",
    "ste",
)
TOPIC = ("knits", "wool", "yarn", "craft", "knitting", "hobby")


def measure_identity() -> list[str]:
    """The tables of precision, recall and calibration over the seeds."""
    judged: list[tuple[float, bool]] = []
    total = 0
    for seed in SEEDS:
        profiles, person = make_society(np.random.default_rng(seed))
        guesses = Guesser(Directory(profiles)).guess()
        judged += [(it.probability, _is_right(it, person)) for it in guesses]
        total += _count_pairs(profiles, person)
    shown = np.array([it[0] for it in judged])
    right = np.array([it[1] for it in judged])
    by_threshold = [
        (f"{t:.2f}", f"{(shown >= t).sum():,}", f"{right[shown >= t].mean():.3f}",
         f"{right[shown >= t].sum() / total:.3f}")
        for t in THRESHOLDS
    ]  # fmt: skip
    bands = [
        (f"{low:.2f} to {min(high, 1):.2f}", f"{is_in.sum():,}", f"{shown[is_in].mean():.3f}",
         f"{right[is_in].mean():.3f}")
        for low, high in BANDS
        if (is_in := (shown >= low) & (shown < high)).any()
    ]  # fmt: skip
    return [
        f"{len(SEEDS)} societies of {PEOPLE} people, {total:,} true pairs; {len(shown):,} shown.",
        table(("from", "pairs", "precision", "recall"), by_threshold),
        table(("probability", "pairs", "told", "true"), bands),
    ]


def _is_right(guess: Guess, person: list[int]) -> bool:
    return person[guess.one] == person[guess.other]


def _count_pairs(profiles: list[Profile], person: list[int]) -> int:
    accounts = np.bincount(person)
    return int((accounts * (accounts - 1) // 2).sum())


def make_society(
    random: np.random.Generator, people: int = PEOPLE
) -> tuple[list[Profile], list[int]]:
    """(profiles by permanent id, the person behind each)."""
    given, family = _make_words(random, 60), _make_words(random, 400)
    places, own = _make_words(random, 40), _make_words(random, max(1000, 3 * people))
    rows = []
    for number in range(people):
        first, last = given[_zipf(random, 60)], family[_zipf(random, 400)]
        alias = own[number] + str(random.choice(TOPIC)) if random.random() < 0.4 else None
        brand = alias or f"{first}_{last}"
        about = [str(it) for it in random.choice(own, 3)]
        count = random.choice(3, p=(0.6, 0.28, 0.12)) + 1
        homes = sorted(random.choice(len(PLATFORMS), count, replace=False).tolist())
        for home in homes:
            rows.append(
                (number, _make_profile(random, number, PLATFORMS[home], first, last, brand, about,
                                       str(places[_zipf(random, 40)])))
            )  # fmt: skip
    rows.sort(key=lambda it: it[1]["account_id"])
    links = _link(random, rows)
    return [
        Profile(account_no=no, links=links.get(no, ()), **told) for no, (_, told) in enumerate(rows)
    ], [number for number, _ in rows]


def _make_profile(
    random: np.random.Generator, number: int, platform: str, first: str, last: str, brand: str,
    about: list[str], place: str,
) -> dict[str, object]:  # fmt: skip
    style = random.choice(5, p=(0.45, 0.15, 0.2, 0.1, 0.1))
    topic = str(random.choice(TOPIC))
    name = (
        f"{first} {last}", first, f"{first} {last} | {topic}", f"{first} {topic}",
        brand.replace("_", " "),
    )[style]  # fmt: skip
    if platform != "youtube" and random.random() < 0.5:
        name = "".join(CYRILLIC.get(it, it) for it in name)
    tail = ("", "", "", "_official", str(random.integers(10, 99)))[random.choice(5)]
    handle = brand + tail if random.random() < 0.7 else f"{first}_{place}{random.integers(99)}"
    said = about if random.random() < 0.5 else []
    return {
        "account_id": f"{platform}:{number}", "platform": platform, "kind": "person",
        "handle": handle, "name": name.title(), "url": f"https://{platform}.example/{number}",
        "bio": f"{topic} {place} {' '.join(said)}", "verified_links": (), "contacts": (),
        "followers_count": None, "neighbour_count": None,
    }  # fmt: skip


def _link(
    random: np.random.Generator, rows: list[tuple[int, dict[str, object]]]
) -> dict[int, tuple[str, ...]]:
    """One in five names another account of its own, one in fifty somebody else's."""
    links = {}
    for no, (number, _) in enumerate(rows):
        own = [it[1]["url"] for k, it in enumerate(rows) if it[0] == number and k != no]
        if own and random.random() < 0.2:
            links[no] = (str(random.choice(own)),)
        elif random.random() < 0.02:
            links[no] = (str(rows[random.integers(len(rows))][1]["url"]),)
    return links


def _make_words(random: np.random.Generator, count: int) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(random.choice(SYLLABLES, random.integers(2, 4)))] = None
    return list(words)


def _zipf(random: np.random.Generator, count: int) -> int:
    weight = 1 / np.arange(1, count + 1)
    return int(random.choice(count, p=weight / weight.sum()))
