"""What tests of several measures share."""

import pytest

from leaders.graph import resampling, spreading


@pytest.fixture(params=["scipy", "kernel"])
def engine(request, monkeypatch):
    """Both ways of multiplying, whatever the size of the graph."""
    if request.param == "kernel":
        monkeypatch.setattr(spreading, "SMALL_EDGES", -1)
        monkeypatch.setattr(resampling, "FEW_KEYS", -1)
