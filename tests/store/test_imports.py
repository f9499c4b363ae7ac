"""Taking files in: all or nothing, once, and never more than the file says."""

import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaders.forgetting import forget
from leaders.importing import import_path
from leaders.platforms.files import delimited
from leaders.settings import Workspace
from leaders.store.imports import ImportReport, ImportRequest

DAY = datetime(2026, 11, 23, tzinfo=UTC)
REQUEST = ImportRequest(
    niche="niche", dataset="set", platform="files", kind="follow", mapping={}, seen_at=DAY,
    is_seen_at_given=True,
)  # fmt: skip
NOW = replace(REQUEST, seen_at=datetime.now(UTC), is_seen_at_given=False)
OTHER_NICHE = 'title = "Another"\nplatforms = ["files"]\n'


def on(day: int) -> datetime:
    return DAY.replace(month=1, day=day)


def take_in(
    workspace: Workspace, text: str, shape: str = "edges", name: str = "file.csv", **told: Any
) -> ImportReport:
    path = workspace.root / name
    path.write_text(text)
    return import_path(workspace, path, shape, replace(REQUEST, **told), lambda text: None)[0]


def dump(workspace: Workspace) -> dict[str, list[Any]]:
    """Everything that is stored."""
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
        return {
            name: connection.execute(f"select * from {name} order by all").fetchall()
            for (name,) in tables
        }


def look(workspace: Workspace, sql: str) -> list[Any]:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def edges(workspace: Workspace, dataset: str = "set") -> list[tuple[str, str, str, float | None]]:
    """The current edges of a data set, by native ids."""
    return look(
        workspace,
        "select split_part(s.account_id, '/', 2), split_part(t.account_id, '/', 2), edge.kind, "
        "weight from edge join account as s on s.account_no = source_no "
        "join account as t on t.account_no = target_no "
        f"where starts_with(s.account_id, 'files:{dataset}/') order by all",
    )


def pairs(workspace: Workspace) -> list[str]:
    return [source + target for source, target, _, _ in edges(workspace)]


def accounts(workspace: Workspace) -> dict[str, str | None]:
    return dict(look(workspace, "select account_id, kind from account order by account_id"))


@pytest.mark.parametrize("request_", [REQUEST, NOW], ids=["seen-at", "now"])
def test_the_same_file_twice_changes_nothing(workspace: Workspace, request_: ImportRequest) -> None:
    path, other = workspace.root / "file.csv", workspace.root / "other.csv"
    path.write_text("from,to,n\na,b,2\nb,c,1\nc,c,1\nx,y,-1\n")
    other.write_text("from,to\nb,a\n")

    def run(path: Path, request: ImportRequest = request_) -> ImportReport:
        later = replace(request, seen_at=request.seen_at.replace(microsecond=1))
        again = request if request.is_seen_at_given else later
        return import_path(workspace, path, "edges", again, lambda text: None)[0]

    first = import_path(workspace, path, "edges", request_, lambda text: None)[0]
    stored = dump(workspace)
    assert run(path) == replace(first, is_repeated=True)
    assert dump(workspace) == stored
    run(other)
    stored = dump(workspace)
    assert run(path).is_repeated
    assert run(other).is_repeated
    assert dump(workspace) == stored


def test_a_copy_under_another_name_is_the_same_file(workspace: Workspace) -> None:
    take_in(workspace, "from,to\na,b\n")
    assert take_in(workspace, "from,to\na,b\n", name="copy.csv").is_repeated


@pytest.mark.parametrize(
    "told",
    [
        {"seen_at": on(2)},
        {"kind": "like"},
        {"dataset": "other"},
        {"platform": "vk"},
        {"is_undirected": True},
        {"is_complete": True},
        {"is_sample": True},
        {"mapping": {"source": "to", "target": "from"}},
        {"niche": "other"},
    ],
    ids=str,
)
def test_other_options_are_another_import(workspace: Workspace, told: dict[str, Any]) -> None:
    (workspace.niches / "other.toml").write_text(OTHER_NICHE)
    take_in(workspace, "from,to\na,b\n")
    assert not take_in(workspace, "from,to\na,b\n", **told).is_repeated
    assert take_in(workspace, "from,to\na,b\n", **told).is_repeated


