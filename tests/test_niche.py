"""Niche files: everything they can say, and every mistake told at once, by file and key."""

from pathlib import Path

import pytest

from leaders.errors import LeadersError, NicheError
from leaders.model import EdgeKind
from leaders.niche import (
    DEFAULT_EDGE_WEIGHTS,
    WITHOUT_EFFECT,
    Niche,
    all_niches,
    keys_without_effect,
    load_niche,
    niche_names,
    parse_niche,
    report_language,
)
from leaders.rank import weights_of
from leaders.rank.identity import hash_config
from leaders.settings import find_bundled

HEAD = 'title = "A"\nplatforms = ["vk"]\n'
WHOLE = """
title = "Вязание"
platforms = ["vk", "telegram"]
seeds = ["anna", "vk:12", "https://vk.com/anna"]
lists = ["at://did:plc:abc/app.bsky.graph.list/1"]
sensitive = true
language = "nl"

[words]
ru = ["пряжа"]
en = ["yarn"]

[negative_words]
ru = ["узел"]

[brand_safety]
en = ["casino"]

[where]
country = "NL"
city = "Utrecht"
languages = ["nl", "en"]

[client]
name = "Shop"
country = "RU"
accounts = ["vk:1"]
domains = ["shop.example"]
logo = "shop.svg"

[agency]
name = "Agency & Sons"
logo = "Знак 2.png"

[competitors]
accounts = ["vk:2"]
domains = ["other.example"]
words = ["Other"]

[competitors.brands.Third]
words = ["Third"]

[limits]
candidates = 1000
accounts = 50
audience = 20
audience_pages = 2
search = 3
depth = 3
pages = 5
posts = 0
refresh_days = 3.5
calls = 100
minutes = 1.5

[retention]
days = 400

[edge_weights]
like = 0
repost = 2.5

[score]
preset = "ads"
aggregation = "rrf"
weights = { reach = 1, katz = 0.25 }

[shortlist]
size = 7
exclude = ["vk:1"]

[audience]
communities = ["vk:3", "vk:4"]
at_least = 2
minimum_interactions = 1
within_days = 30
without = ["vk:5"]
combine = "plain - (phones | near)"

[audience.sets.phones]
file = "phones.txt"
platform = "vk"

[audience.sets.near]
communities = ["vk:6"]

[budget]
amount = 100
currency = "EUR"

[schedule]
cron = "0 6 * * 1-5"
timezone = "Europe/Amsterdam"
active = false
"""


def parse(folder: Path, text: str | bytes, name: str = "knitting") -> Niche:
    path = folder / f"{name}.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return parse_niche(name, path)


def mistakes_of(folder: Path, text: str | bytes, name: str = "knitting") -> list[str]:
    """The mistakes without the file's path, with which every one must begin."""
    with pytest.raises(NicheError) as caught:
        parse(folder, text, name)
    start = f"{folder / name}.toml: "
    assert all(mistake.startswith(start) for mistake in caught.value.mistakes)
    assert str(caught.value).splitlines() == caught.value.mistakes
    return [mistake.removeprefix(start) for mistake in caught.value.mistakes]


def test_every_key_is_read(tmp_path) -> None:
    niche = parse(tmp_path, WHOLE)
    assert niche.model_fields_set == set(Niche.model_fields)
    for section in niche:
        if hasattr(section[1], "model_fields_set"):
            assert section[1].model_fields_set == set(type(section[1]).model_fields), section[0]
    assert (niche.name, niche.title) == ("knitting", "Вязание")
    assert niche.seeds == ("anna", "vk:12", "https://vk.com/anna")
    assert niche.words == {"ru": ("пряжа",), "en": ("yarn",)}
    assert niche.where.languages == ("nl", "en")
    assert (niche.limits.calls, niche.limits.minutes, niche.limits.posts) == (100, 1.5, 0)
    assert niche.score.weights == {"reach": 1, "katz": 0.25}
    assert niche.shortlist.exclude == ("vk:1",)
    assert niche.audience.without == ("vk:5",)
    assert (niche.budget.amount, niche.budget.currency) == (100, "EUR")
    assert not niche.schedule.active


def test_title_and_platforms_are_enough(tmp_path) -> None:
    niche = parse(tmp_path, HEAD)
    assert (niche.limits.candidates, niche.limits.accounts, niche.shortlist.size) == (
        100_000,
        300,
        50,
    )
    assert niche.schedule is niche.budget is niche.audience is None
    assert (niche.score.preset, niche.seeds, niche.sensitive) == ("collab", (), False)


def test_an_edge_counts_as_the_file_says_or_as_usual(tmp_path) -> None:
    niche = parse(tmp_path, WHOLE)
    assert niche.weight_of(EdgeKind.REPOST) == 2.5
    assert niche.weight_of(EdgeKind.LIKE) == 0
    assert niche.weight_of(EdgeKind.REPLY) == DEFAULT_EDGE_WEIGHTS[EdgeKind.REPLY]
    assert set(DEFAULT_EDGE_WEIGHTS) == set(EdgeKind)


