"""leaders start: a first niche from flags or from answers, tried live, with a provisional list."""

import contextlib
import os
import re
import signal
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_http import on_this_machine
from fake_vk import SERVICE, FakeVk
from typer.testing import CliRunner
from vk_society import Society

from leaders import cli
from leaders.cli import start_questions
from leaders.cli.start import _share, start
from leaders.cli.start_words import find_language, load_words
from leaders.environment import find_names
from leaders.niche import load_niche
from leaders.platforms import PLATFORMS
from leaders.settings import Workspace

Told = tuple[int, str, str]
Command = Callable[..., Told]
KNITTERS = "simulated:olga_spitsy_2 simulated:mariya_pryazha simulated:emily_knitting"
FLAGS = ("--language", "en", "--topic", "Knitting", "--link", KNITTERS)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A folder with nothing in it, and no credential."""
    for variable in find_names():
        monkeypatch.setenv(variable, "")  # so that what is set meanwhile goes away again
        monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))  # nobody is logged in
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return Workspace(tmp_path / "empty")


@pytest.fixture
def command(empty: Workspace, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run it without a terminal: its exit code, output and what it says."""

    def run(*arguments: str) -> Told:
        capsys.readouterr()
        code = cli._run(["--workspace", str(empty.root), "start", *arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return run


@pytest.fixture
def answer(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run it with some lines typed on what passes for a terminal."""

    def run(*arguments: str, typed: tuple[str, ...] = ()) -> Told:
        line = ["--workspace", str(empty.root), "start", *arguments]
        lines = [f"{it}\n" for it in typed]
        with CliRunner().isolation(input="".join(lines)) as (out, err, _):
            monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
            code = cli._run(line)
            shown = out.getvalue().decode()
            for echo in lines:  # the runner shows what is typed, as a terminal does
                shown = shown.removeprefix(f" {echo}").removeprefix(" \n")  # or nothing of it
            return code, shown, err.getvalue().decode()

    return run


@pytest.fixture
def vk(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeVk]:
    fake = FakeVk(Society())
    with on_this_machine(fake) as address:
        monkeypatch.setenv("VK_API", address)
        monkeypatch.setenv("VK_RATE", "500")
        yield fake


def test_flags_alone_make_a_niche(command: Command, empty: Workspace) -> None:
    code, out, said = command(
        *FLAGS, "--words", "knitting, nl: breien", "--country", "Nederland", "--city", "Utrecht",
        "--client", "The Yarn Shop", "--client-link", "https://vk.com/yarn yarn.example",
        "--client-country", "be", "--competitor", "Other", "--competitor", "https://t.me/other",
        "--name", "mine",
    )  # fmt: skip
    assert (code, out) == (0, "")
    niche = load_niche(empty, "mine")
    assert niche.seeds == tuple(KNITTERS.split())
    assert niche.words == {"en": ("knitting",), "nl": ("breien",)}
    assert (niche.where.country, niche.where.city) == ("NL", "Utrecht")
    assert (niche.client.name, niche.client.country) == ("The Yarn Shop", "BE")
    assert niche.client.accounts == ("https://vk.com/yarn",)
    assert niche.client.domains == ("yarn.example",)
    assert niche.competitors.words == ("Other",)
    assert niche.competitors.accounts == ("https://t.me/other",)
    assert "simulated: it answers, for example with " in said
    assert "  opens: followers, following, " in said
    assert "A first, provisional list takes at most 15 min" in said
    assert said.endswith("Next: leaders check mine, leaders run mine\n")
    assert not empty.database.exists()


def test_a_cut_crawl_makes_a_list_that_is_marked(command: Command, empty: Workspace) -> None:
    code, out, said = command(*FLAGS, "--run", "--calls", "60", "--top", "3")
    assert code == 0
    titles = [line for line in out.splitlines() if "as of" in line]
    assert titles
    assert all(line.startswith("PROVISIONAL, Knitting") for line in titles)
    assert "PROVISIONAL: not all was read" in said
    assert "simulated: the limit of 60 calls was reached." in said
    assert "leaders run knitting (goes on from here" in said
    assert "leaders review knitting" in said
    assert cli._run(["--workspace", str(empty.root), "show", "knitting"]) == 0


def test_a_crawl_that_was_not_cut_is_not_called_provisional(command: Command) -> None:
    code, out, said = command("--language", "en", "--topic", "Knitting", "--platform", "simulated",
                              "--link", "olga_spitsy_2", "--run")  # fmt: skip
    assert code == 0
    assert "PROVISIONAL" not in out + said
    assert "Collecting was not cut" in said


def test_the_same_flags_make_the_same_file(command: Command, empty: Workspace) -> None:
    assert command(*FLAGS, "--name", "one")[0] == 0
    assert command(*FLAGS, "--name", "two")[0] == 0
    one, two = ((empty.niches / f"{name}.toml").read_text("utf-8") for name in ("one", "two"))
    assert one.replace("check one", "check two") == two


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        ((), "missing: --topic, --link or --platform."),
        (("--topic", "Knitting"), "missing: --link or --platform."),
        (("--link", "vk:-1"), "missing: --topic."),
        (("--topic", " ", "--link", "vk:-1"), "This one is needed."),
        (("--topic", "K", "--link", "vk:-1 https://example.org/x"), "https://example.org/x: not"),
        (("--topic", "K", "--link", "@anna"), "@anna: say which platform"),
        (("--topic", "K", "--platform", "myspace"), "myspace is no platform; choose from bluesky"),
        ((*FLAGS, "--country", "Atlantis"), "Atlantis is no country"),
        ((*FLAGS, "--client-link", "my shop"), "my, shop: neither"),
        ((*FLAGS, "--name", "../mine"), "../mine cannot be a name"),
        ((*FLAGS, "--minutes", "0"), "--minutes"),
        ((*FLAGS, "--language", "de"), "--language"),
    ],
)
def test_a_flag_that_is_missing_or_wrong(
    command: Command, empty: Workspace, flags: tuple[str, ...], says: str
) -> None:
    code, out, said = command("--language", "en", *flags)
    assert (code, out) == (2, "")
    assert says in said
    assert not empty.root.exists()


def test_a_niche_that_is_there_is_never_written_over(command, answer, empty: Workspace) -> None:
    assert command(*FLAGS)[0] == 0
    before = (empty.niches / "knitting.toml").read_bytes()
    code, _, said = command(*FLAGS)
    assert code == 2
    assert "There is a niche knitting already" in said
    assert "--name" in said
    assert command(*FLAGS, "--name", "knitting")[0] == 2
    typed = ("", "", "", "", "", "knitting", "a/b", "other")
    code, _, said = answer(*FLAGS, "--no-run", typed=typed)
    assert code == 0
    assert said.count("There is a niche knitting already") == 2
    assert "a/b cannot be a name" in said
    assert (empty.niches / "knitting.toml").read_bytes() == before
    assert load_niche(empty, "other").title == "Knitting"


TYPED = {
    "en": ("What is the niche about?", "Netherlands", "n"),
    "ru": ("О чём ниша?", "Нидерланды", "н"),
    "nl": ("Waar gaat de niche over?", "Nederland", "nee"),
}


@pytest.mark.parametrize("language", TYPED)
def test_it_asks_in_three_languages(answer: Command, empty: Workspace, language: str) -> None:
    question, country, no = TYPED[language]
    typed = (
        "", "Breien \x07", "wol, ru: пряжа", "Atlantis", country, "", "The Shop",
        "https://vk.com/shop", "", "Other",
        "https://nowhere.example/x", f"{KNITTERS} @anna", "nobody", KNITTERS, "",
        "myspace", "simulated", "", "perhaps", no,
    )  # fmt: skip
    code, out, said = answer("--language", language, typed=typed)
    assert (code, out) == (0, "")
    assert said.count(question) == 2  # it cannot be left empty
    niche = load_niche(empty, "breien")
    assert niche.title == "Breien"
    assert niche.words["ru"] == ("пряжа",)
    assert (niche.where.country, niche.where.city) == ("NL", None)
    assert (niche.client.name, niche.client.country) == ("The Shop", "NL")
    assert niche.client.accounts == ("https://vk.com/shop",)
    assert niche.competitors.words == ("Other",)
    assert niche.seeds == (*KNITTERS.split(), "simulated:anna")
    words = load_words()[language]
    assert words["is_yes_no"] in said
    assert words["unknown_links"].format(shown="https://nowhere.example/x") in said
    assert words["unknown_seeds"].format(shown="simulated:anna") in said
    for other in set(TYPED) - {language}:
        assert TYPED[other][0] not in said


def test_with_no_link_it_asks_where_to_look(answer: Command, empty: Workspace) -> None:
    typed = ("", "", "", "", "", "", "somewhere", "simulated", "n")
    code, _, said = answer("--language", "en", "--topic", "Knitting", typed=typed)
    assert code == 0
    assert "somewhere is no platform" in said
    assert load_niche(empty, "knitting").platforms == ("simulated",)


def test_the_whole_way_by_answers(answer: Command) -> None:
    typed = ("", "", "", "", "", KNITTERS, "", "")
    code, out, said = answer("--language", "nl", "--topic", "Breien", "--calls", "60", typed=typed)
    assert code == 0
    assert out.startswith("VOORLOPIG, Breien")
    assert "Hierna: leaders run breien" in said


def test_ctrl_c_while_a_platform_is_tried_writes_nothing(command, empty, monkeypatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(PLATFORMS, "simulated", stop)
    code, _, said = command(*FLAGS)
    assert code == 1
    assert said.endswith("Stopped: nothing was written.\n")
    assert not empty.root.exists()


@pytest.mark.parametrize("answered", range(6))
def test_the_end_of_input_at_any_question_writes_nothing(answer, empty, answered: int) -> None:
    typed = ("Knitting", "", "", "", "", "")[:answered]
    code, _, said = answer("--language", "en", typed=typed)
    assert code == 1
    assert said.endswith("Stopped: nothing was written.\n")
    assert not empty.root.exists()


def test_after_the_file_is_written_it_says_how_to_go_on(answer, empty) -> None:
    code, _, said = answer(*FLAGS, typed=("", "", "", "", ""))
    assert code == 1
    assert said.endswith("The niche file is written; go on with: leaders run knitting\n")
    assert load_niche(empty, "knitting").platforms == ("simulated",)


@pytest.mark.skipif(os.name == "nt", reason="a terminal is made with openpty")
def test_ctrl_c_on_a_real_terminal_writes_nothing(empty: Workspace) -> None:
    command = [sys.executable, "-m", "leaders", "--workspace", str(empty.root)]
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [*command, "start", "--language", "ru"], stdin=theirs, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        told = ""
        os.write(ours, "Вязание\n".encode())
        while "Название или две буквы" not in told:
            told += process.stderr.read(1)
            if told.endswith("[сама тема]:"):
                os.write(ours, b"\n")
        process.send_signal(signal.SIGINT)
        try:
            _, rest = process.communicate(timeout=60)
        finally:
            process.kill()
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 1
    assert rest.endswith("Прекращено: ничего не записано.\n")
    assert not empty.root.exists()


def test_a_missing_credential_is_told_with_the_line_that_sets_it(command, empty, vk) -> None:
    flags = ("--language", "en", "--topic", "Gardens", "--link", "https://vk.com/club1")
    code, _, said = command(*flags, "--no-run")
    assert code == 0
    assert "vk: cannot be read yet. It needs a service token" in said
    assert f"put a line into {empty.dotenv}: VK_SERVICE_TOKENS=...  VK_USER_TOKENS=..." in said
    assert "paste" not in said  # there is nobody to ask
    assert "Nothing can be collected yet" in said
    assert vk.called == []
    assert command(*flags, "--name", "again", "--run")[0] == 1
    assert load_niche(empty, "again").seeds == ("https://vk.com/club1",)


def test_a_good_credential_says_what_it_opens(command, vk, monkeypatch) -> None:
    monkeypatch.setenv("VK_SERVICE_TOKENS", SERVICE)
    code, _, said = command(
        "--language", "ru", "--topic", "Сады", "--link", "https://vk.com/club1 vk:nobody_here",
    )  # fmt: skip
    assert code == 0
    assert re.search(r"vk: отвечает, например: .*, подписчиков: 31,234\.", said)
    assert "поиск постов" in said
    assert "поиск аккаунтов" not in said
    assert "никому не видно: закрытые профили" in said
    assert "там никого нет под именем: vk:nobody_here" in said
    assert re.search(r"vk: чтобы прочитать всё, вызовов примерно [\d,]+, (около|дней)", said)
    assert SERVICE not in said


def test_a_bad_credential_is_told_and_stops_no_other(command, empty, vk, monkeypatch) -> None:
    monkeypatch.setenv("VK_SERVICE_TOKENS", "a-token-that-nobody-gave-out")
    code, out, said = command(*FLAGS, "--link", "https://vk.com/club1", "--run", "--calls", "60")
    assert code == 0
    assert "vk: it was tried and did not work: " in said
    assert "VK refuses token 1 of VK_SERVICE_TOKENS" in said
    assert "simulated: it answers" in said
    assert "Left out: vk: " in said
    assert out.startswith("PROVISIONAL, ")
    kept = b"".join(it.read_bytes() for it in empty.root.rglob("*") if it.is_file())
    assert b"a-token-that" not in kept + said.encode()


BAD = "a-token-that-nobody-gave-out"
GARDENS = ("--topic", "Gardens", "--link", "https://vk.com/club1")
SKIPPED = ("",) * 5  # words, country, city, client, competitors


def read_all(workspace: Workspace) -> bytes:
    return b"".join(it.read_bytes() for it in workspace.root.rglob("*") if it.is_file())


@pytest.mark.parametrize("language", TYPED)
def test_a_pasted_credential_that_works_is_kept(answer, empty, vk, language: str) -> None:
    typed = (*SKIPPED, f" {SERVICE}\u200b", TYPED[language][2])
    code, out, said = answer("--language", language, *GARDENS, typed=typed)
    assert (code, out) == (0, "")
    words = load_words()[language]
    assert words["ask_paste"].format(platform="vk", variable="VK_SERVICE_TOKENS") in said
    assert words["accepted"].format(platform="vk") in said
    assert words["kept"].format(variable="VK_SERVICE_TOKENS", path=empty.dotenv) in said
    assert re.search(words["works_with"].format(platform="vk", name=".*", followers="31,234"), said)
    assert SERVICE not in said
    assert empty.dotenv.read_text("utf-8").endswith(f"\nVK_SERVICE_TOKENS='{SERVICE}'\n")
    assert os.name == "nt" or empty.dotenv.stat().st_mode & 0o777 == 0o600
    assert (empty.root / ".gitignore").read_text() == ".env\n"
    assert read_all(empty).count(SERVICE.encode()) == 1


def test_what_was_kept_is_read_by_the_next_command(
    answer, empty, vk, monkeypatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer("--language", "en", *GARDENS, typed=(*SKIPPED, SERVICE, "n"))[0] == 0
    monkeypatch.delenv("VK_SERVICE_TOKENS")
    words = ["--workspace", str(empty.root), "collect", "gardens", "--calls", "5"]
    assert cli._run(words) == 0
    told = capsys.readouterr()
    assert "vk" in told.err + told.out
    assert "careful" not in told.err
    assert vk.called[-1].token == SERVICE


def test_a_refused_paste_is_told_and_asked_for_once_more(answer, empty, vk) -> None:
    code, _, said = answer("--language", "en", *GARDENS, typed=(*SKIPPED, BAD, SERVICE, "n"))
    assert code == 0
    assert re.search(
        "vk: not accepted, and not kept: .*VK refuses token 1 of VK_SERVICE_TOKENS", said
    )
    assert "vk: accepted." in said
    assert BAD not in said
    assert BAD.encode() not in read_all(empty)
    assert SERVICE.encode() in empty.dotenv.read_bytes()


@pytest.mark.parametrize(
    ("pasted", "refusals"), [((BAD, "no token"), 2), ((BAD, ""), 1), (("",), 0), (("\x07",), 0)]
)
def test_nothing_that_was_refused_or_left_out_is_kept(
    answer, empty, vk, pasted: tuple[str, ...], refusals: int
) -> None:
    code, _, said = answer("--language", "en", *GARDENS, typed=(*SKIPPED, *pasted))
    assert code == 0
    assert said.count("not accepted, and not kept") == refusals
    assert f"put a line into {empty.dotenv}: VK_SERVICE_TOKENS=..." in said
    assert "Nothing can be collected yet" in said
    assert not empty.dotenv.exists()
    assert "VK_SERVICE_TOKENS" not in os.environ
    assert BAD not in said
    assert "no token" not in said.replace("is no token", "")


def test_stopped_after_a_paste_nothing_is_written(answer, empty, vk) -> None:
    link = ("--link", "https://www.youtube.com/@gardens")
    code, _, said = answer("--language", "en", *GARDENS, *link, typed=(*SKIPPED, SERVICE))
    assert code == 1
    assert "vk: accepted." in said
    assert said.endswith("Stopped: nothing was written.\n")
    assert not empty.root.exists()


def test_what_the_environment_holds_is_not_asked_for(answer, empty, vk, monkeypatch) -> None:
    monkeypatch.setenv("VK_SERVICE_TOKENS", SERVICE)
    code, _, said = answer("--language", "en", *GARDENS, typed=(*SKIPPED, "n"))
    assert code == 0
    assert "paste VK" not in said
    assert not empty.dotenv.exists()


def test_of_telegram_the_steps_are_told(answer, empty) -> None:
    link = ("--topic", "Gardens", "--link", "https://t.me/gardens")
    code, _, said = answer("--language", "en", *link, typed=SKIPPED)
    assert code == 0
    lines = "TELEGRAM_API_ID=...  TELEGRAM_API_HASH=..."
    assert f"2. put two lines into {empty.dotenv}: {lines}" in said
    assert "3. leaders login telegram" in said
    assert "Enter: later" not in said


@pytest.mark.skipif(os.name == "nt", reason="a terminal is made with openpty")
def test_a_real_terminal_does_not_show_what_is_pasted(empty: Workspace, vk: FakeVk) -> None:
    command = [sys.executable, "-m", "leaders", "--workspace", str(empty.root), "start"]
    flags = ["--language", "en", *GARDENS, "--words", "", "--country", "", "--city", "",
             "--client", "", "--competitor", "", "--no-run"]  # fmt: skip
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [*command, *flags], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while b"Enter: later):" not in shown:
                shown += os.read(ours, 1024)
            while not is_hidden(ours):
                assert process.poll() is None
            os.write(ours, f"{SERVICE}\n".encode())
            with contextlib.suppress(OSError):  # how Linux tells that the other end is closed
                while more := os.read(ours, 1024):
                    shown += more
        finally:
            process.kill()
    os.close(ours)
    assert b"vk: accepted." in shown
    assert SERVICE.encode() not in shown
    assert SERVICE.encode() in empty.dotenv.read_bytes()


def is_hidden(terminal: int) -> bool:
    import termios

    return not termios.tcgetattr(terminal)[3] & termios.ECHO


def test_of_platforms_that_are_only_imported_it_says_how(command, empty) -> None:
    code, _, said = command("--language", "en", "--topic", "Knitting",
                            "--link", "https://www.instagram.com/ann/")  # fmt: skip
    assert code == 0
    assert "instagram: cannot be collected from" in said
    assert "leaders import FILE --niche knitting --platform instagram" in said
    assert load_niche(empty, "knitting").platforms == ("instagram",)


def test_hostile_flags_stay_answers_and_move_no_cursor(command, empty) -> None:
    hostile = '"]]]\n[limits]\ncalls = 1 \x1b[2J\u202e {0} {topic}'
    code, _, said = command(
        "--language", "en", "--topic", hostile, "--words", hostile, "--city", hostile,
        "--client", hostile, "--competitor", hostile, "--link", KNITTERS, "--name", "mine",
    )  # fmt: skip
    assert code == 0
    niche = load_niche(empty, "mine")
    assert niche.limits.calls is None
    assert niche.title == '"]]] [limits] calls = 1 [2J {0} {topic}'
    assert not {"\x1b", "\u202e"} & set(said)


def test_the_time_is_shared_and_what_is_left_goes_to_the_others() -> None:
    assert _share(900.0, 3) == 5.0
    assert _share(900.0, 1) == 15.0
    assert _share(-1.0, 2) > 0


def test_every_sentence_is_there_in_every_language_with_the_same_holes() -> None:
    english = {key: it for key, it in load_words()["en"].items() if isinstance(it, str)}
    for words in load_words().values():
        said = {key: it for key, it in words.items() if isinstance(it, str)}
        assert set(said) == set(english)
        for key, sentence in said.items():
            assert holes(sentence) == holes(english[key]), key


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("ru_RU.UTF-8", "ru"), ("nl_NL", "nl"), ("Dutch_Netherlands.1252", "nl"),
        ("Russian_Russia", "ru"), ("C.UTF-8", "en"), ("de_DE", "en"), ("nl", "nl"),
    ],
)  # fmt: skip
def test_the_language_is_the_system_s(monkeypatch, said: str, language: str) -> None:
    for variable in ("LC_MESSAGES", "LANG"):
        monkeypatch.setenv(variable, "en_US")
    monkeypatch.setenv("LC_ALL", said)
    assert find_language() == language


def test_every_question_can_be_answered_by_a_flag() -> None:
    flags = set(start.__annotations__)
    for asked in start_questions.Given.__slots__:
        assert asked in flags | {"client_links", "competitors", "links", "platforms"}