def test_self_loops_and_exact_duplicates_are_dropped_and_counted(workspace: Workspace) -> None:
    report = take_in(workspace, "from,to\na,b\na,b\na,a\nb,a\na,b\n")
    assert (report.row_count, report.loop_count, report.duplicate_count) == (5, 1, 2)
    assert (report.edge_count, report.account_count) == (2, 2)
    assert edges(workspace) == [("a", "b", "follow", None), ("b", "a", "follow", None)]


@pytest.mark.parametrize("kind", ["follow", "like"])
def test_weights_of_different_rows_of_a_pair_are_added_up(workspace: Workspace, kind: str) -> None:
    take_in(workspace, "from,to,n\na,b,2\na,b,3\na,b,2\nb,a,1\n", kind=kind)
    assert edges(workspace) == [("a", "b", kind, 5.0), ("b", "a", kind, 1.0)]


def test_interactions_at_different_times_are_different(workspace: Workspace) -> None:
    text = "from,to,at,post\na,b,2026-01-01,\na,b,2026-01-02,\na,b,,p\na,b,2026-01-03,p\n"
    report = take_in(workspace, text, kind="reply")
    assert report.edge_count == 4
    # What happened to one post is one reply, whenever it was seen.
    assert edges(workspace) == [("a", "b", "reply", None)] * 3


def test_undirected_writes_both_ways(workspace: Workspace) -> None:
    report = take_in(workspace, "from,to,n\na,b,2\nb,a,2\nb,c,1\nc,c,1\n", is_undirected=True)
    assert (report.edge_count, report.loop_count, report.duplicate_count) == (4, 1, 1)
    assert [edge[:2] for edge in edges(workspace)] == [
        ("a", "b"), ("b", "a"), ("b", "c"), ("c", "b"),
    ]  # fmt: skip
    assert {edge[3] for edge in edges(workspace)} == {1.0, 2.0}


def test_a_network_file_says_itself_that_it_is_undirected(workspace: Workspace) -> None:
    graph = (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">'
        '<node id="a"/><node id="b"/><edge source="a" target="b"/></graph></graphml>'
    )
    take_in(workspace, graph, name="graph.graphml")
    assert pairs(workspace) == ["ab", "ba"]


def test_an_id_without_a_row_of_its_own_becomes_an_account(workspace: Workspace) -> None:
    take_in(workspace, "id,name\na,Ann\n", "accounts")
    take_in(workspace, "from,to\na,b\nc,a\n")
    assert set(accounts(workspace)) == {f"files:set/{native}" for native in "abc"}
    assert look(workspace, "select name from profile") == [("Ann",)]


def test_ids_keep_all_their_digits(workspace: Workspace) -> None:
    take_in(workspace, "from,to\n115292150460684697,115292150460684698\n")
    assert set(accounts(workspace)) == {
        "files:set/115292150460684697",
        "files:set/115292150460684698",
    }


def test_two_data_sets_never_meet_and_ids_of_a_platform_do(workspace: Workspace) -> None:
    take_in(workspace, "from,to\n0,1\n", dataset="one")
    take_in(workspace, "from,to\n0,1\n", dataset="two")
    take_in(workspace, "from,to\n0,1\n", dataset="three", platform="vk")
    take_in(workspace, "from,to\n1,0\n", dataset="four", platform="vk")
    assert set(accounts(workspace)) == {
        "files:one/0", "files:one/1", "files:two/0", "files:two/1", "vk:0", "vk:1",
    }  # fmt: skip


@pytest.mark.parametrize("is_row_first", [False, True])
def test_what_has_members_is_a_community_unless_its_row_says_otherwise(
    workspace: Workspace, is_row_first: bool
) -> None:
    steps = [
        lambda: take_in(workspace, "user,group\nann,club\nann,firm\n", "members"),
        lambda: take_in(workspace, "id,kind\nfirm,organisation\n", "accounts"),
    ]
    for step in reversed(steps) if is_row_first else steps:
        step()
    assert accounts(workspace) == {
        "files:set/ann": None,
        "files:set/club": "community",
        "files:set/firm": "organisation",
    }
    assert [edge[2] for edge in edges(workspace)] == ["member", "member"]