def test_a_niche_does_not_change(tmp_path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        parse(tmp_path, HEAD).title = "B"  # type: ignore[misc]


def test_ten_mistakes_are_told_at_once_with_file_and_key(tmp_path) -> None:
    text = """
platforms = ["vk", "blusky"]
name = "other"
sede = ["a"]
sensitive = "no"
[limits]
depth = 9
page = 3
[edge_weights]
folow = 1
[score]
preset = "best"
[budget]
amount = 0
currency = "euro"
[schedule]
cron = "sometimes"
timezone = "Mars/Base"
"""
    assert sorted(mistakes_of(tmp_path, text)) == [
        "budget.amount: must be greater than 0",
        'budget.currency: must be three capital letters, such as "EUR"',
        "edge_weights: 'folow' is no kind of edge (did you mean 'follow'?)",
        "limits.depth: must be less than or equal to 5",
        "limits.page: unknown key (did you mean 'pages'?)",
        "name: is not written in the file; the file's name is the niche's",
        "platforms: 'blusky' is no platform (did you mean 'bluesky'?)",
        'schedule.cron: is no cron line; write for example "0 6 * * 1"',
        'schedule.timezone: is no time zone; write for example "Europe/Amsterdam"',
        "score.preset: must be 'collab', 'ads', 'experts', 'balanced' or 'hidden_gems'",
        "sede: unknown key (did you mean 'seeds'?)",
        "sensitive: must be true or false",
        "title: is missing",
    ]


AUDIENCES = [
    ("at_least = 1", "must name communities, or sets and how to combine them"),
    ("communities = ['a', 'a']\nat_least = 2", "at_least asks for 2 of 1 communities"),
    ("communities = ['a']\nwithin_days = 3", "within_days needs minimum_interactions, which says"),
    ("communities = ['a']\nsets.b.file = 'b.txt'", "combine must say how the sets go together, su"),
    ("sets.b.file = 'b.txt'", 'combine must say how the sets go together, such as "b"'),
    ("combine = 'a'", "combine has 'a' at character 1, which is no set; there are: none"),
    ("communities = ['a']\ncombine = 'plain -'", "combine ends after '-' at character 7"),
    ("combine = 'plain'\nsets.b.file = 'b.txt'", "combine has 'plain' at character 1, which is no"),
]
SETS = [
    ("without = ['a']", ": must name communities, or a file of ids"),
    ("file = 'a.txt'\nat_least = 1", ": a file of ids takes no at_least"),
    ("communities = ['a']\nplatform = 'vk'", ": platform goes with a file of ids alone"),
    ("file = 'a.txt'\nplatform = 'vkk'", ".platform: 'vkk' is no platform"),
    *(
        (f"file = '{name}'", ".file: must be the name of a file beside the niche file, without a")
        for name in ("../a.txt", "/etc/passwd", "a/b", "", "..", ".a", "C:a", "a\\b")
    ),
]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("limit = 3", "limit: unknown key (did you mean 'limits'?)"),
        ("[limits]\naccount = 3", "limits.account: unknown key (did you mean 'accounts'?)"),
        ("[audience]\nwith_out = []", "audience.with_out: unknown key (did you mean 'without'?)"),
        ("[schedule]\ncron = '@daily'\nzzz = 1", "schedule.zzz: unknown key"),
        (
            "[audience.sets.a]\nfiel = 'a'",
            "audience.sets.a.fiel: unknown key (did you mean 'file'?)",
        ),
        ("[audience.sets.a]\nat_least = 0", "audience.sets.a.at_least: must be greater than or eq"),
        *((f"[audience]\n{text}", f"audience: {told}") for text, told in AUDIENCES),
        *((f"[audience.sets.a]\n{text}", f"audience.sets.a{told}") for text, told in SETS),
        *(
            (f"[audience.sets.{name}]\nfile = 'a.txt'", f"audience.sets: '{name}' cannot be the na")
            for name in ("plain", "if", "A", "1a", "a-b")
        ),
        ("[where]\ncountry = 'nl'", 'where.country: must be two capital letters, such as "NL"'),
        ("[words]\nenglish = ['a']", 'words.english: must be two small letters, such as "en"'),
        ("[words]\nen = 'yarn'", 'words.en: must be a list, such as ["a", "b"]'),
        ("seeds = [1]", "seeds.0: must be text in quotes"),
        ("[limits]\ndepth = 1.5", "limits.depth: must be a whole number"),
        ("[limits]\ncalls = true", "limits.calls: must be a whole number"),
        ("[edge_weights]\nlike = -1", "edge_weights.like: must be greater than or equal"),
        ("[edge_weights]\nlike = nan", "edge_weights.like: must be "),
        ("[score.weights]\nreach = 2", "score.weights.reach: must be less than or equal"),
        ("[budget]\namount = 5", "budget.currency: is missing"),
        ("[budget]\namount = 'five'", "budget.amount: must be a number"),
        ("[where]\nlanguages = ['N']", "where.languages.0: must be two small"),
        ("where = 1", "where: must be a section"),
        ("words = 1", "words: must be a section"),
        ("[schedule]\ncron = '99 * * * *'", "schedule.cron: is no cron line"),
        ("[schedule]\ncron = ''", "schedule.cron: is no cron line"),
        *(
            (f"[schedule]\ncron = '0 6 * * 1'\ntimezone = '{zone}'", "schedule.timezone: is no")
            for zone in ("", "Europe", "../etc/passwd", "CEST")
        ),
    ],
)
def test_a_mistake_is_told_by_its_key(tmp_path, text, told) -> None:
    mistakes = mistakes_of(tmp_path, HEAD + text)
    assert any(mistake.startswith(told) for mistake in mistakes), mistakes


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('title = " "\nplatforms = ["vk"]', "title: must not be blank"),
        ('title = ""\nplatforms = ["vk"]', "title: must not be blank"),
        ('title = "A"\nplatforms = []', "platforms: must be a list that is not empty"),
        (
            'title = "A"\nplatforms = ["vk", "files", "telegram", "files", "vk"]',
            "platforms: vk, files: named twice",
        ),
    ],
)
def test_a_title_and_platforms_once_each_are_needed(tmp_path, text, told) -> None:
    assert mistakes_of(tmp_path, text) == [told]


