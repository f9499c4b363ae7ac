"""The steps of a run, as plain functions: what both the command and the flows call."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from leaders.collect import CollectReport, Crawl, CrawlInterrupted, CrawlProgress
from leaders.errors import LeadersError, StoreLocked
from leaders.model import IMPORT_ONLY
from leaders.niche import load_niche
from leaders.overview import find_lacking
from leaders.platforms import PLATFORMS
from leaders.recognise import is_page, name_permanently
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.accounts import find_named
from leaders.store.observations import find_moment
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.rank import RankReport  # brings scipy: importing and collecting need not wait

Progress = Callable[[int], None]


CrawlProgressed = Callable[[CrawlProgress], None]


def _ignore(progress: object) -> None:
    """Progress that nobody watches."""


Collected = TypeVar("Collected")


def collect_each(
    workspace: Workspace,
    name: str,
    collect: Callable[[str], Collected],
    *,
    may_be_none: bool = False,
) -> tuple[list[Collected], dict[str, str]]:
    """Collect a niche from each of its platforms by ``collect``, which is given the name of one.

    Returns what each gave, and a sentence for each platform that was left out: whose credential is
    missing, or that failed while another did not. Raises ``LeadersError`` when none is left, but
    with ``may_be_none`` not for want of credentials alone: there may be imported data.
    """
    left_out = find_lacking(load_niche(workspace, name))
    ready = [it for it in list_platforms(workspace, name) if it not in left_out]
    done: list[Collected] = []
    for platform in ready:
        try:
            done.append(collect(platform))
        except (CrawlInterrupted, StoreLocked):
            raise
        except LeadersError as error:
            if len(ready) == 1 and not left_out:
                raise
            left_out[platform] = str(error)
    if left_out and not done and (ready or not may_be_none):
        raise LeadersError("\n".join(tell_left_out(left_out)))
    return done, left_out


def list_platforms(workspace: Workspace, name: str) -> list[str]:
    """The platforms of a niche that can be collected from."""
    return [it for it in load_niche(workspace, name).platforms if it in PLATFORMS]


def list_imported_only(workspace: Workspace, name: str) -> list[str]:
    """The platforms of a niche that have no open interface."""
    return [it for it in load_niche(workspace, name).platforms if it in IMPORT_ONLY]


def tell_left_out(left_out: Mapping[str, str]) -> list[str]:
    """A line for each platform that was left out."""
    return [f"{platform}: {why}" for platform, why in left_out.items()]


def collect_platform(
    workspace: Workspace,
    name: str,
    platform: str,
    progress: CrawlProgressed = _ignore,
    *,
    calls: int | None = None,
    minutes: float | None = None,
    is_refresh: bool = True,
) -> CollectReport:
    """Collect a niche from one platform; ``calls`` and ``minutes`` replace the niche file's.

    is_refresh: also read again what was read too long ago.
    """
    niche = load_niche(workspace, name)
    given = {"calls": calls, "minutes": minutes}
    limits = {key: value for key, value in given.items() if value is not None}
    niche = niche.model_copy(update={"limits": niche.limits.model_copy(update=limits)})
    return Crawl(workspace, niche, PLATFORMS[platform](), progress, is_refresh=is_refresh).run()


def rank(
    workspace: Workspace, name: str, as_of: datetime | None = None, seed: int = 0
) -> "RankReport":
    """Rank a niche as of a moment; by default the moment when the last visit finished."""
    from leaders.facts import keep_facts
    from leaders.identity import write_proofs
    from leaders.rank import rank_niche

    niche = load_niche(workspace, name)
    with Store(workspace, must_exist=True) as store:
        moment = find_moment(store, as_of)
        if moment is None:
            raise LeadersError(
                f"There is no data to rank {name} by; import files or collect first."
            )
        named = map(name_permanently, niche.seeds)
        seeds, unknown = find_named(store, named, niche.platforms)
        for account_id in seeds:  # those of imported platforms nobody has added yet
            store.execute("collect/add_seed", niche=niche.name, account_id=account_id, visit_no=-1)
        unknown = [it for it in unknown if not is_page(it)]  # the crawl knows what those mean
        write_proofs(store, niche, moment)
        return rank_niche(
            store, niche, moment, seed,
            [*_remark("seeds", unknown), *_tell_unread(store, niche.name, moment)],
            lambda number: keep_facts(store, niche, number, moment),
        )  # fmt: skip


def _tell_unread(store: Store, niche: str, as_of: datetime) -> Iterator[str]:
    """What a ranking lacks because a platform failed, or a run was broken off: a line each."""
    rows = store.query("rank/unread", niche=niche, as_of=as_of)
    for platform, why, count in rows.iter_rows():
        listings = counted(count, "listing is", "listings are")
        yield f"{platform}: {listings} missing ({why}); leaders collect {niche} goes on there"


def _remark(key: str, unknown: list[str]) -> list[str]:
    return [f"{key}: nobody is stored by the name {', '.join(unknown)}"] if unknown else []


@contextmanager
def told_after(lines: Sequence[str]) -> Iterator[None]:
    """Put lines before the sentence of an error, which would hide what led to it."""
    try:
        yield
    except LeadersError as error:
        if not lines:
            raise
        raise LeadersError("\n".join([*lines, str(error)])) from None


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a whole run did."""

    collected: list[CollectReport]
    left_out: dict[str, str]
    ranking: "RankReport"
    files: list[Path]