def test_the_kind_in_a_row_goes_before_the_kind_that_was_said(workspace: Workspace) -> None:
    take_in(workspace, "from,to,kind\na,b,repost\na,c,\n", kind="like")
    assert [edge[2] for edge in edges(workspace)] == ["repost", "like"]


def test_posts_with_authors_and_counts(workspace: Workspace) -> None:
    text = "id,author,date,likes,views\np1,ann,2026-11-01,5,100\np2,ann,,many,\n"
    report = take_in(workspace, text, "posts")
    assert (report.row_count, report.reject_count, report.account_count) == (2, 1, 1)
    told = look(
        workspace,
        "select post_id, account_id, posted_at::date::varchar, likes_count, views_count "
        "from post join account on account_no = author_no join post_count using (post_no) "
        "order by post_id",
    )
    assert told == [
        ("files:set/p1", "files:set/ann", "2026-11-01", 5, 100),
        ("files:set/p2", "files:set/ann", None, None, None),
    ]
    take_in(workspace, "from,to,post\nbob,ann,p1\n", kind="like")
    assert look(workspace, "select count(*) from post") == [(2,)]


def test_accounts_and_targets_become_candidates_and_sources_do_not(workspace: Workspace) -> None:
    take_in(workspace, "id\nann\n", "accounts")
    take_in(workspace, "from,to\nbob,cat\ncat,ann\n")
    told = look(
        workspace,
        "select replace(account_id, 'files:set/', ''), why from niche_account "
        "join account using (account_no) where niche = 'niche' order by all",
    )
    assert told == [("ann", "named"), ("cat", "pointed at")]


def test_an_import_without_edges_in_common_is_warned_of(workspace: Workspace) -> None:
    assert take_in(workspace, "id,name\n1,Ann\n2,Bob\n", "accounts").warning is None
    warning = take_in(workspace, "from,to\nann,bob\n").warning
    assert warning is not None
    assert "are the id columns right?" in warning
    assert take_in(workspace, "from,to\n1,2\n").warning is None


def test_rejects_are_written_down_and_cost_nothing_else(workspace: Workspace) -> None:
    path = workspace.root / "edges.csv"
    path.write_text('from,to,n\na,b,1\n,b,1\na,b\nc,d,much\ne,"f,1\ng,h,2\n')
    report, rejects = import_path(workspace, path, "edges", REQUEST, lambda text: None)
    assert (report.row_count, report.reject_count) == (2, 4)
    assert pairs(workspace) == ["ab", "gh"]
    assert [rejects] == list(workspace.rejects.glob("set-edges.csv-*.txt"))
    assert [line.split(": ")[:2] for line in rejects.read_text().splitlines()] == [
        ["line 3", "from is empty"],
        ["line 4", "2 fields where the header has 3"],
        ["line 5", "weight is no number"],
        ["line 6", "quote is never closed; the lines after it were read as rows"],
    ]


def test_a_complete_listing_takes_away_what_it_lacks(workspace: Workspace) -> None:
    take_in(workspace, "from,to\na,b\na,c\nz,b\n", seen_at=on(1), is_complete=True)
    take_in(workspace, "from,to\na,b\na,d\n", seen_at=on(2), is_complete=True)
    assert pairs(workspace) == ["ab", "ad", "zb"]


def test_a_complete_listing_of_a_community_takes_away_members(workspace: Workspace) -> None:
    told = {"shape": "members", "is_complete": True}
    take_in(workspace, "user,group\na,g\nb,g\na,h\n", seen_at=on(1), **told)
    take_in(workspace, "user,group\nb,g\n", seen_at=on(2), **told)
    assert pairs(workspace) == ["ah", "bg"]


@pytest.mark.parametrize("told", [{}, {"is_sample": True}], ids=["plain", "sample"])
def test_only_a_complete_listing_takes_away(workspace: Workspace, told: dict[str, Any]) -> None:
    take_in(workspace, "from,to\na,b\na,c\n", seen_at=on(1), is_complete=True)
    take_in(workspace, "from,to\na,d\n", seen_at=on(2), **told)
    assert pairs(workspace) == ["ab", "ac", "ad"]
    take_in(workspace, "from,to\na,e\n", seen_at=on(3), **told)
    assert pairs(workspace) == ["ab", "ac", "ad", "ae"]


