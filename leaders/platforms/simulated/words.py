"""Who says what: bios and posts by role and niche, true to them for most accounts and not for all.

Everything is drawn as numbers from a stream of its own and written only when it is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from leaders.platforms.simulated.draws import Draws, Floats, Integers
from leaders.platforms.simulated.names import PLACES
from leaders.platforms.simulated.phrases import BIOS, FIGURES, POSTS, TOPICS, Sentences, Slots

WITHOUT_BIO = {"audience": 0.45, "bot": 0.5}
WITHOUT_BIO_ELSE = 0.12

VOICES: Mapping[str, tuple[tuple[str, float], ...]] = {
    "creator": (
        ("creator", 0.7), ("page", 0.05), ("seller", 0.03), ("brief", 0.12), ("stray", 0.1),
    ),
    "brand": (("brand", 0.87), ("maker", 0.05), ("brief", 0.08)),
    "media": (("media", 0.92), ("brief", 0.08)),
    "community": (("community", 0.92), ("brief", 0.08)),
    "celebrity": (("celebrity", 1.0),),
    "audience": (("audience", 0.8), ("brief", 0.2)),
    "bot": (("bot", 1.0),),
}  # fmt: skip
"""How accounts of a role write, and which share of them: some creators say little or write of
something else (stray), keep their blog as a page or sell something; some brands look like the
person who makes the goods (maker)."""

WRITES_AS = {"maker": "creator", "stray": "creator"}
POSTS_AS = {
    "brand": {"brief": "brand", "maker": "brand"},
    "media": {"brief": "media"},
    "community": {"brief": "community"},
}
"""Whose sentences are used where a role does not post as a creator does."""

ON_TOPIC = {"brand": 0.95, "media": 0.9, "community": 0.9, "brief": 0.5, "maker": 0.6}
ON_TOPIC_ELSE = 0.75
OTHER_TOPIC = 0.04  # of posts, in whose words another topic turns up
IN_ENGLISH = 0.06  # of posts, whatever their author's language
ENGLISH = 2
LIFE = -1  # the topic of posts without any
MANY = 2**50
NO_MORE: Slots = {}


@dataclass(frozen=True, eq=False)
class Words:
    """What each account and each post says.

    ``voices``, ``topics``, ``languages`` and ``bios`` have one entry an account, ``post_*`` one a
    post; ``bios`` and ``post_picks`` are numbers that choose among phrases, below zero for a bio
    that is empty.
    """

    roles: list[str]
    voices: list[str]
    topics: Integers
    languages: list[int]
    bios: Integers
    author: Integers
    post_topics: Integers
    post_languages: Integers
    post_picks: Integers

    def bio(self, account: int) -> str:
        """What an account says of itself; empty where that is nothing."""
        pick = int(self.bios[account])
        if pick < 0:
            return ""
        voice = self.voices[account]
        sentences = BIOS[WRITES_AS.get(voice, voice)]
        return fill(sentences, int(self.topics[account]), self.languages[account], pick)

    def post(self, row: int) -> str:
        """What a post says."""
        author, topic = int(self.author[row]), int(self.post_topics[row])
        role, voice = self.roles[author], self.voices[author]
        told_as = POSTS_AS.get(role, {}).get(voice, voice if voice in POSTS else "creator")
        sentences = POSTS["life" if topic == LIFE else told_as]
        return fill(sentences, topic, int(self.post_languages[row]), int(self.post_picks[row]))


def draw_words(
    draws: Draws, roles: list[str], groups: list[int], languages: list[int], author: Integers
) -> Words:
    """Bios of all accounts and texts of all posts; ``groups`` are rows of ``TOPICS``."""
    size, post_count = len(roles), len(author)
    voices = [
        _choose(VOICES[it], n) for it, n in zip(roles, draws.unit(size).tolist(), strict=True)
    ]
    without = np.array([WITHOUT_BIO.get(role, WITHOUT_BIO_ELSE) for role in roles])
    has_bio = draws.unit(size) >= without
    away = np.where(np.array(voices) == "stray", 1 + draws.below(len(TOPICS) - 1, size), 0)
    topics = (np.array(groups) + away) % len(TOPICS)
    bios = np.where(has_bio, draws.below(MANY, size), -1)
    shares: Floats = np.array([ON_TOPIC.get(voice, ON_TOPIC_ELSE) for voice in voices])
    is_on_topic = draws.unit(post_count) < shares[author]
    is_other = draws.unit(post_count) < OTHER_TOPIC
    shift = np.where(is_other, 1 + draws.below(len(TOPICS) - 1, post_count), 0)
    is_english = draws.unit(post_count) < IN_ENGLISH
    return Words(
        roles=roles,
        voices=voices,
        topics=topics,
        languages=languages,
        bios=bios,
        author=author,
        post_topics=np.where(is_on_topic, (topics[author] + shift) % len(TOPICS), LIFE),
        post_languages=np.where(is_english, ENGLISH, np.array(languages)[author]),
        post_picks=draws.below(MANY, post_count),
    )


def _choose(shares: tuple[tuple[str, float], ...], number: float) -> str:
    """What a number in [0, 1) falls on."""
    for name, share in shares:
        number -= share
        if number < 0:
            return name
    return shares[0][0]


def fill(sentences: Sentences, topic: int, language: int, pick: int, more: Slots = NO_MORE) -> str:
    """A sentence with its places filled in, ``more`` of them too; ``pick`` is used up choice by
    choice.
    """
    choices = {**TOPICS[topic][language], **FIGURES, "place": PLACES[language], **more}
    pick, number = divmod(pick, len(sentences[language]))
    text = sentences[language][number]
    while "{" in text:
        name = text[text.index("{") + 1 : text.index("}")]
        pick, number = divmod(pick, len(choices[name]))
        text = text.replace(f"{{{name}}}", choices[name][number], 1)
    return text[:1].upper() + text[1:]
