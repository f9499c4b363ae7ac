"""A platform that holds a run, dies amid a listing and returns; and the niche that reads it."""

import threading
import time

from fake_http import Answered, Asked
from fake_vk import SERVICE, FakeVk, Refused
from vk_society import LARGE, Society

UNREAD = 5
AWAY_SECONDS = 4.0
HOLD_SECONDS = 240
GARDEN = f"""title = "Gardens"
platforms = ["vk"]
seeds = ["vk:-{LARGE}", "vk:-5", "vk:2"]
limits = {{accounts = 5, audience = 2, candidates = 6, pages = 8, posts = 1, search = 0}}
"""


class DyingVk:
    """A VK that is held at its first call until ``go_on``, and away for a while amid a listing."""

    def __init__(self) -> None:
        self.fake = FakeVk(Society(), before=self.refuse)
        self.asked, self.go_on = threading.Event(), threading.Event()
        self.died_after: list[str] = []
        self._back_at = 0.0

    def refuse(self, method: str, arguments: dict[str, str]) -> None:
        if method == "wall.get" and arguments["owner_id"] == f"-{UNREAD}":
            raise Refused(100, "One of the parameters specified was missing or invalid")

    def pages(self) -> list[str]:
        """The pages of the large listing that were given, by where they begin."""
        called = [it for it in self.fake.called if it.method == "groups.getMembers"]
        return [it.arguments["offset"] for it in called if it.arguments["group_id"] == str(LARGE)]

    def __call__(self, asked: Asked) -> Answered:
        self.asked.set()
        self.go_on.wait(HOLD_SECONDS)
        if not self.died_after and len(self.pages()) >= 3:
            self.died_after = self.pages()
            self._back_at = time.monotonic() + AWAY_SECONDS
        if time.monotonic() < self._back_at:
            return 503, {"Retry-After": "7200"}, b""
        return self.fake(asked)


def variables_for(address: str) -> dict[str, str]:
    """What makes the real platform ask this one."""
    return {"VK_API": address, "VK_SERVICE_TOKENS": SERVICE, "VK_RATE": "1000"}