def test_an_older_listing_that_comes_late_takes_nothing_away(workspace: Workspace) -> None:
    take_in(workspace, "from,to\na,b\n", seen_at=on(2), is_complete=True)
    take_in(workspace, "from,to\na,c\n", seen_at=on(1), is_complete=True)
    assert pairs(workspace) == ["ab"]


def test_interactions_are_never_taken_away(workspace: Workspace) -> None:
    told = {"kind": "like", "is_complete": True}
    take_in(workspace, "from,to\na,b\na,c\n", seen_at=on(1), **told)
    take_in(workspace, "from,to\na,b\n", seen_at=on(2), **told)
    assert pairs(workspace) == ["ab", "ac"]


def test_a_suppressed_account_is_never_taken_in(workspace: Workspace) -> None:
    forget(workspace, "files:set/bad", never_again_at=DAY)
    report = take_in(workspace, "from,to\na,bad\nbad,c\na,c\nbad,bad\n")
    take_in(workspace, "id,name\nbad,Known Name\na,Ann\n", "accounts")
    take_in(workspace, "user,group\nbad,g\nx,g\n", "members")
    take_in(workspace, "id,author,likes\np1,bad,5\np2,a,5\n", "posts")
    assert (report.suppressed_count, report.edge_count, report.loop_count) == (3, 1, 0)
    assert pairs(workspace) == ["ac", "xg"]
    assert {"files:set/a", "files:set/c", "files:set/g", "files:set/x"} == set(accounts(workspace))
    assert look(workspace, "select name from profile") == [("Ann",)]
    assert look(workspace, "select count(*) from post_count") == [(1,)]
    assert b"Known Name" not in workspace.database.read_bytes()


@pytest.fixture(scope="module")
def big_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Edges in several batches where a chunk is small."""
    draw = random.Random(5)
    path = tmp_path_factory.mktemp("big") / "big.csv"
    rows = [f"a{draw.randrange(200)},a{draw.randrange(200)},{n}" for n in range(1, 1_001)]
    path.write_text("\n".join(["from,to,n", *rows, "broken"]))
    return path


def test_an_import_that_is_broken_off_leaves_the_store_as_it_was(
    workspace: Workspace, big_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "CHUNK_CHARACTERS", 2_000)
    take_in(workspace, "from,to\na1,a2\n")
    before = dump(workspace)
    counts: list[int] = []

    def break_off(count: int) -> None:
        counts.append(count)
        if len(counts) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_path(workspace, big_file, "edges", REQUEST, lambda text: None, break_off)
    assert dump(workspace) == before
    assert not list(workspace.rejects.glob("*"))
    assert not import_path(workspace, big_file, "edges", REQUEST, lambda text: None)[0].is_repeated


def import_in_process(workspace: Workspace, path: Path, die_at: str = "") -> int:
    """Run the real command in its own process, which kills itself after ``die_at``."""
    arguments = f"--workspace {workspace.root} import {path} --niche niche --dataset set --as edges"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, die_at, *arguments.split(), "--seen-at", "2026-11-23"],
        check=False, capture_output=True, env={**os.environ, "LEADERS_LOCK_WAIT": "5"},
    )  # fmt: skip
    return done.returncode


KILLED = """
import os, signal, sys
from leaders import cli
from leaders.platforms.files import delimited
from leaders.store import Store

delimited.CHUNK_CHARACTERS = 2_000
point, _, nth = sys.argv[1].partition("#")
left = int(nth or 1)

def killing(run, name_of):
    def call(self, *args, **params):
        global left
        done = run(self, *args, **params)
        if name_of(*args) == point:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
        return done
    return call

Store.execute = killing(Store.execute, lambda name: name)
Store.append = killing(Store.append, lambda table, frame: table)
Store.close = killing(Store.close, lambda: "close")
connect = Store.__init__

def committed(self, *args, **params):
    connect(self, *args, **params)
    connection = self._connection
    class Connection:
        def execute(self, sql, *args):
            done = connection.execute(sql, *args)
            if sql == point:
                os.kill(os.getpid(), signal.SIGKILL)
            return done
        def __getattr__(self, name):
            return getattr(connection, name)
    self._connection = Connection()

