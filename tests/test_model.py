"""The rows that travel, and what things are called."""

from leaders.model import IMPORT_ONLY, show_platform


def test_platforms_are_shown_as_they_write_themselves() -> None:
    assert [show_platform(name) for name in ("vk", "youtube", "linkedin", "bluesky")] == [
        "VK", "YouTube", "LinkedIn", "Bluesky",
    ]  # fmt: skip
    assert [show_platform(name) for name in IMPORT_ONLY] == [
        "Instagram", "Facebook", "LinkedIn", "TikTok", "Dzen", "OK", "RuTube", "MAX",
    ]  # fmt: skip
