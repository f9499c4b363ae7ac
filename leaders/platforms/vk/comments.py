"""The comments below a post, with the threads below them."""

from dataclasses import replace

from leaders.errors import PlatformRefused
from leaders.model import Page
from leaders.platforms.parsing import dig, parse_count
from leaders.platforms.vk.addresses import post_of
from leaders.platforms.vk.calls import Arguments, Calls
from leaders.platforms.vk.parse import (
    demand_count,
    demand_items,
    find_long_threads,
    parse_comments,
    parse_number,
)
from leaders.platforms.vk.places import Place, read_place
from leaders.platforms.vk.refusals import read_refusal

METHOD = "wall.getComments"
ROWS = 100
SHOWN = 10
"""Comments of a thread that VK shows together with the one that began it."""
THREADS = "threads"


class Comments:
    """Reads comments: page by page, and behind each page the rest of its long threads."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def read(self, owner: int, number: int, cursor: str | None) -> Page:
        """One page of comments or of a thread: one call."""
        place = read_place(cursor)
        is_thread = place.step == THREADS and len(place.others) > 1
        read = self._read_thread if is_thread else self._read
        return read(owner, number, place)

    def _read(self, owner: int, number: int, place: Place) -> Page:
        arguments: Arguments = {"offset": place.start, "thread_items_count": SHOWN}
        answer = self._ask(owner, number, arguments)
        rows = demand_items(answer, METHOD)
        declared = demand_count(answer, METHOD)
        keys = [parse_number(row) or 0 for row in rows]
        fresh = rows[place.find_fresh(keys) :]
        level = parse_count(dig(answer, "current_level_count"))
        following = place.follow(keys, ROWS, declared if level is None else level)
        threads = find_long_threads(fresh, SHOWN)[:ROWS]
        if threads:
            behind = following or Place()
            following = replace(behind, step=THREADS, others=(SHOWN, *threads))
        return Page(
            edges=parse_comments(fresh, owner, post_of(owner, number)),
            declared_count=declared,
            cursor=following.write() if following else None,
        )

    def _read_thread(self, owner: int, number: int, place: Place) -> Page:
        """``others`` are where in the first thread we are, and the threads that are left.

        The place itself is where the comments go on; at offset 0 they do not.
        """
        offset, thread, *left = place.others
        rows, count = self._ask_thread(owner, number, thread, offset)
        if offset + ROWS < count:
            following: Place | None = replace(place, others=(offset + ROWS, thread, *left))
        elif left:
            following = replace(place, others=(SHOWN, *left))
        else:
            following = Place(place.offset, place.last) if place.offset else None
        return Page(
            edges=parse_comments(rows, owner, post_of(owner, number)),
            cursor=following.write() if following else None,
        )

    def _ask_thread(
        self, owner: int, number: int, thread: int, offset: int
    ) -> tuple[list[object], int]:
        """A page of a thread, and how long it is: one that is deleted by now has nothing more."""
        try:
            answer = self._ask(owner, number, {"offset": offset, "comment_id": thread})
        except PlatformRefused as refusal:
            if read_refusal(refusal) is None:
                raise
            return [], 0
        level = parse_count(dig(answer, "current_level_count"))
        count = demand_count(answer, METHOD) if level is None else level
        return demand_items(answer, METHOD), count

    def _ask(self, owner: int, number: int, arguments: Arguments) -> object:
        """Nothing of the texts is asked for but a letter: nobody needs them."""
        return self._calls.ask(
            METHOD,
            {
                "owner_id": owner, "post_id": number, "count": ROWS, "sort": "asc",
                "preview_length": 1, **arguments,
            },
        )  # fmt: skip
