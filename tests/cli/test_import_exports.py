"""leaders import of other tools' exports, and what their accounts can be ranked by."""

import json
from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from leaders import cli
from leaders.model import IMPORT_ONLY, show_platform
from leaders.settings import Workspace

Run = Callable[..., tuple[int, str, str]]

MODASH = (
    "Username,Full name,URL,Platform,Followers,Engagement rate,Fake followers\n"
    "ann,Ann,https://www.instagram.com/Ann/,instagram,12.3K,3%,5%\n"
    "eve,Eve,https://www.instagram.com/eve/,instagram,900,3%,5%\n"
    "bob,Bob,https://www.tiktok.com/@bob,tiktok,1.2M,1%,\n"
)
CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ada,Lovelace,https://www.linkedin.com/in/ada,ada@x.example,Engines,Founder,01 Jan 2024\n"
)


@pytest.fixture
def run(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> Run:
    names = ", ".join(f'"{name}"' for name in (*IMPORT_ONLY, "telegram"))
    (workspace.niches / "shops.toml").write_text(f'title = "Shops"\nplatforms = [{names}]\n')

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli._run(["--workspace", str(workspace.root), *arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return run


def write(workspace: Workspace, name: str, text: str) -> str:
    path = workspace.root / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def look(workspace: Workspace, sql: str) -> list[Any]:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_an_export_needs_but_its_niche(run: Run, workspace: Workspace) -> None:
    path = write(workspace, "list.csv", MODASH)
    code, _, said = run("import", path, "--niche", "shops")
    assert code == 0
    assert "its header is that of an export of Modash: read so" in said
    assert "list.csv, Instagram: 2 rows, 2 accounts" in said
    assert "list.csv, TikTok: 1 row, 1 account" in said
    assert look(
        workspace,
        "select account_id, handle, name, url, followers_count from account "
        "join profile using (account_no) join account_count using (account_no) order by all",
    ) == [
        ("instagram:ann", "ann", "Ann", "https://www.instagram.com/ann", 12_300),
        ("instagram:eve", "eve", "Eve", "https://www.instagram.com/eve", 900),
        ("tiktok:bob", "bob", "Bob", "https://www.tiktok.com/@bob", 1_200_000),
    ]
    assert look(workspace, "select dataset, count(*) from file_import group by all") == [
        ("modash", 2)
    ]
    _, _, again = run("import", path, "--niche", "shops", "--preset", "modash")
    assert again.count("taken in before with the same options; nothing changed") == 2


def test_the_same_as_json(run: Run, workspace: Workspace) -> None:
    path = write(workspace, "list.csv", MODASH)
    code, told, _ = run("import", path, "--niche", "shops", "--json")
    assert code == 0
    assert [(it["platform"], it["preset"], it["row_count"]) for it in json.loads(told)] == [
        ("instagram", "modash", 2), ("tiktok", "modash", 1),
    ]  # fmt: skip


def test_preset_none_reads_it_as_any_other_file(run: Run, workspace: Workspace) -> None:
    path = write(workspace, "list.csv", MODASH)
    code, _, said = run(
        "import", path, "--niche", "shops", "--preset", "none", "--as", "accounts",
        "--dataset", "d",
    )  # fmt: skip
    assert code == 0
    assert "Modash" not in said
    assert look(workspace, "select account_id from account order by all")[0] == ("files:d/ann",)


def test_people_you_know_come_without_addresses(run: Run, workspace: Workspace) -> None:
    code, _, said = run(
        "import", write(workspace, "Connections.csv", CONNECTIONS), "--niche", "shops"
    )
    assert code == 0
    assert "each becomes a candidate that you name, without e-mail addresses" in said
    assert look(workspace, "select account_id, kind, bio, contacts from account join profile "
                "using (account_no)") == [
        ("linkedin:in/ada", "person", "Founder, Engines", None)
    ]  # fmt: skip
    assert look(workspace, "select why from niche_account") == [("named",)]
    assert b"x.example" not in workspace.database.read_bytes()


def test_followers_are_kept_as_ids_alone(run: Run, workspace: Workspace) -> None:
    rows = [
        {"string_list_data": [{"href": f"https://www.instagram.com/u{n}", "value": f"u{n}"}]}
        for n in range(3)
    ]
    path = write(workspace, "followers_1.json", json.dumps(rows))
    code, _, said = run("import", path, "--niche", "shops")
    assert code == 2
    assert "say it with --owner HANDLE" in said
    code, _, said = run("import", path, "--niche", "shops", "--owner", "@Ann")
    assert code == 0
    assert "followers_1.json, Instagram: 3 rows, 4 accounts, 3 edges" in said
    assert look(workspace, "select count(*) from profile") == [(0,)]
    assert look(
        workspace,
        "select account_id, why from niche_account join account using (account_no)",
    ) == [("instagram:ann", "pointed at")]


def test_rows_of_a_network_that_can_be_asked_wait_for_its_ids(
    run: Run, workspace: Workspace
) -> None:
    path = write(
        workspace, "tg.csv", "Название,Ссылка,Подписчики,ИЦ\nВязание,https://t.me/knit,12 300,5\n"
    )
    _, _, said = run("import", path, "--niche", "shops")
    assert "tg.csv, Telegram: 0 rows, 0 accounts" in said
    (rejects,) = workspace.rejects.iterdir()
    assert "put it among the seeds of the niche" in rejects.read_text("utf-8")
    known = write(workspace, "known.csv", "id,handle\n-1001234567890,Knit\n")
    run("import", known, "--niche", "shops", "--as", "accounts", "--dataset", "d",
        "--platform", "telegram")  # fmt: skip
    _, _, said = run("import", path, "--niche", "shops")
    assert "tg.csv, Telegram: 1 row, 1 account" in said
    assert look(workspace, "select followers_count from account_count") == [(12_300,)]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("", "say what a row is with --as accounts, edges, members or posts"),
        ("--as accounts", "--as accounts needs --dataset"),
        ("--preset modsh", "did you mean modash"),
        ("--preset modash", "has no column of an export of Modash"),
        ("--preset modash --map id=x", "--preset and --map"),
        ("--as accounts --dataset d --owner ann", "is no list that was downloaded"),
        ("--as accounts --dataset a/b", "must be one short word"),
    ],
)
def test_what_cannot_be_meant_is_said(
    run: Run, workspace: Workspace, options: str, says: str
) -> None:
    path = write(workspace, "x.csv", "x,y\n1,2\n")
    code, _, said = run("import", path, "--niche", "shops", *options.split())
    assert code != 0
    assert says in said
    assert not workspace.database.exists()


def test_a_preset_says_itself_what_a_row_is(run: Run, workspace: Workspace) -> None:
    path = write(workspace, "list.csv", MODASH)
    code, _, said = run("import", path, "--niche", "shops", "--as", "edges", "--dataset", "d")
    assert code == 2
    assert "Modash holds accounts; leave --as out, or say --preset none" in said


def test_the_presets_are_listed(run: Run) -> None:
    code, told, _ = run("import", "--presets")
    assert code == 0
    for name in ("modash", "hypeauditor", "linkedin", "confirmed", "assumed"):
        assert name in told


@pytest.mark.parametrize("platform", IMPORT_ONLY)
def test_a_network_without_an_interface_takes_any_list(
    run: Run, workspace: Workspace, platform: str
) -> None:
    path = write(workspace, "a.csv", "handle,followers\n@Ann,5\n=cmd|x,6\n")
    code, _, said = run(
        "import", path, "--niche", "shops", "--as", "accounts", "--dataset", "d",
        "--platform", platform,
    )  # fmt: skip
    assert code == 0
    assert "1 row, 1 account" in said
    assert "1 row could not be read" in said
    ((account_id, handle, url),) = look(
        workspace,
        "select account_id, handle, url from account join profile using (account_no)",
    )
    assert account_id.startswith(f"{platform}:")
    assert account_id.endswith("ann")
    assert handle == "ann"
    assert url.startswith("https://")
    code, _, said = run("rank", "shops")
    assert code == 0
    assert f"{show_platform(platform)} role unknown: ordered only by the followers" in said


def test_login_and_check_say_that_it_is_import_only(run: Run) -> None:
    code, _, said = run("login", "instagram")
    assert code == 2
    assert "Instagram is import-only: it has no open interface" in said
    assert run("login", "vk")[2].startswith("VK needs no login of a person")
    assert (
        "tiktok: imported only; bring its data in with: leaders import" in run("check", "shops")[2]
    )


def test_collecting_says_what_is_imported_only(run: Run, workspace: Workspace) -> None:
    (workspace.niches / "shops.toml").write_text('title = "Shops"\nplatforms = ["ok", "max"]\n')
    code, _, said = run("collect", "shops")
    assert code != 0
    assert "ok: imported only, OK has no open interface" in said
    assert "max: imported only, MAX has no open interface" in said
    assert "No platform of shops can be collected from" in said


def test_account_lists_are_ordered_by_reach_and_edges_make_them_a_ranking(
    run: Run, workspace: Workspace
) -> None:
    run("import", write(workspace, "list.csv", MODASH), "--niche", "shops")
    code, _, said = run("status", "shops")
    assert code == 0
    assert "tiktok: imported only, TikTok has no open interface" in said
    code, _, said = run("rank", "shops")
    assert code == 0
    assert (
        "Instagram role unknown, TikTok role unknown: ordered only by the followers that they "
        "declare, because no follow of these accounts and no interaction with them is stored; "
        "bring edges or posts"
    ) in said
    assert "ordered only by" in run("rank", "shops")[2]  # also when it is known already
    edges = "source,target\n" + "".join(f"u{n},eve\n" for n in range(12)) + "u1,ann\n"
    code, _, _ = run(
        "import", write(workspace, "e.csv", edges), "--niche", "shops", "--as", "edges",
        "--dataset", "d", "--platform", "instagram",
    )  # fmt: skip
    assert code == 0
    said = run("rank", "shops")[2]
    assert "careful: TikTok role unknown: ordered only by" in said
    assert "Instagram" not in said
    shown = json.loads(run("show", "shops", "--json")[1])
    notes = " ".join(shown["notes"])
    assert "Instagram role unknown: 2 ranked by reach 50 %, follow_pagerank 50 %" in notes
    assert "TikTok role unknown: 1 ranked by reach 100 %" in notes


def test_a_seed_may_be_the_address_of_an_imported_account(run: Run, workspace: Workspace) -> None:
    path = workspace.niches / "shops.toml"
    path.write_text(path.read_text() + 'seeds = ["https://www.instagram.com/Ann/"]\n')
    run("import", write(workspace, "list.csv", MODASH), "--niche", "shops")
    code, _, said = run("rank", "shops")
    assert code == 0
    assert "nobody is stored by the name" not in said
