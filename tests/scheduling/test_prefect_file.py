"""prefect.yaml is written from the niche files, and what a person wrote stays."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from prefect.client.schemas.schedules import CronSchedule

from leaders.errors import LeadersError
from leaders.niche import Niche, Schedule
from leaders.scheduling.deployments import describe_schedules
from leaders.scheduling.prefect_file import plan_file
from leaders.settings import find_bundled

MONDAYS = Schedule(cron="0 6 * * 1", timezone="Europe/Amsterdam")
DAILY = Schedule(cron="*/5 6 * * *")


def niche(name: str, schedule: Schedule | None = MONDAYS) -> Niche:
    return Niche(name=name, title="x", platforms=("simulated",), schedule=schedule)


def deployments(text: str) -> dict[str, dict[str, Any]]:
    """As Prefect reads them, which is YAML 1.1."""
    return {it["name"]: it for it in yaml.safe_load(text)["deployments"]}


def written(*niches: Niche) -> str:
    return plan_file(None, niches).text


def test_a_new_file_has_a_deployment_a_niche() -> None:
    planned = plan_file(None, [niche("knits"), niche("never", None)])
    assert planned.said == [
        "added knits: 0 6 * * 1 Europe/Amsterdam", "added never: no schedule"
    ]  # fmt: skip
    found = deployments(planned.text)
    assert found["knits"] == {
        "name": "knits",
        "entrypoint": "flows.refresh.refresh",
        "parameters": {"niche": "knits"},
        "work_pool": yaml.safe_load(planned.text)["definitions"]["work_pools"]["leaders"],
        "concurrency_limit": {"limit": 1, "collision_strategy": "CANCEL_NEW"},
        "schedules": [{"cron": "0 6 * * 1", "timezone": "Europe/Amsterdam", "active": True}],
        "tags": ["leaders", "knits"],
    }
    assert found["never"]["schedules"] == []


def test_the_bundled_file_is_the_one_that_is_made_from_the_bundled_niches() -> None:
    from leaders.niche import load_niche, niche_names
    from leaders.settings import CHECKOUT, Workspace

    checkout = Workspace(CHECKOUT)
    assert find_bundled("niches") == checkout.niches
    niches = [load_niche(checkout, name) for name in niche_names(checkout)]
    text = (CHECKOUT / "prefect.yaml").read_text(encoding="utf-8")
    assert plan_file(text, niches).said == []
    assert written(*niches) == text


NAMES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,12}", fullmatch=True) | st.sampled_from(
    ["on", "null", "1e5", "0x1f", "12", "1_000", "yes", "007", "2026-11-29"]
)
SCHEDULES = st.none() | st.builds(
    Schedule,
    cron=st.sampled_from(["0 6 * * 1", "*/5 * * * *", "0 6 L * *", "59 23 31 12 *"]),
    timezone=st.sampled_from(["UTC", "Europe/Moscow"]),
    active=st.booleans(),
)


@given(st.dictionaries(NAMES, SCHEDULES, max_size=5), st.dictionaries(NAMES, SCHEDULES, max_size=5))
def test_it_follows_the_niches_and_a_second_time_changes_nothing(before, after) -> None:
    old = written(*(niche(*it) for it in before.items()))
    niches = [niche(*it) for it in after.items()]
    planned = plan_file(old, niches, prune=True)
    found = deployments(planned.text) if planned.text else {}
    assert sorted(found) == sorted(after)
    for name, schedule in after.items():
        assert found[name]["parameters"] == {"niche": name}
        assert found[name]["schedules"] == ([schedule.model_dump()] if schedule else [])
    again = plan_file(planned.text, niches)
    assert (again.text, again.said) == (planned.text, [])


BY_HAND = """# Ours.
name: shop
pull: []   # nothing to pull
deployments:
- name: report          # every morning
  entrypoint: shop.py:report
  schedules:
  - interval: 3600
- name: knits
  entrypoint: flows.refresh.refresh
  parameters:
    niche: knits
    workspace: "/srv/knits"
  work_pool: {name: elsewhere}
  schedules:
  - cron: 0 7 * * 1   # after breakfast
    timezone: Europe/Amsterdam
    slug: weekly
    active: true
  description: >
    Folded words
    of ours.
- name: knits_abroad
  entrypoint: flows.refresh.refresh
  parameters: {niche: knits}