def test_all_wrong_names_of_a_key_are_told(tmp_path) -> None:
    text = 'title = "A"\nplatforms = ["vkk", "telegrm"]\n[edge_weights]\nlikes = 1\nxyz = 2\n'
    assert mistakes_of(tmp_path, text) == [
        "platforms: 'vkk' is no platform (did you mean 'vk'?); "
        "'telegrm' is no platform (did you mean 'telegram'?)",
        "edge_weights: 'likes' is no kind of edge (did you mean 'like'?); 'xyz' is no kind of edge",
    ]


def test_a_seed_of_another_platform_is_told_with_all_other_mistakes(tmp_path) -> None:
    text = HEAD + 'seeds = ["vk:1", "telegram:2", "bluesky:3", "plain"]\n[limits]\ndepth = 0\n'
    assert mistakes_of(tmp_path, text) == [
        "seeds: telegram:2, bluesky:3: of a platform that platforms does not name",
        "limits.depth: must be greater than or equal to 1",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"title = ", "not TOML: "),
        (b"title = 'a'\ntitle = 'b'", "not TOML: "),
        ('title = "Вязание"'.encode("cp1251"), "not UTF-8; save the file as UTF-8"),
        (b"\xff\xfet\x00", "not UTF-8; save the file as UTF-8"),
        (b"", "title: is missing"),
    ],
)
def test_what_is_no_niche_file_says_so(tmp_path, content, told) -> None:
    assert mistakes_of(tmp_path, content)[0].startswith(told)


def test_a_folder_is_no_niche_file(tmp_path) -> None:
    (tmp_path / "knitting.toml").mkdir()
    with pytest.raises(NicheError, match=r"knitting\.toml: cannot be read"):
        parse_niche("knitting", tmp_path / "knitting.toml")


def test_a_byte_order_mark_is_no_mistake(tmp_path) -> None:
    assert parse(tmp_path, b"\xef\xbb\xbf" + HEAD.encode()).title == "A"


@pytest.mark.parametrize("name", ["Knitting", "my niche", "вязание", "-a", "a" * 64])
def test_a_name_that_no_file_should_have(tmp_path, name) -> None:
    assert mistakes_of(tmp_path, HEAD, name)[0].startswith("name: must be of a-z, 0-9, - and _")


def test_an_unknown_niche_suggests_the_nearest(workspace) -> None:
    (workspace.niches / "knitting.toml").write_text(HEAD)
    assert niche_names(workspace) == ["knitting", "niche"]
    with pytest.raises(LeadersError, match=r"There is no niche 'kniting'.*did you mean 'knitting'"):
        load_niche(workspace, "kniting")
    with pytest.raises(LeadersError, match=r"There is no niche '\?\?'.*there are knitting, niche"):
        load_niche(workspace, "??")
    (workspace.niches / "knitting.toml").unlink()
    (workspace.niches / "niche.toml").unlink()
    with pytest.raises(LeadersError, match="leaders init"):
        load_niche(workspace, "niche")


