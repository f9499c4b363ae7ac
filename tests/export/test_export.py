"""One contract for every exporter: add a line to EXPORTERS and it is tested here."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from machine import need
from sample_shortlist import IDENTITY, build_empty, build_shortlist, build_unknown

from leaders.errors import LeadersError
from leaders.export import EXPORTERS, File, export

SAMPLES = {"hostile": build_shortlist, "empty": build_empty, "unknown": build_unknown}
WITH_IDENTITY = [name for name in EXPORTERS if name != "csv"]  # its manifest alone carries it
WITH_MARKUP = [name for name in EXPORTERS if name not in {"csv", "parquet", "pdf"}]
OWN_SCRIPTS = {"html": 2}
"""Scripts, and data in one, that are ours; tests/browser sees that no other runs."""


@pytest.fixture(autouse=True)
def _chromium(request):
    """The PDF is printed by the machine's Chromium."""
    asked = getattr(request.node, "callspec", None)
    if asked and "pdf" in asked.params.values():
        need("chromium")


@pytest.fixture(params=EXPORTERS)
def name(request):
    return request.param


@pytest.mark.parametrize("sample", SAMPLES)
def test_writes_named_files_and_the_same_bytes_again(name, sample, tmp_path):
    first = export(SAMPLES[sample](), [name], tmp_path / "a")
    second = export(SAMPLES[sample](), [name], tmp_path / "b")
    assert [path.name for path in first] == [path.name for path in second]
    assert first[-1].name == "manifest.json"
    assert sorted(first) == sorted((tmp_path / "a").iterdir())  # no leftovers beside them
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert one.stat().st_size > 0


def test_order_of_rows_changes_no_byte(name):
    ours = build_shortlist()
    turned = build_shortlist(
        ours.tables["creators"].reverse(),
        ours.tables["communities"].reverse(),
        ours.edges.reverse(),
    )
    assert EXPORTERS[name](turned) == EXPORTERS[name](ours)


@pytest.mark.parametrize("name", WITH_IDENTITY)
def test_carries_the_identity(name):
    for file in EXPORTERS[name](build_shortlist()):
        text = _read_text(file, name)
        assert all(value in text for value in IDENTITY.values())


def _read_text(file, name):
    if name == "pdf":
        asked = [need("pdftotext"), "-", "-"]
        done = subprocess.run(asked, input=file.content, capture_output=True, check=True)
        return " ".join(done.stdout.decode().split())
    if name != "xlsx":
        return file.content.decode("utf-8", "replace")
    from io import BytesIO
    from zipfile import ZipFile

    return ZipFile(BytesIO(file.content)).read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("name", WITH_MARKUP)
def test_a_script_in_a_name_never_reaches_markup(name):
    for file in EXPORTERS[name](build_shortlist()):
        assert _read_text(file, name).count("<script") == OWN_SCRIPTS.get(name, 0)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", ""])
def test_a_link_that_is_no_web_address_is_dropped(name, url):
    import polars as pl

    row = build_shortlist().tables["creators"].head(1).with_columns(url=pl.lit(url))
    linked = build_shortlist(row, row.clear())
    blank = build_shortlist(row.with_columns(url=None), row.clear())
    assert EXPORTERS[name](linked) == EXPORTERS[name](blank)


