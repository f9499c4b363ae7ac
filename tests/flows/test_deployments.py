"""The deployments of the bundled niches; `test_serving` runs them for real."""

from pathlib import Path

import yaml

from leaders.niche import load_niche, niche_names
from leaders.settings import Workspace

CHECKOUT = Path(__file__).parents[2]


def read_deployments() -> dict[str, dict[str, object]]:
    told = yaml.safe_load((CHECKOUT / "prefect.yaml").read_text())
    return {deployment["name"]: deployment for deployment in told["deployments"]}


def test_each_niche_has_one_deployment_with_its_schedule() -> None:
    checkout = Workspace(CHECKOUT)
    deployments = read_deployments()
    assert sorted(deployments) == niche_names(checkout)
    for name, deployment in deployments.items():
        schedule = load_niche(checkout, name).schedule
        assert schedule is not None
        assert deployment["schedules"] == [schedule.model_dump()]
        assert deployment["parameters"] == {"niche": name}
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
