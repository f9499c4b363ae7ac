"""What is selected can be copied, downloaded and set side by side."""

import csv
import io
from pathlib import Path

import pytest


def picked(report, *numbers):
    """Ids of the creators of these ranks, selected."""
    report.show("creators")
    ids = [report.rows("creators")[number - 1]["account_id"] for number in numbers]
    report.pick(*ids)
    return ids


def read_csv(path):
    text = Path(path).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_nothing_is_offered_until_something_is_selected(open_report):
    report = open_report()
    bar = report.page.locator("#selection")
    assert not bar.is_visible()
    picked(report, 1)
    assert bar.is_visible()
    report.page.locator("#clear").click()
    assert not bar.is_visible()
    assert report.page.locator("input.pick:checked").count() == 0


def test_a_selection_survives_filters_and_other_lists(open_report):
    report = open_report("varied")
    [account_id] = picked(report, 3)
    report.show("media")
    assert report.page.locator("#selection").is_visible()
    report.show("creators")
    assert report.row(account_id).locator("input.pick").is_checked()
    report.page.locator("#search").fill("nobody is called this")
    assert report.page.locator("#selection").is_visible()


def test_copying_puts_a_table_into_the_clipboard(open_report):
    report = open_report("varied", permissions=["clipboard-read", "clipboard-write"])
    ids = picked(report, 2, 5)
    report.page.locator("#copy").click()
    report.page.wait_for_function("navigator.clipboard.readText().then(text => text.length > 0)")
    lines = report.page.evaluate("navigator.clipboard.readText()").splitlines()
    head, *rows = [line.split("\t") for line in lines]
    assert len(rows) == len(ids)
    assert {len(row) for row in rows} == {len(head)}
    for account_id, row in zip(ids, rows, strict=True):
        told = next(it for it in report.rows() if it["account_id"] == account_id)
        assert told["name"] in row[0]
        assert told["last_post"] in row


def download(report, path):
    with report.page.expect_download() as coming:
        report.page.locator("#download").click()
    assert coming.value.suggested_filename.endswith(".csv")
    coming.value.save_as(path)
    return read_csv(path)


def test_the_download_is_the_selection_as_csv(open_report, tmp_path):
    report = open_report("varied")
    ids = picked(report, 4, 1, 6)
    head, *rows = download(report, tmp_path / "selection.csv")
    told = {row["account_id"]: row for row in report.rows()}
    listed = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["account_id"] for row in listed] == [it for it in told if it in ids]
    assert {"account_id", "name", "followers_count", "price"} < set(head)
    for row in listed:
        price = report.shortlist.beside.details[row["account_id"]].price
        expected = told[row["account_id"]] | {
            "list": "creators",
            "price": price and price.amount,
            "currency": price and price.currency,
            "price_format": price and price.format,
            "priced_on": price and price.priced_on,
        }
        for name, said in row.items():
            value = expected[name]
            if value is None:
                assert said == "", name
            elif isinstance(value, bool):
                assert said.lower() == str(value).lower(), name
            elif isinstance(value, (int, float)):
                assert float(said) == pytest.approx(value, rel=1e-4), name
            elif name == "business_contact":
                assert said == "'" + value, "a formula is only text"
            else:
                assert said == value, name


def test_no_downloaded_cell_is_a_formula(open_report, tmp_path):
    report = open_report("hostile")
    report.show("creators")
    report.pick(*report.shown[:22])
    _, *rows = download(report, tmp_path / "selection.csv")
    assert len(rows) == 22
    for cell in (cell for row in rows for cell in row):
        is_number = cell.replace(".", "", 1).replace("e-", "", 1).removeprefix("-").isdigit()
        assert is_number or not cell.lstrip().startswith(("=", "+", "-", "@", "\uff1d")), cell


def test_a_copied_name_breaks_no_table(open_report):
    report = open_report("hostile", permissions=["clipboard-read", "clipboard-write"])
    report.show("creators")
    report.pick(*report.shown[:22])
    report.page.locator("#copy").click()
    report.page.wait_for_function("navigator.clipboard.readText().then(text => text.length > 0)")
    text = report.page.evaluate("navigator.clipboard.readText()")
    rows = [line.split("\t") for line in text.rstrip("\r\n").split("\n")]
    assert len(rows) == 23
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("count", range(1, 7))
def test_two_to_five_stand_side_by_side(open_report, count):
    report = open_report("varied")
    ids = picked(report, *range(1, count + 1))
    button, dialog = report.page.locator("#compare"), report.page.locator("#side-by-side")
    if not 2 <= count <= 5:
        assert button.is_disabled() or button.get_attribute("aria-disabled") == "true"
        button.click(force=True)
        assert not dialog.is_visible()
        return
    button.click()
    assert dialog.is_visible()
    told = dialog.inner_text()
    names = {row["account_id"]: row["name"] for row in report.rows()}
    for account_id, name in names.items():
        if account_id in ids:
            assert name in told
    heads = dialog.locator("thead th").all_inner_texts()
    assert [it for it in ids if any(names[it] in head for head in heads)] == ids
    report.page.locator("#close").click()
    assert not dialog.is_visible()
    assert report.page.locator("#selection").is_visible()
