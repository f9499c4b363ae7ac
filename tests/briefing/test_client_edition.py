"""What a client is given: with names and logos, and without a price, an owner or a note of ours."""

import base64
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from briefed_niche import BUDGET, NOTE, OWNER, make_brief, make_planned, read_all

from leaders.briefing import load_logo
from leaders.briefing.edition import leave_out_ours
from leaders.briefing.rivals import BY_CARRIER
from leaders.errors import LeadersError
from leaders.export import EXPORTERS, Sheet, Shortlist, export
from leaders.settings import Workspace

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
"""One point."""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
MONEY = re.compile(r"98.?765|108.?641|287.?654|178.?9[0-9][0-9]")
"""The planted price, with its fee, the budget, and what is left of it, however they are written."""
COMMAND = re.compile(r"leaders (?:rank|review|prices|contacts|collect|run|suppress|import|plan)")
FORMATS = [name for name in EXPORTERS if name != "pdf"]  # Chromium makes that of the page


@pytest.fixture(scope="module")
def planned(tmp_path_factory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("planned"))
    workspace.niches.mkdir(parents=True)
    make_planned(workspace)
    looks = '[client]\ncountry = "RU"\nlogo = "shop.svg"\n'
    path = workspace.niches / "niche.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('[client]\ncountry = "RU"\n', looks)
    text = text.replace("[budget]", 'logo = "ours.png"\n[budget]')
    path.write_text(text, encoding="utf-8")
    (workspace.niches / "shop.svg").write_bytes(SVG)
    (workspace.niches / "ours.png").write_bytes(PNG)
    return workspace


@pytest.fixture(scope="module")
def client(planned) -> Shortlist:
    return make_brief(planned, for_client=True)


@pytest.fixture(scope="module")
def ours(planned) -> Shortlist:
    return make_brief(planned)


def read_parts(paths: list[Path]) -> dict[str, str]:
    """The bytes of files, and of the parts of those that are archives, as text."""
    parts = {}
    for path in paths:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as book:
                parts |= {f"{path.name}/{name}": book.read(name) for name in book.namelist()}
        else:
            parts[path.name] = path.read_bytes()
    return {name: content.decode("utf-8", "replace") for name, content in parts.items()}


def test_no_export_for_a_client_has_a_price_an_owner_or_a_note(client, ours, tmp_path) -> None:
    secret = re.compile(rf"{MONEY.pattern}|{OWNER}|{NOTE}")
    inside = read_parts(export(ours, FORMATS, tmp_path / "ours"))
    assert any(MONEY.search(text) for text in inside.values())
    assert any(NOTE in text for text in inside.values())
    assert any(OWNER in text for text in inside.values())
    outside = read_parts(export(client, FORMATS, tmp_path / "client"))
    assert any("Alpha" in text for text in outside.values())
    assert len(outside) > len(FORMATS)
    for name, text in outside.items():
        assert not secret.search(text), name
        assert not (name.endswith(".csv") and re.search("refused|never", text)), name
    assert not secret.search(read_all(client))
    assert secret.search(read_all(ours))


def test_what_a_client_need_not_read_is_left_out_and_all_else_stays(client, ours) -> None:
    status = {
        row["account_id"]: (row["status"], row["status_on"], row["status_owner"])
        for table in client.tables.values()
        for row in table.iter_rows(named=True)
    }
    assert status["files:d/a"] == ("agreed", "2026-01-20", None)
    assert status["files:d/c"] == (None, None, None)
    assert [it.name for it in ours.sheets] == ["contacts", "people", "plan", "overlap"]
    assert [it.name for it in client.sheets] == ["people", "plan", "overlap"]
    assert client.columns == ours.columns
    beside = client.beside
    assert {it.price for it in beside.details.values()} == {None}
    kept = {key: replace(it, price=None) for key, it in ours.beside.details.items()}
    assert beside.details == kept
    assert read_all(beside.shared) == read_all(ours.beside.shared)
    assert not [it for it in client.notes if COMMAND.search(it) or it.startswith("plan: ")]
    assert {*client.notes} < {*ours.notes}


def test_a_plan_for_a_client_has_no_money(client, ours) -> None:
    plan, told = client.beside.plan, ours.beside.plan
    assert told.budget == BUDGET
    assert told.points.height
    assert plan.budget is plan.spent is plan.currency is None
    assert plan.picks["cost"].null_count() == plan.picks.height == told.picks.height
    assert plan.points.is_empty()
    assert plan.notes == ()
    assert (plan.reach, plan.people, plan.certificate) == (
        told.reach, told.people, told.certificate,
    )  # fmt: skip
    [sheet] = [it for it in client.sheets if it.name == "plan"]
    names = {it.name for it in sheet.columns}
    assert not [it.name for it in sheet.columns if it.form == "money"]
    assert not names & {"said_currency", "priced_on", "is_old", "spent", "cost_per_thousand_new"}
    assert {"order", "name", "format", "adds", "reach", "exposure"} <= names
    assert sheet.rows["account_id"].to_list() == plan.picks["account_id"].to_list()
    assert [it.name for it in sheet.columns][: sheet.frozen] == ["order", "name"]