DEFAULT_FORMATS = ("csv", "xlsx", "json", "html")
CLIENT = "client"
"""The folder, beside a niche's own files, of what is handed on."""


def export_niche(
    workspace: Workspace,
    name: str,
    formats: Sequence[str] = DEFAULT_FORMATS,
    folder: Path | None = None,
    *,
    bom: bool = False,
    where: str | None = None,
    language: str | None = None,
    for_client: bool = False,
) -> list[Path]:
    """Write a niche's last ranking to files, by default into ``exports/<niche>``.

    With ``where`` only of the accounts that meet that condition. The report and the workbook have
    besides what is known: why, changes, a plan, overlap. language: theirs, the niche's by default.
    for_client: without what is internal (prices, owners, notes), into ``exports/<niche>/client``.
    """
    from leaders.briefing import brief
    from leaders.export import export
    from leaders.shortlist import load_shortlist

    niche = load_niche(workspace, name)
    shortlist = load_shortlist(workspace, niche, where=where)
    briefed = brief(workspace, niche, shortlist, language=language, for_client=for_client)
    usual = workspace.exports / name
    return export(briefed, formats, folder or (usual / CLIENT if for_client else usual), bom=bom)


def refresh(
    workspace: Workspace, name: str, formats: Sequence[str] = DEFAULT_FORMATS,
    progress: CrawlProgressed = _ignore,
) -> Refreshed:  # fmt: skip
    """The whole thing: collect, rank, export. The flow ``refresh`` does the same steps."""
    collected, left_out = collect_each(
        workspace,
        name,
        lambda platform: collect_platform(workspace, name, platform, progress),
        may_be_none=True,
    )
    with told_after(tell_left_out(left_out)):
        ranking = rank(workspace, name)
    return Refreshed(collected, left_out, ranking, export_niche(workspace, name, formats))


def digest_niche(workspace: Workspace, name: str, now: datetime) -> tuple[str, list[Path]]:
    """The digest of a niche's last ranking as Markdown, and its files beside the shortlist's."""
    from leaders.digest import find_report, make_digest, to_markdown, write_digest

    folder = workspace.exports / name
    digest = make_digest(workspace, load_niche(workspace, name), now, report=find_report(folder))
    files = write_digest(digest, folder)
    return to_markdown(replace(digest, report=None)), files


def send_digest(workspace: Workspace, name: str, now: datetime) -> tuple[list[str], list[str]]:
    """Send what is new to each channel that is set up; sentences: what went out, what failed.

    A channel that fails fails alone, and is told the same next time.
    """
    from leaders.digest import find_channels, link_report, tell_channels

    niche = load_niche(workspace, name)
    channels, failed = find_channels()
    report = None
    try:
        report = link_report(workspace.exports / name, name)
    except LeadersError as error:
        failed.append(str(error))
    outcomes = tell_channels(workspace, niche, channels, now, report)
    failed += [str(it) for it in outcomes if it.why is not None]
    return [str(it) for it in outcomes if it.why is None], failed


def find_report(workspace: Workspace, name: str) -> str | None:
    """The address of a niche's report: where exports are served, else the file; None without one.

    Raises ``LeadersError`` where LEADERS_REPORTS is no address.
    """
    from leaders.digest import link_report

    folder = workspace.exports / name
    if address := link_report(folder, name):
        return address
    report = folder / "report.html"
    return report.resolve().as_uri() if report.is_file() else None


def preview(workspace: Workspace, name: str, size: int) -> dict[str, list[dict[str, Any]]]:
    """The first rows of each list of the last ranking, without what only files can hold."""
    from leaders.shortlist import load_shortlist

    shortlist = load_shortlist(workspace, load_niche(workspace, name), size)
    columns = ["rank", "account_id", "name", "score", "tier", "followers_count", "coverage", "url"]
    return {
        key: rows.select(columns).to_dicts()
        for key, rows in shortlist.tables.items()
        if rows.height
    }


def describe(done: Refreshed) -> dict[str, Any]:
    """What a run did, in plain values: what a flow returns and the command prints."""
    return {
        **describe_ranking(done.ranking),
        "collected": [it.describe() for it in done.collected] + tell_left_out(done.left_out),
        "files": [str(file) for file in done.files],
    }


def describe_ranking(report: "RankReport") -> dict[str, Any]:
    """Which ranking it is, in plain values."""
    return {
        "ranking_id": report.ranking_id,
        "as_of": report.as_of.isoformat(),
        "account_count": report.account_count,
    }


def describe_collecting(report: CollectReport) -> dict[str, Any]:
    """What a crawl did, in plain values."""
    return asdict(report) | {"is_complete": report.is_complete}
