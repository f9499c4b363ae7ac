"""Writing ``prefect.yaml`` from the niche files without losing what a person put into it.

A deployment is ours when it runs our flow for one niche; of ours only the schedule follows the
niche file, all else is written once and then left as it is.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.scheduling.deployments import (
    ENTRYPOINT,
    LIMIT,
    POOL,
    TAG,
    describe_schedules,
    tell_schedule,
)

FILE = "prefect.yaml"
NEW = Path(__file__).with_name("new_prefect.yaml")
OUR_KEYS = frozenset({"cron", "timezone", "active"})
_PLAIN = re.compile(r"[a-z][a-z0-9_-]*")
_NO_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_INDENTS = ((2, 4, 2), (2, 2, 0), (4, 4, 2), (4, 6, 4))
"""How people indent: mappings, sequences, and the dash in them."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The file as it shall be. ``said``: what is different, a line each; none: it is up to date."""

    text: str
    said: list[str] = field(default_factory=list)


def plan_file(text: str | None, niches: Sequence[Niche], *, prune: bool = False) -> Planned:
    """The text of ``prefect.yaml`` for these niches; ``text`` is the one that is there, if any.

    Raises ``LeadersError``, and nothing is to be written, where the file cannot be understood,
    where a niche is gone (but with ``prune``) and where anything that a person wrote would go.
    """
    before = NEW.read_text(encoding="utf-8") if text is None else text.replace("\r\n", "\n")
    yaml, document = _read(before)
    deployments = _find_deployments(document)
    said = list(_drop_gone(deployments, {niche.name for niche in niches}, prune=prune))
    places = _place_deployments(deployments)
    taken = {str(it.get("name")) for it in deployments if it.get("entrypoint") == ENTRYPOINT}
    for niche in niches:
        schedules = describe_schedules(niche)
        if niche.name in places:
            said += _follow(niche, deployments[places[niche.name]], schedules, document)
            continue
        if niche.name in taken:
            raise _refuse(f"its deployment {niche.name} is not for the niche of that name")
        deployments.append(_make(niche.name, schedules, document))
        said.append(f"added {niche.name}: {tell_schedule(niche.schedule)}")
    if not said and text is not None:
        return Planned(text)
    after = _write(yaml, document)
    _check_comments(before, after)
    if text is not None and "\r\n" in text:
        after = after.replace("\n", "\r\n")
    return Planned(after, said or ["made without a deployment: there is no niche file yet"])


def _read(text: str) -> tuple[YAML, CommentedMap]:
    """The document, and what writes it as it was written."""
    for indent in _INDENTS:
        yaml = YAML()
        yaml.preserve_quotes = True
        yaml.width = 4096
        mapping, sequence, offset = indent
        yaml.indent(mapping=mapping, sequence=sequence, offset=offset)
        try:
            document = yaml.load(text)
        except YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f", line {mark.line + 1}" if mark else ""
            what = getattr(error, "problem", None) or "it is no YAML"
            raise LeadersError(
                f"{FILE}{where}: cannot be read ({what}); mend it, or move it away to have a new "
                "one written."
            ) from None
        if _write(yaml, document) == text:
            break
    else:  # written with other spaces, which no reader minds
        yaml.indent(mapping=2, sequence=4, offset=2)
    if not isinstance(document, CommentedMap):
        raise _refuse("it is no mapping of keys")
    return yaml, document


def _write(yaml: YAML, document: Any) -> str:
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


def _find_deployments(document: CommentedMap) -> CommentedSeq:
    deployments = document.get("deployments")
    if deployments is None:
        deployments = document["deployments"] = CommentedSeq()
    if not isinstance(deployments, CommentedSeq):
        raise _refuse("deployments is no list")
    if not all(isinstance(it, CommentedMap) for it in deployments):
        raise _refuse("deployments has an entry that is no mapping of keys")
    if not deployments:
        deployments.fa.set_block_style()
    return deployments


def _niche_of(deployment: CommentedMap) -> str | None:
    """The niche that a deployment of ours is for; None: it is somebody's own."""
    parameters = deployment.get("parameters")
    if deployment.get("entrypoint") != ENTRYPOINT or not isinstance(parameters, dict):
        return None
    niche = parameters.get("niche")
    # A second deployment of a niche, say with other parameters, is a person's own.
    return str(niche) if niche is not None and deployment.get("name") == niche else None


def _place_deployments(deployments: CommentedSeq) -> dict[str, int]:
    """Where the deployment of each niche stands; a name that is taken is refused."""
    names = Counter(str(it.get("name")) for it in deployments)
    places = {}
    for place, deployment in enumerate(deployments):
        name = _niche_of(deployment)
        if name is None:
            continue
        if names[name] > 1:
            raise _refuse(f"two deployments are called {name}")
        places[name] = place
    return places


def _drop_gone(deployments: CommentedSeq, here: set[str], *, prune: bool) -> Iterator[str]:
    gone = [it for it in deployments if (name := _niche_of(it)) is not None and name not in here]
    for deployment in gone:
        name = deployment["name"]
        if not prune:
            raise LeadersError(
                f"{FILE} has a deployment of {name}, whose file data/niches/{name}.toml is gone; "
                "bring it back, or take the deployment out: leaders schedule --prune"
            )
        del deployments[next(n for n, it in enumerate(deployments) if it is deployment)]
        yield f"took out {name}"


