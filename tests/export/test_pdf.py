"""How the report is printed and what is said when it cannot be, with programs that play Chromium.

What a real one prints is looked at in tests/browser/test_pdf_pages.py.
"""

import os
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from leaders.errors import LeadersError
from leaders.export import pdf
from leaders.export.pdf import NAMES, find_chromium, print_page

AS_OF = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
READ = """#!/bin/sh
for it in "$@"; do
  case $it in --print-to-pdf=*) pdf=${it#*=};; --user-data-dir=*) profile=${it#*=};; file:*) page=$it;; esac
done
"""  # noqa: E501
HTML = READ + "echo '<html>' > \"$pdf\"\n"
WELL = "The HTML report prints well by itself, from any browser."


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine that has no Chromium; ``machine(text)`` makes one of a script."""
    monkeypatch.delenv("LEADERS_CHROMIUM", raising=False)
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.defpath}")
    monkeypatch.setattr(pdf, "NAMES", [f"fake-{name}" for name in NAMES])
    monkeypatch.setattr(pdf, "USUAL_PLACES", ())

    def install(text, name=f"fake-{NAMES[0]}"):
        program = programs / name
        program.write_text(text)
        program.chmod(0o755)
        return str(program)

    return install


def complaint():
    with pytest.raises(LeadersError) as raised:
        print_page(b"<p>page", AS_OF)
    return str(raised.value)


def test_the_first_of_the_usual_names_is_taken(machine):
    assert find_chromium() is None
    last = machine("", f"fake-{NAMES[-1]}")
    assert find_chromium() == last
    first = machine("", f"fake-{NAMES[0]}")
    assert find_chromium() == first


def test_what_the_environment_names_goes_before(machine, monkeypatch):
    machine("")
    own = machine("", "mine")
    monkeypatch.setenv("LEADERS_CHROMIUM", own)
    assert find_chromium() == own
    monkeypatch.setenv("LEADERS_CHROMIUM", "/nowhere/chrome")
    assert find_chromium() is None
    said = complaint()
    assert "LEADERS_CHROMIUM names /nowhere/chrome, which is no program" in said
    assert said.endswith(WELL)


def test_it_is_looked_for_where_macos_and_windows_have_it(machine, monkeypatch, tmp_path):
    place = Path(machine("", "Google Chrome"))
    monkeypatch.setenv("PROGRAMFILES", str(place.parent))
    places = ("${NOT_SET_HERE}/chrome.exe", "${PROGRAMFILES}/Google Chrome")
    monkeypatch.setattr(pdf, "USUAL_PLACES", places)
    assert find_chromium() == str(place)


def test_without_chromium_it_is_said_how_to_get_one(machine):
    said = complaint()
    assert "none was found" in said
    assert "apt install chromium" in said
    assert "LEADERS_CHROMIUM" in said
    assert said.endswith(WELL)


def test_one_that_takes_too_long_is_stopped_with_all_it_started(machine, monkeypatch, tmp_path):
    child = tmp_path / "child"
    machine(f"#!/bin/sh\nsleep 300 &\necho $! > {child}.new\nmv {child}.new {child}\nwait\n")
    monkeypatch.setattr(pdf, "SECONDS", 1.0)
    said = complaint()
    assert "did not print the report within 1 seconds and was stopped" in said
    assert said.endswith(WELL)
    assert is_gone(int(child.read_text()))


def is_gone(number):
    """Within ten seconds: whoever adopts an orphan has to notice its end."""
    for _ in range(100):
        with suppress(OSError):
            stat = Path(f"/proc/{number}/stat")
            if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        time.sleep(0.1)
    return False


def test_what_it_complained_about_is_passed_on(machine):
    machine(
        "#!/bin/sh\necho started\necho 'FATAL: no\x1b[31m usable sandbox!'\necho '#0 0x5'\nexit 21"
    )
    said = complaint()
    assert "failed (code 21)" in said
    assert "FATAL: no[31m usable sandbox!" in said
    assert "0x5" not in said


def test_one_that_is_killed_is_a_failure(machine):
    machine("#!/bin/sh\nkill -9 $$\n")
    assert "failed (code -9) and printed no report: it said nothing" in complaint()


@pytest.mark.parametrize("text", ["#!/bin/sh\necho done\n", HTML])
def test_no_pdf_is_no_success(machine, text):
    machine(text)
    assert "ended without printing a PDF: " in complaint()


def test_what_cannot_be_started_is_named(machine):
    program = machine("\x7fELF of another machine")
    assert f"{program} cannot be started" in complaint()


def test_the_moment_of_printing_becomes_that_of_the_ranking(machine):
    dates = r"/CreationDate (D:20300102030405+01\04700\047)/ModDate (D:20300102030405Z)"
    machine(READ + f"printf '%%PDF-1.4 \\\\(D:20300102030405Z) {dates}' > \"$pdf\"\n")
    printed = print_page(b"", AS_OF)
    assert printed == (
        b"%PDF-1.4 \\(D:20300102030405Z) /CreationDate (D:20260301235959+00'00')"
        b"/ModDate (D:20260301235959Z)"
    )
    elsewhere = AS_OF.astimezone(timezone(timedelta(hours=3)))
    assert print_page(b"", elsewhere) == printed


def test_elements_are_numbered_from_one(machine):
    """Chromium counts nodes that nobody sees, in some runs and in others not."""
    printed = []
    for first, second in (("00000009", "00000012"), ("00000010", "00000019")):
        ids = f"(node{second}) (node{first}) (node{second}) \\\\(node00000009\\\\) (node9)"
        machine(READ + f"printf '%%PDF-1.4 {ids}' > \"$pdf\"\n")
        printed.append(print_page(b"", AS_OF))
    assert printed[0] == printed[1]
    assert printed[0] == (
        rb"%PDF-1.4 (node00000002) (node00000001) (node00000002) \(node00000009\) (node9)"
    )


def test_it_prints_the_page_alone_offline_and_leaves_nothing(machine, tmp_path):
    asked, seen = tmp_path / "asked", tmp_path / "seen"
    machine(
        READ + f'printf \'%s\\n\' "$@" > {asked}\ncp "${{page#file://}}" {seen}\n'
        'mkdir "$profile"\nprintf %%PDF-1.4 > "$pdf"\n'
    )
    assert print_page("<p>ё".encode(), AS_OF) == b"%PDF-1.4"
    arguments = asked.read_text().splitlines()
    assert seen.read_text("utf-8") == "<p>ё"
    assert {"--headless", "--no-pdf-header-footer"} < set(arguments)
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in arguments
    profile = next(it for it in arguments if it.startswith("--user-data-dir=")).partition("=")[2]
    assert arguments[-1] == (Path(profile).parent / "report.html").as_uri()
    assert not Path(profile).parent.exists()


@pytest.mark.parametrize(("number", "is_without"), [(0, True), (1000, False)])
def test_the_sandbox_is_left_out_for_root_alone(machine, tmp_path, monkeypatch, number, is_without):
    asked = tmp_path / "asked"
    machine(READ + f'echo "$@" > {asked}\nprintf %%PDF-1.4 > "$pdf"\n')
    monkeypatch.setattr(os, "geteuid", lambda: number)
    print_page(b"", AS_OF)
    assert ("--no-sandbox" in asked.read_text()) is is_without


def test_a_snap_gets_the_page_where_it_can_see_it(machine, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    asked = tmp_path / "asked"
    machine(READ + f'# /snap/bin/chromium\necho $page > {asked}\nprintf %%PDF-1.4 > "$pdf"\n')
    print_page(b"", AS_OF)
    assert asked.read_text().startswith((tmp_path / "snap/chromium/common").as_uri())
    assert list((tmp_path / "snap/chromium/common").iterdir()) == []