"""


def test_what_was_made_by_hand_stays_but_for_the_schedule() -> None:
    planned = plan_file(BY_HAND, [niche("knits")])
    assert planned.text == BY_HAND.replace("0 7 * * 1 ", "0 6 * * 1 ")
    assert planned.said == [
        "knits: 0 6 * * 1 Europe/Amsterdam, it was 0 7 * * 1 Europe/Amsterdam"
    ]  # fmt: skip


def test_a_new_niche_is_added_to_a_file_of_ones_own() -> None:
    planned = plan_file(BY_HAND, [niche("knits"), niche("yarn", DAILY)])
    before, after = deployments(BY_HAND), deployments(planned.text)
    assert list(after) == [*before, "yarn"]
    assert (after["report"], after["knits_abroad"]) == (before["report"], before["knits_abroad"])
    assert after["yarn"]["schedules"] == [DAILY.model_dump()]
    assert "LEADERS_HOME" in str(after["yarn"]["pull"])  # theirs pulls nothing
    assert after["yarn"]["work_pool"] == {"name": "leaders"}
    for comment in ("# Ours.", "# nothing to pull", "# every morning", "# after breakfast"):
        assert comment in planned.text


def test_a_schedule_that_stands_elsewhere_too_stays_there() -> None:
    shared = written(niche("knits")).replace("schedules: [{", "schedules: &often [{")
    shared += "  - {name: own, entrypoint: shop.py:run, schedules: *often}\n"
    planned = plan_file(shared, [niche("knits", DAILY)])
    found = deployments(planned.text)
    assert found["knits"]["schedules"] == [DAILY.model_dump()]
    assert found["own"]["schedules"] == [MONDAYS.model_dump()]


def test_a_niche_that_is_gone_goes_only_when_asked() -> None:
    text = written(niche("knits"), niche("yarn"))
    with pytest.raises(LeadersError, match=r"data/niches/yarn\.toml is gone"):
        plan_file(text, [niche("knits")])
    planned = plan_file(text, [niche("knits")], prune=True)
    assert planned.said == ["took out yarn"]
    assert planned.text == written(niche("knits"))


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("deployments: []", "deployments: {a: b}", "deployments is no list"),
        ("deployments: []", "deployments: [knits]", "an entry that is no mapping"),
        ("deployments: []", "deployments: [", "cannot be read"),
        ("name: leaders\n", "name: leaders\nname: again\n", "cannot be read"),
        ("deployments: []", "deployments: [{name: knits, entrypoint: flows.refresh.refresh}]",
         "its deployment knits is not for the niche"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_understood_is_refused(before: str, after: str, why: str) -> None:
    text = written()
    assert before in text
    with pytest.raises(LeadersError, match=why):
        plan_file(text.replace(before, after, 1), [niche("knits")])


@pytest.mark.parametrize("text", ["", "[]", "knits", "\x00", "- a\n- b"])
def test_a_file_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(LeadersError, match=r"prefect\.yaml"):
        plan_file(text, [niche("knits")])


@pytest.mark.parametrize(
    ("extra", "now", "why"),
    [
        (", {interval: 60}]", MONDAYS, "interval: 60; give it a deployment with another name"),
        (', {cron: "1 1 * * *"}]', MONDAYS, "cron: 1 1 [*] [*] [*]; give it a deployment"),
        ("] # at six", DAILY, None),
        ("]\n    schedule: {cron: x}", MONDAYS, "the key schedule; Prefect 3 calls it schedules"),
    ],
)
def test_what_would_be_lost_is_refused(extra: str, now: Schedule, why: str | None) -> None:
    text = written(niche("knits")).replace("true}]", "true}" + extra)
    if why is None:
        assert "# at six" in plan_file(text, [niche("knits", now)]).text
        return
    with pytest.raises(LeadersError, match=why):
        plan_file(text, [niche("knits", now)])


def test_more_than_a_schedule_of_ours_is_not_taken_out() -> None:
    text = written(niche("knits")).replace("active: true}", "active: true, slug: mine}")
    with pytest.raises(LeadersError, match="has slug besides; take it out by hand"):
        plan_file(text, [niche("knits", None)])
    assert "slug: mine" in plan_file(text, [niche("knits", DAILY)]).text


def test_a_comment_that_would_go_with_a_niche_is_told() -> None:
    niches = [niche("knits"), niche("yarn"), niche("zip")]
    text = written(*niches).replace("  - name: zip", "  # our best\n  - name: zip")
    assert "# our best\n  - name: zip" in plan_file(text, [niches[0], niches[2]], prune=True).text
    text = written(*niches).replace("{niche: yarn}", "{niche: yarn}  # until May")
    with pytest.raises(LeadersError, match="'# until May' would be lost"):
        plan_file(text, [niches[0], niches[2]], prune=True)


@pytest.mark.parametrize(
    "cron",
    ["0 6 * * 1", "*/5 * * * *", "0 6 L * *", "0 6 * * 1#2", "0 6 * JAN-MAR MON", "0 6 * * 7"],
)
def test_prefect_reads_the_cron_lines_that_are_taken(cron: str) -> None:
    [schedule] = describe_schedules(niche("knits", Schedule(cron=cron)))
    assert CronSchedule(cron=schedule["cron"]).cron == cron


@pytest.mark.parametrize("cron", ["0 6 LW * *", "0 6 * * 5L", "0 0 6 * * *"])
def test_a_cron_line_that_prefect_reads_otherwise_is_refused(cron: str) -> None:
    with pytest.raises(LeadersError, match=r"knits: schedule\.cron"):
        describe_schedules(niche("knits", Schedule(cron=cron)))
