"""What axe-core finds that keeps people out, in every language and both colours."""

import pytest

RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter(it => ["serious", "critical"].includes(it.impact))
  .map(it => [it.id, it.impact, it.nodes.slice(0, 3).map(node =>
    `${node.target} ${node.html.slice(0, 160)} ${node.any.map(one => one.message).join("; ")}`)])"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["briefed", "russian", "dutch"])
def test_nothing_serious_is_found(open_report, axe, name, dark):
    report = open_report(name, dark=dark, bypass_csp=True)
    report.page.add_script_tag(content=axe)
    report.show("all")
    assert report.page.evaluate(RUN) == []
    first, second, *_ = report.shown
    report.open(first)
    report.pick(first, second)
    assert report.page.evaluate(RUN) == []
    report.page.locator("#compare").click()
    assert report.page.locator("#side-by-side").is_visible()
    assert report.page.evaluate(RUN) == []


def test_what_is_serious_would_be_found(open_report, axe):
    report = open_report(bypass_csp=True)
    report.page.add_script_tag(content=axe)
    report.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<input><button></button>')"
    )
    assert {it[0] for it in report.page.evaluate(RUN)} == {"label", "button-name"}


@pytest.mark.parametrize("name", ["empty", "unknown", "hostile", "client"])
def test_nothing_serious_is_found_where_little_is_known_or_much_is_wrong(open_report, axe, name):
    report = open_report(name, bypass_csp=True, width=400)
    report.page.add_script_tag(content=axe)
    assert report.page.evaluate(RUN) == []
