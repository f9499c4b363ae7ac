"""leaders run and demo: the whole job in one command."""

import pytest

from leaders import cli, pipeline
from leaders.collect import CrawlInterrupted
from leaders.settings import Workspace


@pytest.mark.parametrize("command", ["run niche --direct", "demo --direct", "collect demo"])
def test_ctrl_c_names_the_command_that_goes_on(
    workspace: Workspace, capsys, monkeypatch, command: str
) -> None:
    demo = 'title = "Demo"\nplatforms = ["simulated"]\nwords = {en = ["yarn"]}\n'
    (workspace.niches / "demo.toml").write_text(demo)

    def stop(*given, **named) -> None:
        raise CrawlInterrupted("Stopped after 1 call. What was read is stored")

    monkeypatch.setattr(pipeline, "refresh", stop)
    monkeypatch.setattr(pipeline, "collect_platform", stop)
    assert cli._run(["--workspace", str(workspace.root), *command.split()]) == 1
    assert capsys.readouterr().err == (
        f"Stopped after 1 call. What was read is stored; go on with: leaders {command}\n"
    )