def test_notes_that_name_commands_or_a_condition_on_owners_are_left_out(ours) -> None:
    notes = (
        "creators: 1 of 2 ranked accounts listed",
        "6 in doubt (leaders review niche)",
        f"creators: 1 of 2 accounts meet: status_owner = '{OWNER}'",
        "changed with --seed 3",
        "no plan: There is 1 price in USD",
        "no interaction that was collected is from the last 90 days",
    )
    where = f"status_owner = '{OWNER}'"
    told = leave_out_ours(replace(ours, notes=notes, identity={**ours.identity, "where": where}))
    assert told.notes == (notes[0], notes[-1])
    assert OWNER not in told.identity["where"]
    assert told.identity["where"]


def test_what_competitors_shared_is_told_without_what_to_do_about_it(ours) -> None:
    rows = {it.name: [None] for it in BY_CARRIER}
    sheet = Sheet("by carrier", "Who.", BY_CARRIER, pl.DataFrame(rows), frozen=1)
    told = leave_out_ours(replace(ours, beside=replace(ours.beside, competitors=(sheet,))))
    [kept] = told.beside.competitors
    assert [it.name for it in kept.columns] == [it.name for it in BY_CARRIER if it.name != "why"]
    assert kept.rows.columns == [it.name for it in kept.columns]


def test_a_summary_for_a_client_names_no_command_and_no_money(client, ours) -> None:
    keys = {
        who: {said.key for passage in it.beside.summary for said in passage.sentences}
        for who, it in (("client", client), ("ours", ours))
    }
    assert "summary_plan_for_client" in keys["client"]
    assert "summary_plan" in keys["ours"]
    text = read_all(client.beside.summary)
    assert not MONEY.search(text)
    assert "EUR" not in text


def test_names_and_logos_are_of_the_niche_file(client, ours) -> None:
    for told, is_for_client in ((client, True), (ours, False)):
        edition = told.beside.edition
        assert edition.is_for_client is is_for_client
        assert (edition.client, edition.agency) == ("The Yarn Shop", "Agency & Sons")
        assert edition.client_logo.media_type == "image/svg+xml"
        assert edition.agency_logo.content == PNG


def test_another_logo_is_another_identity_of_the_same_ranking(planned, ours) -> None:
    path = planned.niches / "ours.png"
    path.write_bytes(PNG + b"x")
    other = make_brief(planned)
    path.write_bytes(PNG)
    assert other.identity["ranking"] == ours.identity["ranking"]
    assert other.identity["looks"] != ours.identity["looks"]


def test_a_logo_that_is_missing_is_a_note_to_us_and_keeps_a_client_from_a_bare_report(
    planned,
) -> None:
    path = planned.niches / "ours.png"
    path.unlink()
    try:
        told = make_brief(planned)
        assert told.notes[-1].startswith("no logo: The logo ours.png cannot be read")
        assert str(planned.root) not in told.notes[-1]
        assert told.beside.edition.agency_logo is None
        assert told.beside.edition.client_logo is not None
        with pytest.raises(LeadersError, match=r"ours\.png cannot be read"):
            make_brief(planned, for_client=True)
    finally:
        path.write_bytes(PNG)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0 JFIF", "image/jpeg"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x0a\x00\n\x00WEBPVP8 ", "image/webp"),
        (SVG, "image/svg+xml"),
        (b"\xef\xbb\xbf \n<svg>", "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<!-- made\nby --><!DOCTYPE svg PUBLIC "a" "b">\n' + SVG,
         "image/svg+xml"),
        (PNG + bytes(200_000 - len(PNG)), "image/png"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["logo", "logo.exe", "Знак 2.png"])
def test_a_logo_is_known_by_its_first_bytes(workspace, content, media_type, name) -> None:
    (workspace.niches / name).write_bytes(content)
    logo = load_logo(workspace, name)
    assert (logo.media_type, logo.content) == (media_type, content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is no PNG, JPEG, GIF, WebP or SVG"),
        (b"MZ\x90\x00", "is no PNG"),
        (b"<html><svg>", "is no PNG"),
        (b"<script>alert(1)</script><svg>", "is no PNG"),
        (b"<svgx>", "is no PNG"),
        (b"GIF88a", "is no PNG"),
        (b"RIFF0000WAVE", "is no PNG"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>', "is no PNG"),
        (PNG + bytes(200_001 - len(PNG)), "is larger than 200 kB"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_logo_is_refused_in_a_sentence(workspace, content, told) -> None:
    if content is not None:
        (workspace.niches / "logo.png").write_bytes(content)
    with pytest.raises(LeadersError, match=told) as caught:
        load_logo(workspace, "logo.png")
    assert str(caught.value).count(". ") == 0


def test_a_folder_is_no_logo(workspace) -> None:
    (workspace.niches / "logo.png").mkdir()
    with pytest.raises(LeadersError, match="cannot be read"):
        load_logo(workspace, "logo.png")


def test_the_niche_s_language_is_the_default(planned) -> None:
    path = planned.niches / "niche.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'language = "nl"\n{text}', encoding="utf-8")
    spoken, asked = make_brief(planned), make_brief(planned, language="ru")
    path.write_text(text, encoding="utf-8")
    assert (spoken.beside.language, asked.beside.language) == ("nl", "ru")
    assert (spoken.identity["language"], asked.identity["language"]) == ("nl", "ru")
    assert make_brief(planned).beside.language == "en"
