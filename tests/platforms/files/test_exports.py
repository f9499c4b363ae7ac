"""Exports of other tools, made-up rows under their headers: each is recognised and read."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from leaders.errors import LeadersError, UsageMistake
from leaders.model import PlatformName
from leaders.platforms.files.export_rows import Export
from leaders.platforms.files.exports import open_export
from leaders.platforms.files.presets import load_presets

NOTES = 'Notes:\n"When exporting your connection data, you may notice, that some are missing."\n\n'
CONNECTIONS = (
    NOTES + "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    'Ada,Lovelace,https://www.linkedin.com/in/Ada/,ada@x.example,"Engines, Ltd",Founder,'
    "01 Jan 2024\n"
    ",,https://www.linkedin.com/in/grace,,Navy,,02 Jan 2024\n"
    "Nobody,Here,,n@x.example,,,02 Jan 2024\n"
)
FILES = {
    "modash": (
        "modash.csv",
        "Username,Full name,URL,Platform,Followers,Engagement rate,Fake followers,Email,"
        "Public email\n"
        "ann,Ann K,https://www.instagram.com/Ann/,instagram,12.3K,3.4%,5%,p@x.example,ann@x.example\n"
        "bob,Bob,https://www.tiktok.com/@bob,TikTok,1.2M,1%,,,=HYPERLINK(\"x\")\n"
        "cat,Cat,,,7,,,,\n",
    ),
    "hypeauditor": (
        "hype.csv",
        "username;full_name;type;followers_count;followings_count;AQS\n"
        "Ann;Ann K;instagram;12 300;7;81\n",
    ),
    "labelup": (
        "labelup.csv",
        "Блогер;Ссылка;Соцсеть;Подписчики;ER;Просматриваемость\n"
        "Анна;https://dzen.ru/Anna;Дзен;1,2 млн;3%;40%\n"
        "Борис;https://rutube.ru/channel/55/;RUTUBE;2 тыс.;;\n",
    ),
    "tgstat": (
        "tgstat.csv",
        "Название,Ссылка,Подписчики,Индекс цитирования,ERR\n"
        "Вязание,https://t.me/Knit,\"12 300\",5.5,30%\n"
        "Пряжа,https://t.me/unknown_one,1,2,3\n",
    ),
    "targethunter": (
        "th.csv",
        "ID;Название;Ссылка;Участников;Участников ЦА\n"
        "123;Пряжа;https://vk.com/pryazha;1 200;50\n"
        ";Шерсть;https://vk.com/club77;;\n",
    ),
    "popsters": (
        "popsters.csv",
        "Дата;Ссылка;Текст;Лайки;Репосты;Комментарии;Просмотры;ERpost;ERday\n"
        "23.11.2026 10:00;https://vk.com/wall-123_45;Новая пряжа;1,5K;2;3;10 000;1%;2%\n"
        "23.11.2026;https://www.tiktok.com/@Ann/video/99;;5;;;;;\n"
        "23.11.2026;https://www.instagram.com/p/Cx1/;;5;;;;;\n",
    ),
    "linkedin": ("Connections.csv", CONNECTIONS),
    "instagram-followers": (
        "followers_1.json",
        json.dumps([
            {"title": "", "media_list_data": [], "string_list_data": [
                {"href": "https://www.instagram.com/u1", "value": "U1", "timestamp": 1732727703}]},
            {"title": "", "string_list_data": [{"value": "u2", "timestamp": None}]},
        ]),
    ),
    "instagram-following": (
        "following.json",
        json.dumps({"relationships_following": [{"title": "Carl", "string_list_data": [
            {"href": "https://www.instagram.com/_u/carl", "timestamp": 1732727703}]}]}),
    ),
    "facebook-pages": (
        "pages.json",
        json.dumps({"page_likes_v2": [
            {"name": "Altes F\u00c3\u00a4hrhaus", "timestamp": 1, "url": "https://www.facebook.com/faehre"},
            {"name": "no address", "timestamp": 1}]}),
    ),
}  # fmt: skip
KNOWN = {"telegram": {"knit": "-1001234567890"}}


def write(folder: Path, name: str) -> Path:
    file, text = FILES[name]
    (folder / file).write_text(text, encoding="utf-8")
    return folder / file


def owner_of(name: str) -> str | None:
    return "@Owner" if load_presets()[name].owner else None


def read(export: Export | None) -> tuple[dict[str, list[dict[str, Any]]], list[tuple[int, str]]]:
    """The rows of each platform without what is null, and the rejects."""
    assert export is not None
    rows: dict[str, list[dict[str, Any]]] = {}
    rejects = []
    for platform in filter(None, export.platforms):
        for batch in export.plan(platform, KNOWN.get(platform, {})).batches():
            rows.setdefault(platform.value, []).extend(
                {k: v for k, v in row.items() if v is not None and k != "line"}
                for row in batch.frame.iter_rows(named=True)
            )
            rejects += [(it.line, it.reason) for it in batch.rejects]
    return rows, sorted(rejects)


def test_every_preset_is_tried() -> None:
    assert set(FILES) == set(load_presets())


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_recognised_by_its_header_and_that_is_said(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name)
    found = open_export(path, None, owner=owner_of(name))
    assert found is not None
    assert found.name == name
    title = load_presets()[name].title
    assert f"its header is that of an export of {title}: read so" in " ".join(found.said)
    told = open_export(path, name, owner=owner_of(name))
    assert told is not None
    assert read(told) == read(found)
    assert "its header is" not in " ".join(told.said)
    assumed = [it for it in told.said if "assumed and not confirmed" in it]
    assert bool(assumed) != told.preset.confirmed


def test_modash(tmp_path: Path) -> None:
    export = open_export(write(tmp_path, "modash"), None)
    assert export is not None
    assert export.platforms == {"instagram": 1, "tiktok": 1, None: 1}
    rows, rejects = read(export)
    contact = {"kind": "email", "value": "ann@x.example", "role": "business"}
    assert rows == {
        "instagram": [{
            "id": "ann", "handle": "ann", "url": "https://www.instagram.com/ann", "name": "Ann K",
            "followers_count": 12_300, "contacts": [contact],
        }],
        "tiktok": [{
            "id": "bob", "handle": "bob", "url": "https://www.tiktok.com/@bob", "name": "Bob",
            "followers_count": 1_200_000,
        }],
    }  # fmt: skip
    assert rejects == [(4, "does not say of which network it is")]
    assert "not taken: Engagement rate, Fake followers, Email" in export.said
    assert "rows by network: Instagram 1, TikTok 1" in export.said


def test_a_platform_that_is_asked_for_is_that_of_rows_that_say_none(tmp_path: Path) -> None:
    path = write(tmp_path, "modash")
    rows, rejects = read(open_export(path, "modash", PlatformName.TIKTOK))
    assert [row["id"] for row in rows["tiktok"]] == ["bob", "cat"]
    assert (list(rows), rejects) == (["tiktok"], [])


def test_hypeauditor(tmp_path: Path) -> None:
    assert read(open_export(write(tmp_path, "hypeauditor"), None)) == (
        {"instagram": [{
            "id": "ann", "handle": "ann", "url": "https://www.instagram.com/ann", "name": "Ann K",
            "followers_count": 12_300, "following_count": 7,
        }]},
        [],
    )  # fmt: skip


def test_labelup(tmp_path: Path) -> None:
    rows, rejects = read(open_export(write(tmp_path, "labelup"), None))
    assert {it["id"]: it["followers_count"] for it in rows["dzen"]} == {"anna": 1_200_000}
    assert {it["id"]: it["followers_count"] for it in rows["rutube"]} == {"channel/55": 2_000}
    assert not rejects


def test_of_a_network_that_can_be_asked_nobody_is_guessed(tmp_path: Path) -> None:
    rows, rejects = read(open_export(write(tmp_path, "tgstat"), None))
    assert rows == {"telegram": [{
        "id": "-1001234567890", "url": "https://t.me/Knit", "name": "Вязание",
        "followers_count": 12_300, "kind": "community",
    }]}  # fmt: skip
    ((line, reason),) = rejects
    assert line == 3
    assert "Telegram's own id is not told" in reason
    assert "put it among the seeds of the niche, collect, and import again" in reason


def test_targethunter(tmp_path: Path) -> None:
    rows, rejects = read(open_export(write(tmp_path, "targethunter"), None))
    assert [(it["id"], it["name"], it.get("followers_count"), it["kind"]) for it in rows["vk"]] == [
        ("-123", "Пряжа", 1_200, "community"), ("-77", "Шерсть", None, "community"),
    ]  # fmt: skip
    assert not rejects


def test_popsters(tmp_path: Path) -> None:
    rows, rejects = read(open_export(write(tmp_path, "popsters"), None))
    (wall,) = rows["vk"]
    assert wall.pop("posted_at").isoformat() == "2026-11-23T10:00:00+00:00"
    assert wall == {
        "id": "-123_45", "author": "-123", "text": "Новая пряжа", "likes_count": 1_500,
        "reposts_count": 2, "comments_count": 3, "views_count": 10_000,
    }  # fmt: skip
    assert [(it["id"], it["author"]) for it in rows["tiktok"]] == [("Ann/video/99", "ann")]
    assert rejects == [(4, "names no account of Instagram")]


def test_of_people_you_know_no_address_to_write_to_is_read(tmp_path: Path) -> None:
    export = open_export(write(tmp_path, "linkedin"), None)
    assert export is not None
    rows, rejects = read(export)
    assert rows == {"linkedin": [
        {"id": "in/ada", "handle": "ada", "url": "https://www.linkedin.com/in/ada",
         "name": "Ada Lovelace", "bio": "Founder, Engines, Ltd", "kind": "person"},
        {"id": "in/grace", "handle": "grace", "url": "https://www.linkedin.com/in/grace",
         "bio": "Navy", "kind": "person"},
    ]}  # fmt: skip
    assert rejects == [(7, "names no account")]
    told = " ".join(export.said)
    assert "these are persons" in told
    assert "not taken: Email Address, Connected On" in told
    batches = export.plan(PlatformName.LINKEDIN, {}).batches()
    assert "x.example" not in str([(it.frame.rows(), it.rejects) for it in batches])


def test_followers_point_at_the_owner_and_the_owner_at_whom_it_follows(tmp_path: Path) -> None:
    rows, rejects = read(open_export(write(tmp_path, "instagram-followers"), None, owner="@Owner"))
    assert [(it["source"], it["target"]) for it in rows["instagram"]] == [
        ("u1", "owner"), ("u2", "owner"),
    ]  # fmt: skip
    assert rows["instagram"][0]["happened_at"].year == 2024
    assert set(rows["instagram"][1]) == {"source", "target"}  # ids alone
    assert not rejects
    path = write(tmp_path, "instagram-following")
    rows, _ = read(open_export(path, None, owner="https://www.instagram.com/owner/"))
    assert [(it["source"], it["target"]) for it in rows["instagram"]] == [("owner", "carl")]


def test_names_of_a_download_are_mended(tmp_path: Path) -> None:
    rows, rejects = read(open_export(write(tmp_path, "facebook-pages"), None))
    assert rows == {"facebook": [
        {"id": "faehre", "handle": "faehre", "url": "https://www.facebook.com/faehre",
         "name": "Altes Fährhaus", "kind": "community"},
    ]}  # fmt: skip
    assert rejects == [(2, "names no account: neither an address nor a handle")]


@pytest.mark.parametrize("name", [it for it in FILES if not it.startswith(("insta", "face"))])
def test_a_workbook_is_read_as_the_same_table(tmp_path: Path, name: str) -> None:
    import csv

    path = write(tmp_path, name)
    text = path.read_text("utf-8")
    delimiter = ";" if ";" in text.splitlines()[0] else ","
    book = openpyxl.Workbook()
    for row in csv.reader(text.splitlines(), delimiter=delimiter):
        book.active.append([it or None for it in row])
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    book.save(tmp_path / "export.xlsx")
    export = open_export(tmp_path / "export.xlsx", None)
    assert export is not None
    assert export.name == name
    assert read(export) == read(open_export(path, None))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plain.csv", "id,name,followers\na,Ann,1\n"),
        ("notes.txt", "some words\nwithout a table\n"),
        ("rows.json", '[{"id": "a"}]'),
        ("broken.json", "[{"),
        ("empty.json", "[]"),
        ("edges.gexf", "<gexf/>"),
        ("own.json", '{"other": []}'),
    ],
)
def test_other_files_are_no_export(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert open_export(path, None) is None


def test_an_asked_preset_takes_a_header_that_has_some_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("url,followers\nhttps://www.instagram.com/ann,5\n")
    assert open_export(path, None) is None
    rows, _ = read(open_export(path, "hypeauditor"))
    assert [(it["id"], it["followers_count"]) for it in rows["instagram"]] == [("ann", 5)]


@pytest.mark.parametrize(
    ("text", "told", "says"),
    [
        ("a,b\n1,2\n", {"asked": "modash"}, "has no column of an export of Modash"),
        ("followers,bio\n1,2\n", {"asked": "modash"}, "none of the columns that name an account"),
        ("a\n", {"asked": "modsh"}, "did you mean modash"),
    ],
)
def test_what_does_not_fit_is_said(
    tmp_path: Path, text: str, told: dict[str, Any], says: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(LeadersError, match=says):
        open_export(path, **told)


def test_whose_list_it_is_must_be_said_and_only_then(tmp_path: Path) -> None:
    path = write(tmp_path, "instagram-followers")
    with pytest.raises(UsageMistake, match="say it with --owner HANDLE"):
        open_export(path, None)
    with pytest.raises(UsageMistake, match="is no handle or address of Instagram"):
        open_export(path, None, owner="https://vk.com/ann")
    with pytest.raises(UsageMistake, match="has no owner; leave it out"):
        open_export(write(tmp_path, "linkedin"), None, owner="ann")
    with pytest.raises(UsageMistake, match="holds accounts of LinkedIn; leave it out"):
        open_export(write(tmp_path, "linkedin"), None, PlatformName.INSTAGRAM)
