"""The page says everything in another language, and back, letter for letter."""

import json

import pytest

from leaders.export.briefing import Said
from leaders.export.words import LANGUAGES, Words, load_words

TOLD = """() => [...document.querySelectorAll("[data-t]")]
  .map(it => [it.dataset.t, it.dataset.v || null, it.textContent, it.outerHTML.slice(0, 200)])"""
# What is English by itself, and what strangers wrote, is no text of the page.
# Not innerText: of rows that are out of sight Chromium tells none.
WHOLE = """() => [...document.body.children].filter(it => it.tagName !== "SCRIPT")
  .map(it => it.textContent).join("\\n")"""
OWN = """() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll("[lang=en], script, bdi, style, template, option, #language")
    .forEach(it => it.remove());
  return copy.textContent;
}"""


def to_said(key, values):
    def fill(value):
        is_said = isinstance(value, dict)
        return Said(value["t"], fill_all(value.get("v", {}))) if is_said else value

    def fill_all(told):
        return {name: fill(value) for name, value in told.items()}

    return Said(key, fill_all(json.loads(values)) if values else {})


def open_much(report):
    """A row, a selection and another column, so that what the script writes is there too."""
    report.show("all")
    report.open(report.shown[1])
    report.pick(*report.shown[:2])
    report.choose_column("is_tied")


@pytest.mark.parametrize("first", ["briefed", "russian", "dutch"])
@pytest.mark.parametrize("then", LANGUAGES)
def test_all_texts_are_said_in_the_chosen_language(open_report, first, then):
    report = open_report(first)
    open_much(report)
    report.page.locator("#language").select_option(then)
    assert report.page.locator("html").get_attribute("lang") == then
    words, told = Words(then), report.page.evaluate(TOLD)
    assert len(told) > 50
    for key, values, said, html in told:
        assert said == words.say(to_said(key, values)), html


@pytest.mark.parametrize("then", ["ru", "nl"])
def test_no_english_is_left_of_what_the_page_says_itself(open_report, then):
    report = open_report()
    open_much(report)
    report.page.locator("#language").select_option(then)
    own = report.page.evaluate(OWN)
    english, other = load_words()["en"], load_words()[then]
    left = [
        text
        for key, text in english.items()
        if len(text) > 9 and "{" not in text and text in own
        and text not in " ".join(other.values())
    ]  # fmt: skip
    assert left == []


@pytest.mark.parametrize("then", ["ru", "nl"])
def test_names_for_screen_readers_are_translated_too(open_report, then):
    report = open_report()
    report.page.locator("#language").select_option(then)
    labels = report.page.evaluate("""() => {
      const names = ["aria-label", "placeholder", "title"];
      return [...document.querySelectorAll("*")]
        .flatMap(it => names.map(name => it.getAttribute(name)).filter(Boolean));
    }""")
    english, other = load_words()["en"], set(load_words()[then].values())
    assert labels
    assert [it for it in labels if it in set(english.values()) - other] == []
    assert not any("Select " in it or "Explain " in it for it in labels)


@pytest.mark.parametrize("name", ["briefed", "russian"])
def test_back_again_the_page_is_as_it_was(open_report, name):
    report = open_report(name)
    open_much(report)
    language = report.page.locator("#language").input_value()
    before = report.page.evaluate(WHOLE)
    for there in LANGUAGES:
        report.page.locator("#language").select_option(there)
        assert (report.page.evaluate(WHOLE) == before) is (there == language)
        report.page.locator("#language").select_option(language)
        assert report.page.evaluate(WHOLE) == before


def test_a_switched_page_says_what_a_page_of_that_language_says(open_report):
    switched, native = open_report("briefed"), open_report("russian")
    switched.page.locator("#language").select_option("ru")
    texts = [it.page.locator("#table").text_content() for it in (switched, native)]
    assert texts[0] == texts[1]


def test_the_title_follows_the_language(open_report):
    report = open_report("varied")
    title = report.shortlist.title
    for language in LANGUAGES:
        report.page.locator("#language").select_option(language)
        assert report.page.title() == Words(language)("page_title", title=title)


def test_sorting_goes_on_after_the_switch(open_report):
    report = open_report("varied")
    report.sort("median_views")
    order = report.shown
    report.page.locator("#language").select_option("nl")
    assert report.shown == order
