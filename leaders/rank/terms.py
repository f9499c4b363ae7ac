"""Words out of what accounts write, so that every form of a word is one term.

Texts are hostile and short: a word's script decides its language, not the text around it.
Cyrillic is read as Russian, Latin as Dutch, English or both, anything else as it stands.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from simplemma import Lemmatizer
from simplemma.strategies import DictionaryLookupStrategy
from Stemmer import Stemmer

LONGEST_TEXT = 10_000
"""Characters of one text that are read; no platform's bio is longer, and few posts."""
LONGEST_WORD = 64
LONGEST_FORM = 40

Lemma = tuple[str, str]
"""A language ("" where none is known) and a word's dictionary form or stem in it."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef\u0300-\u036f]"  # the last: accents that NFKC has no letter for
)
_ELSEWHERE = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,100}|(?<!\w)@[\w.-]+")
"""Addresses and mentions: other places and other people, not what the account says."""
_TOKEN = re.compile(r"#?\w+(?:['’]\w+)?")
_TAG_PIECE = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[a-zß-öø-ÿœ]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_FOLD = str.maketrans({"ё": "е", "’": "'", "\u0307": None})  # the dot that İ leaves behind

# Letters that look alike in some case: B and В are as good a disguise as a and а.
_TO_CYRILLIC = str.maketrans("abcehikmoptxy", "авсенікмортху")
_TO_LATIN = str.maketrans("авсенікмортху", "abcehikmoptxy")

_DICTIONARY = DictionaryLookupStrategy()
_LEMMATIZER = Lemmatizer(cache_max_size=0)  # the cache is ours
STEMMED = ("nl", "en")
_STEMMERS = {"nl": Stemmer("dutch", 0), "en": Stemmer("english", 0)}


class Term(NamedTuple):
    """One word of a text.

    ``form`` is what a person is shown (a hashtag or a handle whole), ``word`` the word folded,
    ``lemmas`` what it may be a form of. ``whole`` is the letters of a hashtag, folded, else
    empty. ``is_glued``: it stood in a hashtag or handle, where words are written as one.
    """

    form: str
    word: str
    lemmas: tuple[Lemma, ...]
    whole: str = ""
    is_glued: bool = False


def read_terms(text: str) -> list[Term]:
    """The words of a text in their order; a hashtag gives one term for each word in it.

    Numbers, single letters, addresses, mentions and emoji are no terms.
    """
    return list(chain.from_iterable(map(read_token, split_tokens(text))))


def split_tokens(text: str) -> list[str]:
    """The words and ``#hashtags`` of a text as they are written, at most of ``LONGEST_TEXT``."""
    text = _clean(text)
    if "@" in text or "://" in text or "www." in text:
        text = _ELSEWHERE.sub(" ", text)
    return _TOKEN.findall(text)


def handle_token(handle: str) -> str:
    """A handle as ``read_token`` takes it: ``@name``, without the server that it is at."""
    name = _clean(handle).lstrip("@").split("@")[0].removesuffix(".bsky.social")
    return "@" + re.sub(r"[^\w.-]", "", name)


def read_token(token: str) -> tuple[Term, ...]:
    """The terms of a token of ``split_tokens`` or ``handle_token``."""
    form = token.strip("_")[:LONGEST_FORM]
    if token[0] not in "#@":
        words = [fold_word(piece) for piece in token.split("_")]
        return tuple(Term(form, word, lemmas_of(word)) for word in words if _is_word(word))
    pieces = [fold_word(piece) for piece in _split_glued(token)]
    words = [piece for piece in pieces if _is_word(piece)]
    if not words:  # such as #5k
        pieces = [fold_word(re.sub(r"[\W_]", "", token))]
        words = [piece for piece in pieces if _is_word(piece)]
    tag = "".join(pieces) if token[0] == "#" else ""
    return tuple(Term(form, word, lemmas_of(word), tag, True) for word in words)


def fold_word(word: str) -> str:
    """Lower case, ё as е, no possessive 's, and one alphabet where two were mixed to deceive."""
    word = word.lower().translate(_FOLD).removesuffix("'s")
    if not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if cyrillic >= latin and not _LATIN.search(mapped := word.translate(_TO_CYRILLIC)):
        return mapped
    if latin >= cyrillic and not _CYRILLIC.search(mapped := word.translate(_TO_LATIN)):
        return mapped
    return word


@lru_cache(maxsize=1 << 17)
def lemmas_of(word: str) -> tuple[Lemma, ...]:
    """What a folded word may be a form of: one lemma, or one a language where it may be of two.

    A Latin word that only the Dutch or only the English dictionary has is of that language.
    """
    if _CYRILLIC.search(word):
        return (("ru", lemma_of(word, "ru")),)
    if not _LATIN.search(word):
        return (("", word),)
    known = [language for language in STEMMED if _DICTIONARY.is_dictionary_member(word, language)]
    return tuple((language, lemma_of(word, language)) for language in known or STEMMED)


def lemma_of(word: str, language: str) -> str:
    """The form that a folded word is counted under in Russian, Dutch or English.

    Russian is looked up alone: stemming makes one word of many (science, 1.6, measured). Dutch and
    English are looked up and then stemmed. Another language leaves the word as it is.
    """
    if language not in ("ru", *STEMMED):
        return word
    lemma = dictionary_form(word, language)
    return lemma if language == "ru" else stem_of(lemma, language)


def stem_of(word: str, language: str) -> str:
    """What Snowball leaves of a Dutch or English word."""
    return str(_STEMMERS[language].stemWord(word))


def dictionary_form(word: str, language: str) -> str:
    """The dictionary's form of a folded word, folded; the word itself where it has none."""
    form = _DICTIONARY.get_lemma(word, language)  # where the lemmatizer looks first, but slowly
    return (form or _LEMMATIZER.lemmatize(word, language)).lower().translate(_FOLD)


def _clean(text: str) -> str:
    text = text[:LONGEST_TEXT]
    return text if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def _is_word(word: str) -> bool:
    return 2 <= len(word) <= LONGEST_WORD and not word.isnumeric()


def _split_glued(token: str) -> Iterator[str]:
    """The words of ``#ВязаниеСпицами``, ``#hardlopen_amsterdam``, ``#DIYМастер2024``."""
    for piece in _TAG_PIECE.findall(token):
        start = 0
        for here in range(1, len(piece)):
            after_small = piece[here].isupper() and piece[here - 1].islower()
            before_small = piece[here].isupper() and piece[here + 1 : here + 2].islower()
            if after_small or (before_small and piece[here - 1].isupper()):
                yield piece[start:here]
                start = here
        yield piece[start:]
