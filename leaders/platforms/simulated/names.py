"""What accounts are called: Russian, Dutch and English, so that text is never only ASCII."""

from collections import Counter
from collections.abc import Iterable

from leaders.platforms.simulated.draws import Draws

GIVEN = (
    ("Анна", "Мария", "Ольга", "Татьяна", "Наталья", "Юлия", "Фёдор", "Сергей", "Андрей", "Илья"),
    ("Anouk", "Zoë", "Daniël", "Femke", "Noëlle", "Jeroen", "Sanne", "Thijs", "Loïs", "René"),
    ("Emily", "Oliver", "Chloë", "George", "Amelia", "Harry", "Isla", "Jack", "Siobhán", "Noah"),
)
FAMILY = (
    ("Чёрных", "Коваль", "Соловей", "Седых", "Шевченко", "Журавель", "Щербина", "Мороз"),
    ("de Vries", "van den Berg", "Bakker", "Jansen", "Visser", "Mulder", "de Groot", "Brouwer"),
    ("Smith", "Taylor", "O'Brien", "Walker", "Hughes", "Green", "Clarke", "Wood"),
)
PLACES = (
    ("Москва", "Казань", "Томск", "Пермь", "Тверь", "Сочи"),
    ("Amsterdam", "Utrecht", "Gent", "Zwolle", "Leiden", "Breda"),
    ("London", "Leeds", "Bristol", "York", "Cardiff", "Dublin"),
)
SUBJECTS = (
    (("вязание", "спицы", "пряжа"), ("breien", "haken", "wol"), ("knitting", "yarn", "crochet")),
    (("бег", "марафон", "трейл"), ("hardlopen", "marathon", "trail"), ("running", "5k", "ultra")),
    (("сад", "огород", "розы"), ("tuinieren", "moestuin", "rozen"), ("garden", "veg", "roses")),
    (("кино", "футбол", "музыка"), ("reizen", "voetbal", "muziek"), ("film", "football", "music")),
)
"""Words of each niche, and last of what lies outside them, in each language."""

PHRASES = {
    "brand": ("Магазин «{subject}»", "{subject}winkel {place}", "The {subject} shop"),
    "media": ("Журнал «{subject}»", "{subject} nieuws", "{subject} daily"),
    "community": ("{subject}: клуб, {place}", "{subject}club {place}", "{subject} club {place}"),
    "creator": ("{given} {family} | {subject}",) * 3,
}
HANDLES = {
    "brand": "{subject}_shop",
    "media": "{subject}_media",
    "community": "{subject}_{place}",
    "creator": "{given}_{subject}",
}
LATIN = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфхыэ", "abvgdeeziyklmnoprstufhye", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya"}
    | {"ъ": "", "ь": ""}
)


def name_accounts(
    draws: Draws, roles: list[str], groups: list[int]
) -> tuple[list[str], list[str], list[int]]:
    """Unique handles, display names and languages; ``groups`` are rows of ``SUBJECTS``."""
    size = len(roles)
    # Every niche has a main language: Russian knits, Dutch runs, English gardens.
    main = draws.unit(size) < 0.6
    other = draws.below(3, size)
    languages = [
        group if is_main and group < 3 else any_language
        for group, is_main, any_language in zip(groups, main.tolist(), other.tolist(), strict=True)
    ]
    picks = [draws.below(1000, size).tolist() for _ in range(5)]
    handles, names = [], []
    for role, group, language, *pick in zip(roles, groups, languages, *picks, strict=True):
        handle, name = _call(role, group, language, pick)
        handles.append(handle)
        names.append(name)
    return _numbered(handles), names, languages


def _call(role: str, group: int, language: int, pick: list[int]) -> tuple[str, str]:
    words = {
        word: choices[number % len(choices)]
        for word, choices, number in zip(
            ("given", "family", "place", "subject"),
            (GIVEN[language], FAMILY[language], PLACES[language], SUBJECTS[group][language]),
            pick,
            strict=False,
        )
    }
    handle = HANDLES.get(role, "{given}_{family}").format(**words).lower()
    handle = handle.replace(" ", "").replace("'", "")
    if pick[4] % 3:  # every third Russian handle stays Cyrillic
        handle = handle.translate(LATIN)
    name = PHRASES.get(role, ("{given} {family}",) * 3)[language].format(**words)
    return handle, name[0].upper() + name[1:]


def _numbered(handles: Iterable[str]) -> list[str]:
    """The second ``anna_mulder`` becomes ``anna_mulder_2``."""
    seen: Counter[str] = Counter()
    unique = []
    for handle in handles:
        seen[handle] += 1
        unique.append(handle if seen[handle] == 1 else f"{handle}_{seen[handle]}")
    return unique
