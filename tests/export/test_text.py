import json

import pytest

from leaders.export.text import dump_json, escape_illegal, strip_illegal


def test_strip_keeps_everything_legal():
    kept = "tab\tline\n\u200b\u202e\u00a0é😀ж\x7f"
    assert strip_illegal("\x00" + kept + "\ud800\uffff") == kept


def test_escape_tells_apart():
    assert escape_illegal("a\x00") == "a%00"
    assert escape_illegal("a") == "a"


def test_json_is_harmless_in_html_and_exact():
    document = {"b": "</script>&\u2028\ud800", "a": "ж"}
    raw = dump_json(document)
    assert not set("<>&\u2028") & set(raw.decode())
    assert json.loads(raw) == document
    assert list(json.loads(raw)) == ["b", "a"]


def test_json_has_no_nan():
    with pytest.raises(ValueError, match="JSON"):
        dump_json({"a": float("nan")})
