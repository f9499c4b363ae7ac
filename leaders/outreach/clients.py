"""For whom niches are watched: a contact is a client's, and holds in all of its niches."""

from collections.abc import Iterable
from difflib import get_close_matches

from leaders.errors import UsageMistake
from leaders.niche import Niche


def client_of(niche: Niche) -> str:
    """The client that a niche file names ([client] name), else the niche's own name."""
    return " ".join((niche.client.name or "").split()) or niche.name


def find_clients(niches: Iterable[Niche]) -> dict[str, list[Niche]]:
    """The clients of some niches, by name, with their niches."""
    found: dict[str, list[Niche]] = {}
    for niche in niches:
        found.setdefault(client_of(niche), []).append(niche)
    return dict(sorted(found.items()))


def choose_client(clients: dict[str, list[Niche]], name: str | None) -> str:
    """The client that is named, or the only one; UsageMistake where it cannot be told."""
    told = ", ".join(clients) or "none"
    if name is None:
        if len(clients) == 1:
            return next(iter(clients))
        raise UsageMistake(f"Whose? Say --niche NICHE or --client NAME; the clients are: {told}.")
    plain = {client.casefold(): client for client in clients}
    wanted = " ".join(name.split()).casefold()
    if wanted in plain:
        return plain[wanted]
    close = get_close_matches(wanted, list(plain), n=1)
    hint = f"did you mean {plain[close[0]]}?" if close else f"there are: {told}."
    raise UsageMistake(f"No niche file names the client {name} ([client] name); {hint}")
