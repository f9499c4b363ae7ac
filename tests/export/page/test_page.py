"""The report: one file that asks nobody, the same for the same list, and harmless."""

import base64
import os
import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from sample_briefing import build_briefed, with_language
from sample_shortlist import build_empty, build_shortlist, build_unknown

from leaders.export.briefing import Edition, Logo, Passage, Said
from leaders.export.page import to_html, write_page
from leaders.export.page.blob import unpack
from leaders.export.page.filling import WRITTEN
from leaders.export.page.rows import round_to
from leaders.export.page.sources import write_script
from leaders.export.words import LANGUAGES, Words

SAMPLES = {
    "briefed": build_briefed,
    "hostile": lambda: build_briefed(30, hostile=True),
    "client": lambda: build_briefed(is_for_client=True),
    "bare": build_shortlist,
    "empty": build_empty,
    "unknown": build_unknown,
}


def read(shortlist):
    [file] = to_html(shortlist)
    return file.content.decode()


def read_data(page):
    return unpack(re.search(r'id="data">([^<]*)<', page)[1])


@pytest.fixture(scope="module")
def page():
    return read(build_briefed())


def test_it_is_one_file_named_report_that_counts_its_accounts():
    shortlist = build_briefed()
    [file] = to_html(shortlist)
    assert (file.name, file.rows) == ("report.html", shortlist.rows)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_shortlist_has_a_page(name):
    page = read(SAMPLES[name]())
    assert page.startswith("<!doctype html>")
    assert page.count("<style>") == page.count("<script>") == page.count('id="accounts"') == 1


def test_the_same_shortlist_gives_the_same_bytes_in_any_process(tmp_path):
    script = (
        "from sample_briefing import build_briefed\nfrom leaders.export.page import to_html\n"
        "import sys\nsys.stdout.buffer.write(to_html(build_briefed())[0].content)"
    )
    folder = Path(__file__).parents[1]
    told = [
        subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, timeout=120,
            env={**os.environ, "PYTHONHASHSEED": seed,
                 "PYTHONPATH": os.pathsep.join([str(folder), *sys.path])},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert told[0] == told[1] == to_html(build_briefed())[0].content


@pytest.mark.parametrize(("tag", "policy"), [("script", "script-src"), ("style", "style-src")])
def test_the_policy_names_what_is_there_by_its_hash(page, tag, policy):
    text = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
    made = base64.b64encode(sha256(text.encode()).digest()).decode()
    assert f"{policy} 'sha256-{made}'" in page


@pytest.mark.parametrize("name", SAMPLES)
def test_the_page_has_no_inline_style_no_handler_and_nothing_from_elsewhere(name):
    page = read(SAMPLES[name]())
    markup = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)
    tags = re.findall(r"<[a-zA-Z][^<>]*>", markup)
    assert not [it for it in tags if re.search(r"\s(style|on\w+)=", it)]
    assert not [
        it for it in tags if re.search(r"\s(src|srcset|action|data|poster)=\"(?!data:)", it)
    ]
    addresses = re.findall(r'href="([^"]*)"', markup)
    assert all(it.startswith(("#", "https://", "http://")) for it in addresses)


def test_what_strangers_wrote_ends_no_script_and_makes_no_element():
    page = read(build_briefed(30, hostile=True))
    assert page.count("</script>") == 2
    assert "<script>alert" not in page
    assert "<b>& wool" not in page
    assert "Knitting &lt;b&gt;&amp; wool&lt;/b&gt;" in page
    assert not re.search("[\u202a-\u202e\u2066\u2067\u200b-\u200f\ufeff]", page)


def test_long_names_are_cut_in_the_table_and_kept_a_while_in_the_data():
    page = read(build_briefed(30, hostile=True))
    assert "n" * 59 + "\u2026" in page
    assert "n" * 61 not in page
    assert max(len(it) for it in read_data(page)["shown"]) == 300