def _follow(
    niche: Niche,
    deployment: CommentedMap,
    schedules: list[dict[str, Any]],
    document: CommentedMap,
) -> Iterator[str]:
    """Give a deployment the schedule of its niche file."""
    name = niche.name
    if "schedule" in deployment:
        raise _refuse(f"{name} has the key schedule; Prefect 3 calls it schedules, a list")
    found = deployment.get("schedules") or []
    if not isinstance(found, list) or not all(isinstance(it, dict) for it in found):
        raise _refuse(f"the schedules of {name} are no list of mappings")
    own = [it for it in found if "cron" not in it]
    if own or len(found) > 1:
        raise _refuse(
            f"{name} has a schedule of its own that its niche file has not: "
            f"{_tell(own[0] if own else found[1])}; give it a deployment with another name"
        )
    old = dict(found[0]) if found else {}
    told = {"timezone": "UTC", "active": True, **old}
    if not schedules and old:
        if extra := sorted(old.keys() - OUR_KEYS):
            raise _refuse(
                f"{name} has no [schedule] in its niche file any more, and that of {FILE} has "
                f"{', '.join(extra)} besides; take it out by hand"
            )
        deployment["schedules"] = CommentedSeq()
        yield f"{name}: no schedule any more, it was {old['cron']}"
        return
    if not schedules or schedules[0].items() <= told.items():
        return
    if not found or _is_shared(deployment, document):
        deployment["schedules"] = _flow_list([_flow_map({**old, **schedules[0]})])
    else:
        for key, value in schedules[0].items():
            if found[0].get(key) != value:
                is_quoted = isinstance(found[0].get(key), DoubleQuotedScalarString)
                found[0][key] = DoubleQuotedScalarString(value) if is_quoted else value
    was = f", it was {old['cron']} {told['timezone']}" if old else ""
    yield f"{name}: {tell_schedule(niche.schedule)}{was}"


def _is_shared(deployment: CommentedMap, document: CommentedMap) -> bool:
    """Whether the schedule stands elsewhere too, by an anchor: there it must stay as it is."""
    listed = deployment["schedules"]
    wanted = {id(listed), id(listed[0])}
    is_merged = "schedules" not in dict.keys(deployment) or bool(getattr(listed[0], "merge", None))
    return is_merged or sum(id(it) in wanted for it in _walk(document)) > 2


def _walk(node: Any) -> Iterator[Any]:
    yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _walk(child)


def _make(name: str, schedules: list[dict[str, Any]], document: CommentedMap) -> CommentedMap:
    """A new deployment; the pool and the limit by their anchors where the file has ours."""
    definitions = document.get("definitions") or {}
    pools = definitions.get("work_pools") or {}
    quoted = _quote(name)
    made = CommentedMap(
        name=quoted,
        entrypoint=ENTRYPOINT,
        parameters=_flow_map({"niche": quoted}),
        work_pool=_point_to(pools.get(POOL)) or _flow_map({"name": POOL}),
        concurrency_limit=_point_to(definitions.get("limit")) or _flow_map(LIMIT),
        schedules=_flow_list([_flow_map(it) for it in schedules]),
        tags=_flow_list([TAG, quoted]),
    )
    if not _has_our_pull(document):
        step = {"prefect.deployments.steps.set_working_directory": {
            "directory": DoubleQuotedScalarString("{{ $LEADERS_HOME }}")}}  # fmt: skip
        made["pull"] = [step]
    return made


def _point_to(definition: Any) -> CommentedMap | None:
    """What has an anchor, so that it is written as an alias; None: it has none."""
    is_anchored = isinstance(definition, CommentedMap) and definition.anchor.value
    return definition if is_anchored else None


def _has_our_pull(document: CommentedMap) -> bool:
    return "LEADERS_HOME" in str(document.get("pull"))


def _quote(text: str) -> str:
    """Text that no reader of YAML, of 1.1 or 1.2, takes for a number or a truth value."""
    is_plain = _PLAIN.fullmatch(text) and text not in _NO_TEXT
    return text if is_plain else DoubleQuotedScalarString(text)


def _flow_map(values: dict[str, Any]) -> CommentedMap:
    """A mapping on one line; a cron line always in quotes, since it may begin with a star."""
    made = CommentedMap(values)
    if "cron" in made:
        made["cron"] = DoubleQuotedScalarString(made["cron"])
    made.fa.set_flow_style()
    return made


def _flow_list(values: list[Any]) -> CommentedSeq:
    made = CommentedSeq(values)
    made.fa.set_flow_style()
    return made


def _tell(schedule: dict[str, Any]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in schedule.items())


def _check_comments(before: str, after: str) -> None:
    """A comment hangs on what stands before it, and would go with that unnoticed."""
    lost = _list_comments(before) - _list_comments(after)
    if lost:
        raise _refuse(f"the comment {min(lost)!r} would be lost; move it to a line elsewhere")


def _list_comments(text: str) -> Counter[str]:
    return Counter(
        it.strip() for line in text.splitlines() for it in re.findall(r"(?:^|\s)#.*", line)
    )


def _refuse(why: str) -> LeadersError:
    return LeadersError(f"{FILE} is left as it is: {why}.")
