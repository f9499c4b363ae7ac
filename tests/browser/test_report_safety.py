"""What strangers wrote is text and can do nothing; what an attacker adds does not run either."""

import json
import re
import socket
from contextlib import suppress

import pytest
from samples import make_sample

ATTACKS = {
    "a script": """() => {
        const script = document.createElement("script");
        script.textContent = "window.hacked = true";
        document.body.append(script);
    }""",
    "a handler": """() => {
        const button = document.createElement("button");
        button.setAttribute("onclick", "window.hacked = true");
        document.body.append(button);
        button.click();
    }""",
    "a picture with a handler": """() => {
        const picture = '<img src="x:" onerror="window.hacked=true">';
        document.body.insertAdjacentHTML("beforeend", picture);
    }""",
    "a link": """() => {
        const link = document.createElement("a");
        link.href = "javascript:window.hacked = true";
        document.body.append(link);
        link.click();
    }""",
    "a timer": "() => { setTimeout('window.hacked = true', 0); }",
    "a frame": """() => {
        const frame = document.createElement("iframe");
        frame.srcdoc = "<script>parent.hacked = true</script>";
        document.body.append(frame);
    }""",
    "a request": """() => fetch("SERVER").then(
        () => { window.hacked = true; }, () => {})""",
    "a picture": """() => {
        const image = new Image();
        image.src = "SERVERx.png";
        document.body.append(image);
    }""",
    "a style": """() => {
        document.body.insertAdjacentHTML("beforeend", '<i id="styled" style="color: red">x</i>');
        window.hacked = getComputedStyle(document.querySelector("#styled")).color ===
          "rgb(255, 0, 0)" || undefined;
    }""",
    "a form": """() => {
        const form = document.createElement("form");
        form.action = "SERVER";
        document.body.append(form);
        form.submit();
    }""",
    "another base": """() => {
        const base = document.createElement("base");
        base.href = "SERVER";
        document.head.append(base);
        window.hacked = document.baseURI.startsWith("http") || undefined;
    }""",
}  # fmt: skip


@pytest.fixture
def server():
    """The address of one that wants to be asked, and whether it was; a connection is not all."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.3)

        def was_asked():
            with suppress(TimeoutError):
                connection, _ = listening.accept()
                with connection:
                    connection.settimeout(0.3)
                    return connection.recv(1) != b""
            return False

        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", was_asked


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_policy_of_the_page_blocks(open_report, server, attack):
    address, was_asked = server
    report = open_report(offline=False)
    page = report.page
    page.evaluate(ATTACKS[attack].replace("SERVER", address))
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert page.url.startswith("file:")
    assert not was_asked()
    told = [it for it in report.complaints if not it.startswith("asked for")]
    assert told
    assert all("Content Security Policy" in it for it in told), told
    report.complaints.clear()


def test_without_the_policy_the_server_would_be_asked(open_report, server):
    """Else the test above could not fail."""
    address, was_asked = server
    report = open_report(offline=False, bypass_csp=True)
    with report.page.expect_event("console"):
        report.page.evaluate(ATTACKS["a picture"].replace("SERVER", address))
        assert was_asked()
    report.complaints.clear()


HOSTILE = ("hostile", "hostile without a briefing")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text(open_report, name):
    report = open_report(name)
    page = report.page
    report.show("all")
    for account_id in report.shown:
        report.open(account_id)
    told = page.locator("main").text_content() or ""
    assert "</script><script>alert(1)</script>" in told
    assert "a & b < c > d ' \" ]]>" in told
    assert page.evaluate("window.hacked") is None
    assert page.locator("script").count() <= 2
    attributes = page.evaluate(
        "() => [...document.querySelectorAll('*')].flatMap(it => [...it.attributes])"
        ".map(it => it.name).filter(name => name.startsWith('on'))"
    )
    assert attributes == []


@pytest.mark.parametrize("name", HOSTILE)
def test_the_page_is_written_without_style_attributes(open_report, name):
    """The policy would refuse them; what the page's script sets later is no attribute of a name."""
    report = open_report(name, java_script_enabled=False)
    assert report.page.locator("[style]").count() == 0


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_makes_an_element(open_report, name):
    """A page of harmless names has the same kinds of elements, but for what pictures leave out."""
    kinds = "() => [...new Set([...document.querySelectorAll('*')].map(it => it.tagName))].sort()"
    report = open_report(name)
    strange = set(report.page.evaluate(kinds)) - set(open_report().page.evaluate(kinds))
    assert strange <= {"IMG"}
    assert report.page.locator("iframe, object, embed, link, base, form[action]").count() == 0


@pytest.mark.parametrize("name", ["briefed", "many", *HOSTILE])
def test_links_leave_for_the_web_alone(open_report, name):
    report = open_report(name)
    report.show("all")
    for account_id in report.shown[:22]:
        report.open(account_id)
    links = report.page.evaluate(
        "() => [...document.querySelectorAll('a, area, use')]"
        ".map(it => [it.getAttribute('href') ?? it.getAttribute('xlink:href') ?? '', it.rel])"
    )
    assert len(links) > 5
    for address, relations in links:
        assert re.match("https?://|#", address), address
        if not address.startswith("#"):
            assert {"noopener", "noreferrer"} & set(relations.split()), address


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_of_the_other_direction_turns_nothing_around_it(open_report, name):
    """A right-to-left mark would swap the cells' words; it is gone, or the name is isolated."""
    report = open_report(name)
    swapped = report.page.evaluate(r"""() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const text = walker.currentNode.data, parent = walker.currentNode.parentElement;
        if (!/[\u202a-\u202e]/.test(text)) continue;
        const isolated = parent.closest("bdi") ||
          /isolate|plaintext/.test(getComputedStyle(parent).unicodeBidi);
        if (!isolated && !/\u2068[^]*\u2069/.test(text)) found.push(parent.outerHTML.slice(0, 200));
      }
      return found;
    }""")
    assert swapped == []


@pytest.mark.parametrize("name", ["empty", "unknown"])
def test_it_says_what_there_is_where_there_is_little(open_report, name):
    report = open_report(name)
    assert report.page.locator("#summary, #table").first.is_visible()
    assert len(report.shown) == report.shortlist.rows
    assert "undefined" not in report.page.locator("main").text_content()
    assert "NaN" not in report.page.locator("main").text_content()


def test_a_thousand_rows_are_less_than_a_megabyte():
    shortlist, html = make_sample("many")
    assert shortlist.rows == 1000
    assert len(html) < 1_000_000


def test_texts_of_the_page_are_json_that_ends_no_script(open_report):
    for block in open_report("hostile").page.locator("script[type='application/json']").all():
        json.loads(block.inner_text())