def test_the_good_niches_and_the_mistakes_of_all_others_come_together(workspace) -> None:
    (workspace.niches / "one.toml").write_text("title = 3\n")
    (workspace.niches / "two.toml").write_text(HEAD + "x = 1\n")
    niches, mistakes = all_niches(workspace)
    assert [niche.name for niche in niches] == ["niche"]
    files = [Path(mistake.partition(".toml")[0]).name for mistake in mistakes]
    assert files == ["one", "one", "two"]


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in find_bundled("niches").glob("*.toml"))
)
def test_every_shipped_niche_is_whole(name) -> None:
    niche = parse_niche(name, find_bundled("niches") / f"{name}.toml")
    assert weights_of(niche)


def test_keys_without_effect_are_those_that_a_file_sets(tmp_path) -> None:
    assert keys_without_effect(parse(tmp_path, WHOLE)) == list(WITHOUT_EFFECT)
    assert keys_without_effect(parse(tmp_path, HEAD)) == []
    some = parse(tmp_path, HEAD + 'sensitive = false\n[words]\n[where]\ncity = "Utrecht"\n')
    assert keys_without_effect(some) == []  # facts compare an account's place with it
    working = parse(tmp_path, HEAD + '[where]\ncountry = "NL"\n[client]\ncountry = "RU"\n')
    assert keys_without_effect(working) == []  # market rules ask for the country
    assert {key.partition(".")[0] for key in WITHOUT_EFFECT} <= set(Niche.model_fields)


def test_the_order_of_keys_does_not_change_the_hash_and_their_values_do(tmp_path) -> None:
    head, *sections = WHOLE.split("\n\n")
    turned = "\n\n".join(
        "\n".join([title, *lines[::-1]])
        for title, *lines in (section.strip().splitlines() for section in sections[::-1])
    )
    order = hash_config(parse(tmp_path, "\n".join(head.strip().splitlines()[::-1]) + "\n" + turned))
    assert order == hash_config(parse(tmp_path, WHOLE))
    assert order != hash_config(parse(tmp_path, WHOLE.replace("0.25", "0.26")))
    assert order != hash_config(parse(tmp_path, WHOLE), frozenset({"vk:1"}))


def test_how_a_report_looks_is_no_part_of_the_hash(tmp_path) -> None:
    looks = (
        'language = "nl"\n', 'logo = "shop.svg"\n',
        '[agency]\nname = "Agency & Sons"\nlogo = "Знак 2.png"\n',
    )  # fmt: skip
    plain = WHOLE
    for text in looks:
        assert text in plain
        plain = plain.replace(text, "")
    told = parse(tmp_path, plain)
    assert told.agency.name is told.client.logo is told.language is None
    # What these were before such keys existed: no stored ranking is outdated by them.
    assert hash_config(told) == hash_config(parse(tmp_path, WHOLE)) == "564eaf871e628fe8"
    assert hash_config(parse(tmp_path, HEAD)) == "a0ec9aaeeb8264d9"
    assert hash_config(parse(tmp_path, WHOLE.replace('"Shop"', '"Stop"'))) != hash_config(told)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ('language = "ru"\n[where]\nlanguages = ["nl"]\n[words]\nen = ["a"]', "ru"),
        ('[where]\nlanguages = ["de", "nl", "ru"]\n[words]\nen = ["a"]', "nl"),
        ('[where]\nlanguages = ["de"]\n[words]\nfr = ["a"]\nru = ["a"]\nen = ["a"]', "ru"),
        ('[words]\nde = ["a"]', "en"),
    ],
)
def test_a_report_is_in_the_language_told_else_of_the_audience_else_of_the_words(
    tmp_path, text, language
) -> None:
    assert report_language(parse(tmp_path, HEAD + text)) == language


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('language = "de"', "language: must be 'en', 'ru' or 'nl'"),
        ("[agency]\nname = 3", "agency.name: must be text in quotes"),
        ("[agency]\nlogos = 'a'", "agency.logos: unknown key (did you mean 'logo'?)"),
        *(
            (f"[{section}]\nlogo = {name!r}", f"{section}.logo: must be the name of a file beside "
             "the niche file, without a folder")
            for section in ("client", "agency")
            for name in ("../a.png", "/a.png", "a/b.png", "", ".png", "a\\b.png")
        ),
    ],
)  # fmt: skip
def test_mistakes_in_how_a_report_looks_are_told(tmp_path, text, told) -> None:
    assert mistakes_of(tmp_path, HEAD + text) == [told]


def test_weights_come_in_one_order(tmp_path) -> None:
    turned = parse(tmp_path, HEAD + "[score.weights]\nkatz = 0.5\nreach = 1\n")
    assert list(weights_of(turned)) == ["reach", "katz"]
    plain = parse(tmp_path, HEAD + "[score.weights]\nreach = 1\nkatz = 0.5\n")
    assert weights_of(plain) == weights_of(turned)