def test_two_processes_with_other_hash_seeds_write_the_same_bytes(tmp_path):
    need("chromium")
    hashes = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        root = Path(__file__).parents[2]
        subprocess.run(
            [sys.executable, str(Path(__file__).with_name("sample_shortlist.py")), str(folder)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        )
        hashes.append({p.name: sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()})
    assert len(hashes[0]) == 11
    assert hashes[0] == hashes[1]


def test_manifest_vouches_for_each_file(tmp_path):
    need("chromium")
    *paths, manifest = export(build_shortlist(), list(EXPORTERS), tmp_path)
    said = json.loads(manifest.read_text("utf-8"))
    assert said["identity"] == IDENTITY
    assert [entry["name"] for entry in said["files"]] == [path.name for path in paths]
    for entry, path in zip(said["files"], paths, strict=True):
        assert entry["sha256"] == sha256(path.read_bytes()).hexdigest()
        assert entry["bytes"] == path.stat().st_size
    rows = {entry["name"]: entry["rows"] for entry in said["files"]}
    assert (rows["creators.csv"], rows["communities.csv"], rows["shortlist.xlsx"]) == (22, 2, 24)


def _read_names(folder):
    return sorted(path.name for path in folder.iterdir())


def _read_listed(folder):
    return [entry["name"] for entry in json.loads((folder / "manifest.json").read_bytes())["files"]]


def test_another_ranking_removes_the_files_of_the_one_before(tmp_path):
    export(build_shortlist(), ["csv", "xlsx", "json"], tmp_path)
    (tmp_path / "mine.txt").write_text("not listed")
    export(build_shortlist(identity=IDENTITY | {"ranking": "8"}), ["json"], tmp_path)
    assert _read_names(tmp_path) == ["manifest.json", "mine.txt", "shortlist.json"]
    assert _read_listed(tmp_path) == ["shortlist.json"]


def test_the_same_ranking_keeps_and_lists_its_other_files(tmp_path):
    export(build_shortlist(), ["csv", "xlsx", "parquet"], tmp_path)
    before = json.loads((tmp_path / "manifest.json").read_bytes())["files"]
    (tmp_path / "communities.csv").write_text("changed since")
    (tmp_path / "creators.parquet").unlink()
    written = export(build_shortlist(), ["json"], tmp_path)
    assert [path.name for path in written] == ["shortlist.json", "manifest.json"]
    now = json.loads((tmp_path / "manifest.json").read_bytes())["files"]
    kept = ["creators.csv", "shortlist.xlsx", "communities.parquet"]
    assert now[1:] == [entry for entry in before if entry["name"] in kept]
    assert (tmp_path / "communities.csv").read_text() == "changed since"


@pytest.mark.parametrize("ranking", ["7", "8"])
def test_a_hostile_manifest_reaches_nothing_outside_the_folder(ranking, tmp_path):
    (tmp_path / "other.txt").write_text("precious")
    folder = tmp_path / "out"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "deep.txt").write_text("precious")
    names = [
        "../other.txt",
        str(tmp_path / "other.txt"),
        "sub/deep.txt",
        "sub",
        "..",
        ".",
        "",
        "\0",
    ]
    digest = sha256(b"precious").hexdigest()
    listed = [{"name": name, "sha256": digest, "rows": 1} for name in names]
    manifest = {"identity": IDENTITY | {"ranking": ranking}, "files": listed}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    export(build_shortlist(), ["json"], folder)
    assert (tmp_path / "other.txt").exists()
    assert (folder / "sub" / "deep.txt").exists()
    assert _read_listed(folder) == ["shortlist.json"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"name": "a web app", "files": ["mine.txt"]}',
        b'{"identity": {}, "files": ["mine.txt"]}',
        b'{"identity": {}, "files": 3}',
        b"[" * 100_000,
        json.dumps(
            {"identity": IDENTITY, "files": [{"name": "mine.txt", "rows": float("nan")}]}
        ).encode(),
    ],
    ids=range(9),
)
def test_a_broken_or_foreign_manifest_is_overwritten(content, tmp_path):
    (tmp_path / "manifest.json").write_bytes(content)
    (tmp_path / "mine.txt").write_text("mine")
    export(build_shortlist(), ["json"], tmp_path)
    assert _read_names(tmp_path) == ["manifest.json", "mine.txt", "shortlist.json"]
    assert _read_listed(tmp_path) == ["shortlist.json"]


def test_a_format_named_twice_is_written_once(tmp_path):
    assert len(export(build_shortlist(), ["json", "json"], tmp_path)) == 2


def test_unknown_format_names_the_known_ones(tmp_path):
    with pytest.raises(
        LeadersError, match=r"'docx'.*csv, xlsx, parquet, json, gexf, graphml, html"
    ):
        export(build_shortlist(), ["csv", "docx"], tmp_path)
    with pytest.raises(LeadersError, match="No export format"):
        export(build_shortlist(), [], tmp_path)
    assert not list(tmp_path.iterdir())


def test_importing_the_package_imports_no_format_library():
    code = "import leaders.export, sys; print([m for m in ('polars','networkx','xlsxwriter') if m in sys.modules])"  # noqa: E501
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_tells_the_notes(name, tmp_path):
    export(build_shortlist(), [name], tmp_path)
    files = [path for path in tmp_path.iterdir() if name == "csv" or path.name != "manifest.json"]
    told = ""
    for path in files:
        file = File(path.name, path.read_bytes(), 0)
        told += _read_text(file, path.suffix.removeprefix("."))
    assert "22 of 3,127 ranked accounts." in told
