"""Forgetting: no trace stays, and what stays is as if the account had never been taken in."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leaders import forgetting, pipeline
from leaders.audience.prices import SAID, keep_prices
from leaders.briefing import brief
from leaders.errors import LeadersError
from leaders.export import export
from leaders.export.page.blob import pack
from leaders.identity import Answer, decide
from leaders.importing import import_path
from leaders.model import Account, ContactStatus, Edge, EdgeKind, Ended, Listing, Page, Post
from leaders.niche import load_niche
from leaders.outreach import import_placements, mark
from leaders.settings import Workspace, find_bundled
from leaders.shortlist import load_shortlist
from leaders.store import Store
from leaders.store.imports import ImportRequest
from leaders.store.pages import OpenVisit, PageRead, write_pages

NOW = datetime(2026, 1, 5, tzinfo=UTC)
NAMES = ["qu-ann", "qu-ben", "qu-cyd", "qu-dot", "qu-eve"]
COMMUNITIES = ["qu-club", "qu-den"]
HEADERS = {
    "accounts": "id,handle,name,followers_count,bio",
    "members": "member,community",
    "edges": "source,target,kind,post,weight",
    "posts": "id,author,posted_at,likes_count,comments_count,reposts_count,text",
}

Rows = dict[str, list[tuple]]


@contextmanager
def new_workspace() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        workspace.niches.mkdir(parents=True)
        (workspace.niches / "niche.toml").write_text('title = "A niche"\nplatforms = ["files"]\n')
        yield workspace


def store_rows(workspace: Workspace, rows: Rows) -> None:
    """Import each shape as a file of one data set."""
    for shape, lines in rows.items():
        if lines:
            path = workspace.root / f"{shape}.csv"
            text = "\n".join([HEADERS[shape], *(",".join(map(str, line)) for line in lines)])
            path.write_text(text + "\n", encoding="utf-8")
            request = ImportRequest("niche", "d", "files", "follow", {}, NOW, is_seen_at_given=True)
            import_path(workspace, path, shape, request, lambda sentence: None)
            path.unlink()


def without(rows: Rows, name: str) -> Rows:
    return {shape: [line for line in lines if name not in line] for shape, lines in rows.items()}


def export_tables(workspace: Workspace) -> dict[str, bytes] | str:
    """The tables of a fresh ranking, or why there is none."""
    try:
        pipeline.rank(workspace, "niche")
    except LeadersError as error:
        return str(error)
    paths = pipeline.export_niche(workspace, "niche", ("csv",))
    return {path.name: path.read_bytes() for path in paths if path.suffix == ".csv"}


def read(workspace: Workspace, sql: str) -> list[tuple]:
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.execute(sql).fetchall()


def failed_checks(workspace: Workspace) -> dict[str, list[tuple]]:
    """The rows that the queries of sql/checks object to, by name."""
    files = sorted((find_bundled("sql") / "checks").glob("*.sql"))
    with duckdb.connect(str(workspace.database)) as connection:
        found = {file.stem: connection.execute(file.read_text()).fetchall() for file in files}
    return {name: rows for name, rows in found.items() if rows}


def files_with(workspace: Workspace, text: str) -> list[str]:
    """Everything beside the store whose bytes hold a text."""
    paths = workspace.database.parent.rglob("*")
    return sorted(p.name for p in paths if p.is_file() and text.encode() in p.read_bytes())


@st.composite
def row_sets(draw) -> Rows:
    name, club = st.sampled_from(NAMES), st.sampled_from(COMMUNITIES)
    pairs = st.tuples(name, name).filter(lambda pair: pair[0] != pair[1])
    follows = draw(st.lists(pairs, min_size=1, max_size=12, unique=True))
    likes = draw(st.lists(pairs, max_size=8, unique=True))
    joined = draw(st.lists(st.tuples(name, club), max_size=6, unique=True))
    told = draw(st.lists(name, max_size=4, unique=True))
    authors = draw(st.lists(name, max_size=2, unique=True))
    return {
        "accounts": [
            (n, f"{n}_h", f"Name of {n}", 7 * place, f"Bio of {n}") for place, n in enumerate(told)
        ],
        "posts": [
            (f"p_{author}_{number}", author, f"2026-01-0{number + 1}", number, 1, 0, f"By {author}")
            for author in authors
            for number in range(4 if author == NAMES[0] else 6)
        ],
        "members": joined,
        "edges": [(s, t, "follow", "", "") for s, t in follows]
        + [(s, t, "like", f"p_{t}_{number}", 2) for number, (s, t) in enumerate(likes)],
    }


@settings(max_examples=10)
@given(row_sets(), st.sampled_from([*NAMES, *COMMUNITIES]))
def test_forgetting_is_as_if_it_had_never_been_taken_in(rows, name) -> None:
    assume(without(rows, name)["edges"] and without(rows, name) != rows)
    with new_workspace() as workspace:
        store_rows(workspace, rows)
        forgetting.forget(workspace, f"files:d/{name}")
        assert failed_checks(workspace) == {}
        assert files_with(workspace, name) == []
        found = export_tables(workspace)
    with new_workspace() as workspace:
        store_rows(workspace, without(rows, name))
        assert found == export_tables(workspace)


SECRET = ("quux-id", "quux-handle", "Quux Name")
WORDS = ("bio-of-quux", "words-of-quux")
ROWS: Rows = {
    "accounts": [(*SECRET, 9, WORDS[0]), ("ann", "annie", "Ann", 3, "I knit")],
    "members": [("quux-id", "club"), ("ann", "club")],
    "edges": [
        ("quux-id", "ann", "follow", "", ""),
        ("ben", "quux-id", "follow", "", ""),
        ("ben", "ann", "follow", "", ""),
        ("ben", "quux-id", "comment", "post-of-quux-1", 1),
        ("ann", "quux-id", "like", "post-of-quux-2", 1),
        ("quux-id", "ann", "like", "post-of-ann", 1),
    ],
    "posts": [("post-of-quux-1", "quux-id", "2026-01-01", 1, 2, 3, WORDS[1])],
}
TRACES = (*SECRET, *WORDS, "post-of-quux-1", "post-of-quux-2")


def test_no_trace_stays_in_the_store_or_a_copy_of_it(workspace) -> None:
    store_rows(workspace, ROWS)
    pipeline.rank(workspace, "niche")
    copy = workspace.database.with_name(f"{workspace.database.name}.before-0099_later")
    copy.write_bytes(workspace.database.read_bytes())
    for trace in TRACES:
        assert files_with(workspace, trace) == [workspace.database.name, copy.name]
    done = forgetting.forget(workspace, "quux-handle")
    assert done.account_id == "files:d/quux-id"
    assert done.was_known
    assert done.niches == ["niche"]
    assert done.copies_removed == [copy]
    for trace in TRACES:
        assert files_with(workspace, trace) == []
    assert failed_checks(workspace) == {}
    assert files_with(workspace, "files:d/ann") == [workspace.database.name]


def test_no_table_keeps_its_number(workspace) -> None:
    store_rows(workspace, ROWS)
    pipeline.rank(workspace, "niche")
    [(number,)] = read(workspace, "select account_no from account where account_id like '%quux-id'")
    said = (number, "post", NOW.date(), 5.0, "EUR", 0.0, 0.0)
    prices = pl.DataFrame([said], schema=list(SAID), orient="row")
    with Store(workspace) as store:
        keep_prices(store, prices.cast({"account_no": pl.Int32}), "list.csv", NOW)
        account = (number, "files:d/quux-id")
        mark(store, "niche", account, ContactStatus.AGREED, NOW.date(), NOW)
    for other in ("files:d/ann", "files:d/ben"):
        decide(workspace, [Answer("files:d/quux-id", other, False)], "Anna", NOW)
    placed = workspace.root / "placed.csv"
    placed.write_text("account,date,views\nfiles:d/quux-id,2026-01-01,9\n")
    import_placements(workspace, load_niche(workspace, "niche"), placed, NOW)
    tables = read(
        workspace,
        "select table_name from duckdb_columns() join duckdb_tables() using (table_name) "
        "where column_name = 'account_no'",
    )
    sql = f"select count(*) from {{}} where account_no = {number}"
    with_it = {name for (name,) in tables if read(workspace, sql.format(name)) != [(0,)]}
    assert {"account", "profile", "price", "contact", "placement", "ranked_account"} <= with_it
    paired = f"select count(*) from identity_link where {number} in (account_no, other_no)"
    assert read(workspace, paired) == [(2,)]
    forgetting.forget(workspace, "files:d/quux-id")
    assert [name for (name,) in tables if read(workspace, sql.format(name)) != [(0,)]] == []
    assert read(workspace, paired) == [(0,)]


def test_who_is_forgotten_may_come_back_but_who_is_suppressed_may_not(workspace) -> None:
    again = without(ROWS, "nobody")
    store_rows(workspace, ROWS)
    forgetting.forget(workspace, "files:d/quux-id")
    again["edges"] = again["edges"][::-1]
    store_rows(workspace, again)
    assert files_with(workspace, "quux-id") != []
    done = forgetting.forget(workspace, "files:d/quux-id", never_again_at=NOW)
    assert done.was_known
    again["edges"] = again["edges"][1:]
    store_rows(
        workspace, {"edges": [e for e in again["edges"] if not e[3]], "members": ROWS["members"]}
    )
    assert files_with(workspace, "quux-id") == []


def test_a_collected_account_is_forgotten_with_its_visits(workspace) -> None:
    listing = Page(edges=(Edge("x:quux", "x:ann", EdgeKind.FOLLOW),))
    said = Post("x:post-of-quux", "x:quux", NOW, likes_count=1, text="words of quux")
    posts = Page(posts=(said,))
    likes = Page(edges=(Edge("x:ann", "x:quux", EdgeKind.LIKE, "x:post-of-quux"),))
    known = Page(accounts=(Account("x:quux", handle="quux", followers_count=3, bio="I, quux"),))
    others = Page(edges=(Edge("x:ann", "x:ben", EdgeKind.FOLLOW),))
    listed = Page(found=("x:ann", "x:quux"), lists=("at://quux/list/1",))
    visits = [
        (OpenVisit("x:ann", Listing.FOLLOWING, NOW), others),
        (OpenVisit("x:quux", Listing.PROFILE, NOW), known),
        (OpenVisit("x:quux", Listing.FOLLOWING, NOW), listing),
        (OpenVisit("x:quux", Listing.POSTS, NOW), posts),
        (OpenVisit("x:quux", Listing.ENGAGERS, NOW, "x:post-of-quux"), likes),
        (OpenVisit(None, Listing.LISTED, NOW, query="at://quux/list/1"), listed),
        (OpenVisit(None, Listing.SEARCH_ACCOUNTS, NOW, query="yarn"), listed),
    ]
    with Store(workspace) as store:
        write_pages(
            store, "niche", "x", [PageRead(v, 0, p, NOW, Ended.COMPLETE, None) for v, p in visits]
        )
        store.execute("collect/add_seed", niche="niche", account_id="x:ben", visit_no=4)
    forgetting.forget(workspace, "x:quux")
    assert files_with(workspace, "quux") == []
    assert read(workspace, "select visit_no from visit order by all") == [(0,), (6,)]
    assert read(workspace, "select visit_no from page order by all") == [(0,), (6,)]
    assert read(workspace, "select visit_no, count(*) from found group by all") == [(6, 1)]
    assert read(workspace, "select count(*) from found_list") == [(0,)]
    assert read(workspace, "select count(*) from post") == [(0,)]
    assert read(workspace, "select since_visit from niche_account") == [(0,)]
    assert failed_checks(workspace) == {}


def test_a_look_into_the_past_stays_what_it_was(workspace) -> None:
    store_rows(workspace, ROWS)
    forgetting.forget(workspace, "files:d/quux-id")
    assert read(workspace, "select count(*) from edge_as_of('2026-01-04')") == [(0,)]
    assert read(workspace, "select count(*) from edge_as_of('2026-01-05')") == [(2,)]


def test_earlier_exports_that_still_name_it_are_reported(workspace) -> None:
    store_rows(workspace, ROWS)
    pipeline.rank(workspace, "niche")
    formats = ("csv", "gexf", "graphml", "html", "json", "parquet", "xlsx")
    for name in formats:
        pipeline.export_niche(workspace, "niche", (name,), workspace.exports / name)
    clean = workspace.exports / "clean"
    clean.mkdir()
    (clean / "creators.csv").write_text("rank,account_id\n1,files:d/ann\n")
    done = forgetting.forget(workspace, "files:d/quux-id")
    assert [file.parent.name for file in done.files_left] == sorted(formats)


def test_an_account_that_a_report_holds_packed_alone_is_found(workspace) -> None:
    page = b'<script id="data">' + pack({"ids": ["files:d/quux-id"]}).encode() + b"</script>"
    other = pack({"ids": ["files:d/quux-id-2"]}).encode()
    named = write_export(workspace, "report.html", page)
    write_export(workspace, "other.html", b'<script id="data">' + other + b"</script>")
    broken = write_export(workspace, "torn.html", b'<script id="data">AAAA</script>')
    printed = write_export(workspace, "report.pdf", b"%PDF-1.4 of whom nobody knows")
    store_rows(workspace, ROWS)
    done = forgetting.forget(workspace, "files:d/quux-id")
    assert done.files_left == [named, printed, broken]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nobody", "No account nobody is stored"),
        ("files:d/nobody", "No account files:d/nobody is stored"),
        ("bluesky:d/ann", "No account bluesky:d/ann is stored"),
        ("vk:annie", "No account vk:annie is stored"),
        ("", "No account  is stored"),
    ],
)
def test_forgetting_nobody_we_know_says_so_and_takes_nobody_else(workspace, text, told) -> None:
    store_rows(workspace, ROWS)
    with pytest.raises(LeadersError, match=told):
        forgetting.forget(workspace, text)
    assert files_with(workspace, "files:d/ann") == [workspace.database.name]


def test_forgetting_without_any_data_says_so(workspace) -> None:
    with pytest.raises(LeadersError, match="There is no data"):
        forgetting.forget(workspace, "files:d/ann")


def test_rejected_rows_that_name_it_are_reported(workspace) -> None:
    store_rows(workspace, ROWS)
    workspace.rejects.mkdir()
    rejects = workspace.rejects / "d-edges.csv-00000000.txt"
    rejects.write_text("line 7: weight is no number: quux-id | ann | much\n")
    assert forgetting.forget(workspace, "files:d/quux-id").files_left == [rejects]


def write_export(workspace: Workspace, name: str, content: bytes) -> Path:
    workspace.exports.mkdir(exist_ok=True)
    path = workspace.exports / name
    path.write_bytes(content)
    return path


def write_rejects(workspace: Workspace, dataset: str, text: str) -> Path:
    workspace.rejects.mkdir(exist_ok=True)
    path = workspace.rejects / f"{dataset}-edges.csv-00000000.txt"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["R&D", "<b>", "it's", "ünï", "a\u2028b", "c\\d", "e+f"])
def test_an_id_is_found_however_an_export_escaped_it(workspace, name) -> None:
    rows = {"edges": [(name, "ann", "follow", "", ""), ("ann", name, "follow", "", "")]}
    store_rows(workspace, rows)
    pipeline.rank(workspace, "niche")
    niche = load_niche(workspace, "niche")
    shortlist = brief(workspace, niche, load_shortlist(workspace, niche))
    formats = ("csv", "gexf", "graphml", "html", "json", "parquet", "xlsx")
    for each in formats:
        export(shortlist, (each,), workspace.exports / each)
    done = forgetting.forget(workspace, f"files:d/{name}")
    assert [file.parent.name for file in done.files_left] == sorted(formats)


def test_a_quote_is_found_however_it_is_written(workspace) -> None:
    spelt = ["files:d/a&quot;b", 'files:d/a""b', 'files:d/a\\"b', 'files:d/a"b', "files:d/a&#x22;"]
    paths = [write_export(workspace, f"{n}.xml", f'"{t}"'.encode()) for n, t in enumerate(spelt)]
    done = forgetting.forget(workspace, 'files:d/a"b', never_again_at=NOW)
    assert done.files_left == paths[:-1]


@pytest.mark.parametrize(
    "other", ["20", "2a", "2_", "2-1", "2.1", "2:1", "2/1", "2@home", "2é", "12"]
)
def test_a_longer_id_is_somebody_else(workspace, other) -> None:
    write_export(workspace, "creators.csv", f"1,files:zz/{other},x\n2,profiles:zz/2,y\n".encode())
    write_rejects(workspace, "zz", "line 2: weight is no number: 20 | 12 | 2.5 | 1.2 | -2 | 2-1\n")
    done = forgetting.forget(workspace, "files:zz/2", never_again_at=NOW)
    assert done.files_left == []


@pytest.mark.parametrize("around", ["{}", '"{}"', "see {}.", "<v>{}</v>", "a,{},b", "'{}';\n"])
def test_an_id_ends_where_punctuation_does(workspace, around) -> None:
    path = write_export(workspace, "notes", around.format("files:zz/2").encode())
    assert forgetting.forget(workspace, "files:zz/2", never_again_at=NOW).files_left == [path]


@pytest.mark.parametrize(
    "text", ["2 | 3", "a,2", r"ann\t2\tlike", r"\u200b2", r"\xa02", '{"id":"2"}']
)
def test_only_the_rejected_rows_of_its_own_data_set_name_it(workspace, text) -> None:
    own = write_rejects(workspace, "zz", f"line 7: weight is no number: {text}\n")
    write_rejects(workspace, "other", f"line 7: weight is no number: {text}\n")
    assert forgetting.forget(workspace, "files:zz/2", never_again_at=NOW).files_left == [own]


def test_rejected_rows_may_hold_the_whole_of_an_id_with_slashes_and_links(workspace) -> None:
    link = write_rejects(workspace, "zz", "line 1: no date: https://a.example/b | x\n")
    write_rejects(workspace, "zz-2", "line 1: no date: b | x\n")
    done = forgetting.forget(workspace, "files:zz/https://a.example/b", never_again_at=NOW)
    assert done.files_left == [link]
    post = write_rejects(workspace, "any", "line 1: no date: at://did:plc:abc/post/1\n")
    done = forgetting.forget(workspace, "bluesky:did:plc:abc", never_again_at=NOW)
    assert done.files_left == [post]


def test_a_file_that_cannot_be_read_is_one_to_look_at(workspace) -> None:
    store_rows(workspace, ROWS)
    frame = pl.DataFrame({"other": [1]})
    workspace.exports.mkdir()
    frame.write_parquet(workspace.exports / "other.parquet")
    broken = [write_export(workspace, f"broken.{end}", b"?") for end in ("parquet", "xlsx")]
    done = forgetting.forget(workspace, "files:d/quux-id")
    assert done.files_left == [*broken, workspace.exports / "other.parquet"]


@pytest.mark.parametrize("text", ["files:zzz", "files:zzz/", "files:/zzz", "files:", "x: "])
def test_an_id_that_nothing_can_have_is_not_suppressed(workspace, text) -> None:
    with pytest.raises(LeadersError, match=r"needs its full id.*files:dataset/id"):
        forgetting.forget(workspace, text, never_again_at=NOW)


def test_what_is_no_platform_cannot_be_suppressed_unseen(workspace) -> None:
    with pytest.raises(LeadersError, match="needs its full id"):
        forgetting.forget(workspace, "did:plc:abc", never_again_at=NOW)


@pytest.mark.parametrize("text", ["sam", "@Sam", "files:sam"])
def test_a_handle_of_several_asks_for_the_id(workspace, text) -> None:
    sams = [("1", "sam", "Sam", 1, ""), ("2", "SAM", "Other", 2, "")]
    store_rows(workspace, {"accounts": sams})
    with pytest.raises(LeadersError, match=r"may be any of files:d/., files:d/.; say which"):
        forgetting.forget(workspace, text)
    assert forgetting.forget(workspace, "files:d/2").account_id == "files:d/2"
    assert forgetting.forget(workspace, text).account_id == "files:d/1"


@pytest.mark.parametrize(
    "text", ["did:plc:abc", "bluesky:did:plc:abc", "Alice.example", "@alice.example"]
)
def test_an_id_with_colons_is_found(workspace, text) -> None:
    page = Page(accounts=(Account("bluesky:did:plc:abc", handle="alice.example"),
                          Account("bluesky:did:plc:xyz", handle="bob.example")))  # fmt: skip
    visit = OpenVisit("bluesky:did:plc:abc", Listing.PROFILE, NOW)
    with Store(workspace) as store:
        write_pages(
            store, "niche", "bluesky", [PageRead(visit, 0, page, NOW, Ended.COMPLETE, None)]
        )
    assert forgetting.forget(workspace, text).account_id == "bluesky:did:plc:abc"


def test_an_account_that_was_never_seen_can_be_suppressed_by_its_id(workspace) -> None:
    done = forgetting.forget(workspace, "files:d/quux-id", never_again_at=NOW)
    assert not done.was_known
    store_rows(workspace, {"edges": [e for e in ROWS["edges"] if not e[3]]})
    assert files_with(workspace, "quux-id") == []
    with pytest.raises(LeadersError, match="needs its full id"):
        forgetting.forget(workspace, "quux", never_again_at=NOW)