@pytest.mark.parametrize("is_hostile", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thousand_rows_are_under_a_megabyte(language, is_hostile):
    page = read(build_briefed(1000, hostile=is_hostile, language=language))
    assert len(page.encode()) < 1_000_000


def test_all_rows_are_written_where_there_is_room():
    page = read(build_briefed(200))
    assert page.count("<tr class=account") == build_briefed(200).rows
    assert "page_more_rows" not in re.sub("<script>.*", "", page, flags=re.DOTALL)


def test_else_the_first_rows_are_written_and_all_are_in_the_data():
    shortlist = build_briefed(WRITTEN + 20)
    page = write_page(shortlist, largest=0).decode()
    body = re.search(r'<tbody data-list="creators">(.*?)</tbody>', page, re.DOTALL)[1]
    assert body.count("<tr class=account") == WRITTEN
    assert Words("en")("page_more_rows", n=20) in body
    data = read_data(page)
    assert data["ids"] == [it for frame in shortlist.tables.values() for it in frame["account_id"]]


def test_the_data_hold_every_value_that_is_known(page):
    shortlist, data = build_briefed(), read_data(page)
    for column in shortlist.columns:
        told = [it for frame in shortlist.tables.values() for it in frame[column.name]]
        if all(it is None for it in told):
            assert column.name not in data["values"]
        elif column.form in ("count", "flag", "share"):
            digits = {"share": 4}.get(column.form, 6)
            short = [round_to(it, digits) if isinstance(it, float) else it for it in told]
            assert data["values"][column.name] == short, column.name


def test_columns_of_which_nothing_is_known_are_left_out():
    data = read_data(read(build_shortlist()))
    assert "price" not in data["first"]
    assert "status" in data["first"]
    data = read_data(read(build_unknown()))
    assert "status" not in data["first"]
    assert {it["name"] for it in data["chosen"]} == {"account_id"}


def test_the_first_columns_are_at_most_ten_and_statistics_a_group_of_their_own(page):
    data = read_data(page)
    assert len(data["first"]) == 10
    groups = {it["name"]: it["group"] for it in data["chosen"]}
    assert groups["p_top"] == groups["reach"] == groups["reach_contribution"] == "statistics"
    assert groups["followers_count"] == groups["business_contact"] == "facts"
    assert not set(groups) & {"name", "median_views", "engagement"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_asked_for(language):
    page, words = read(with_language(build_briefed(), language)), Words(language)
    assert f'<html lang="{language}">' in page
    assert f">{words('page_table')}</span></h2>" in page
    assert f"<td>{words('role_creator')}<td>" in page
    assert set(read_data(page)["words"]) == set(LANGUAGES)


def test_every_key_that_the_script_says_is_written():
    keys = set(re.findall(r'"(page_\w+[a-z0-9])"', write_script()))
    assert len(keys) > 60
    assert [it for it in sorted(keys) if not Words("en").has(it)] == []


def test_a_client_sees_its_name_and_logo_and_nothing_internal():
    shortlist = build_briefed(is_for_client=True)
    edition = Edition(True, "The Yarn <Shop>", "Agency", Logo("image/png", b"png"), None)
    page = read(replace(shortlist, beside=replace(shortlist.beside, edition=edition)))
    assert "The Yarn &lt;Shop&gt;" in page
    assert f'src="data:image/png;base64,{base64.b64encode(b"png").decode()}"' in page
    assert 'id="notes"' not in page
    assert shortlist.notes[0] not in page
    data = read_data(page)
    assert "price" not in data["first"]
    assert "status_owner" not in data["values"]
    told = page + str({name: it for name, it in data.items() if name != "words"})
    assert "SECRET" not in told
    assert "EUR" not in told


def test_a_logo_of_another_kind_is_left_out():
    shortlist = build_briefed(is_for_client=True)
    edition = Edition(True, "Shop", None, Logo("text/html", b"<script>"), None)
    page = read(replace(shortlist, beside=replace(shortlist.beside, edition=edition)))
    assert "text/html" not in page


def test_sections_without_anything_to_say_are_left_out(page):
    bare = read(build_shortlist())
    for section in ("summary", "changes", "plan", "overlap", "competitors", "coverage"):
        assert f'<section id="{section}"' in page
        assert f'href="#{section}"' in page
        assert f'"{section}"' not in re.sub(r"<script>.*", "", bare, flags=re.DOTALL)
    assert '<section id="people"' not in page
    people = build_briefed().beside.competitors[0]
    with_people = replace(build_briefed(), beside=replace(build_briefed().beside, people=people))
    assert '<section id="people"' in read(with_people)


def test_the_summary_is_said_with_its_keys():
    shortlist = build_briefed()
    summary = (Passage("list_media", (Said("tier_nano"),)),)
    page = read(replace(shortlist, beside=replace(shortlist.beside, summary=summary)))
    assert '<h3><span data-t="list_media">Media</span></h3>' in page
    assert '<p><span data-t="tier_nano">nano (under 10,000)</span></p>' in page


def test_notes_are_folded_by_list():
    page = read(build_briefed())
    notes = re.search(r'<section id="notes".*?</section>', page, re.DOTALL)[0]
    assert '<summary><span data-t="list_creators">Creators</span></summary>' in notes
    assert "<li><bdi>12 of 64 ranked accounts listed</bdi></li>" in notes
    assert "how much was seen is not known for 3" in notes
