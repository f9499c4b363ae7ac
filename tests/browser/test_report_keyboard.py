"""Everything can be done with the keyboard alone, and where the focus is can be seen."""

import pytest

FOCUS = """() => {
  const it = document.activeElement;
  return [it.tagName, it.id, it.dataset.sort || "", it.className].join(" ");
}"""


def tab_to(report, is_there, most=250):
    for _ in range(most):
        report.page.keyboard.press("Tab")
        if is_there(report.page.evaluate(FOCUS)):
            return
    pytest.fail("the Tab key does not lead there")


def test_sorting_by_tab_and_enter(open_report):
    report = open_report("varied")
    before = report.shown
    tab_to(report, lambda it: it.startswith("BUTTON  who"))
    report.page.keyboard.press("Enter")
    assert report.shown != before
    assert report.page.evaluate(FOCUS).startswith("BUTTON  who")


def test_selecting_comparing_and_closing(open_report):
    report = open_report("varied")
    for number in (1, 2):
        tab_to(report, lambda it: it.startswith("INPUT") and it.endswith("pick"))
        report.page.keyboard.press("Space")
        assert report.page.locator("input.pick:checked").count() == number
    report.page.locator("#compare").focus()
    report.page.keyboard.press("Enter")
    dialog = report.page.locator("#side-by-side")
    assert dialog.is_visible()
    assert dialog.evaluate("it => it.contains(document.activeElement)")
    report.page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert report.page.evaluate(FOCUS).startswith("BUTTON compare")


def test_opening_a_row(open_report):
    report = open_report()
    tab_to(report, lambda it: it.startswith("BUTTON") and "open" in it.split())
    report.page.keyboard.press("Enter")
    assert report.page.locator("tr.detail:visible").count() == 1
    report.page.keyboard.press("Enter")
    assert report.page.locator("tr.detail:visible").count() == 0


def test_the_first_stop_skips_to_the_list(open_report):
    report = open_report()
    report.page.keyboard.press("Tab")
    link = report.page.locator("a:focus")
    assert (link.get_attribute("href") or "").startswith("#")
    report.page.keyboard.press("Enter")
    inside = "() => document.querySelector('#table').contains(document.activeElement)"
    tab_to(report, lambda it: report.page.evaluate(inside), most=2)


def test_where_the_focus_is_can_be_seen(open_report):
    report = open_report()
    for _ in range(12):
        report.page.keyboard.press("Tab")
        style = report.page.evaluate("""() => {
          const it = document.activeElement, style = getComputedStyle(it);
          return [style.outlineStyle, parseFloat(style.outlineWidth), style.boxShadow,
                  it.outerHTML.slice(0, 100)];
        }""")
        assert (style[0] != "none" and style[1] > 0) or style[2] != "none", style[3]