Store.__init__ = committed
cli.main(sys.argv[2:])
"""


@pytest.fixture(scope="module")
def undisturbed(big_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    workspace = Workspace(tmp_path_factory.mktemp("undisturbed"))
    workspace.niches.mkdir(parents=True)
    (workspace.niches / "niche.toml").write_text(OTHER_NICHE)
    take_in(workspace, "from,to\na1,a2\n")
    assert import_in_process(workspace, big_file) == 0
    return dump(workspace)


@pytest.mark.parametrize(
    "point",
    [
        "staged_edge#4",
        "staging/append_edges",
        "edge/clear",
        "edge/rebuild",
        "import/record",
        "commit",
        "close",
    ],
)
def test_killed_anywhere_nothing_is_half_stored_and_a_second_run_finishes(
    workspace: Workspace, big_file: Path, undisturbed: dict[str, list[Any]], point: str
) -> None:
    take_in(workspace, "from,to\na1,a2\n")
    before = dump(workspace)
    assert import_in_process(workspace, big_file, point) == -signal.SIGKILL
    is_stored = point in ("commit", "close")
    assert without_paths(dump(workspace)) == without_paths(undisturbed if is_stored else before)
    assert import_path(workspace, big_file, "edges", REQUEST, print)[0].is_repeated == is_stored
    assert without_paths(dump(workspace)) == without_paths(undisturbed)


def without_paths(stored: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The workspaces lie in different folders, and reports name the files in them."""
    imports = [(*row[:-1], {**json.loads(row[-1]), "path": ""}) for row in stored["file_import"]]
    return {**stored, "file_import": imports}


few = st.sampled_from("abcde")
rows = st.lists(st.tuples(few, few, st.sampled_from(["follow", "like"])), min_size=1, max_size=12)


@settings(max_examples=12)
@given(rows=rows, cut=st.integers(0, 12), draw=st.randoms(use_true_random=False))
def test_neither_splitting_a_file_nor_shuffling_its_rows_changes_the_edges(
    workspace: Workspace, rows: list[tuple[str, str, str]], cut: int, draw: random.Random
) -> None:
    shuffled = draw.sample(rows, len(rows))
    number = len(list(workspace.root.iterdir()))
    for dataset, *files in (
        (f"whole{number}", rows),
        (f"shuffled{number}", shuffled),
        (f"split{number}", shuffled[:cut], shuffled[cut:]),
    ):
        for file in files:
            # The weight of an edge is the same wherever it stands.
            lines = [f"{s},{t},{kind},{ord(s) + ord(t)}" for s, t, kind in file]
            take_in(workspace, "\n".join(["from,to,kind,n", *lines]), dataset=dataset)
    whole = edges(workspace, f"whole{number}")
    assert edges(workspace, f"shuffled{number}") == whole
    assert edges(workspace, f"split{number}") == whole
    (workspace.root / f"tried{number}").touch()


def test_a_rejected_row_of_a_whole_listing_takes_nothing_away(workspace: Workspace) -> None:
    for day, date in ((1, "2026-01-01"), (2, "gestern")):
        text = f"from,to,date\na,b,2026-01-01\na,c,{date}\n"
        report = take_in(workspace, text, is_complete=True, seen_at=on(day))
    assert report.warning is not None
    assert "takes nothing away" in report.warning
    assert pairs(workspace) == ["ab", "ac"]


def test_the_newest_profile_is_the_one_seen_last_in_whatever_order_files_come(
    workspace: Workspace,
) -> None:
    for day, name in ((2, "A"), (4, "A"), (3, "B")):
        text = f"id,name,followers\nx,{name},{day}\n"
        take_in(workspace, text, "accounts", seen_at=on(day))
    assert look(workspace, "select name from profile_as_of('infinity')") == [("A",)]
    assert look(workspace, "select followers_count from account_count_as_of('infinity')") == [(4,)]


def test_weights_are_added_up_to_the_same_bytes_whatever_the_threads(workspace: Workspace) -> None:
    rows = [f"a,b,2026-01-{1 + i % 28:02},{0.1 * (i % 7 + 1):.2f}" for i in range(5_000)]
    take_in(workspace, "\n".join(["from,to,date,weight", *rows]), kind="mention")
    weights = [weight for *_, weight in edges(workspace)]
    assert all(weight == round(weight, 9) for weight in weights if weight)
