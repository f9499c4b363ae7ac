"""What `leaders serve` does: Prefect's server and worker beside us, until one of us ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import TYPE_CHECKING

from leaders import pipeline
from leaders.cli.output import Output
from leaders.cli.schedule import tell_next
from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.scheduling.deployments import POOL
from leaders.scheduling.due import tell_moment
from leaders.scheduling.processes import PREFECT, Companion, check_free, read_last_line, running
from leaders.settings import prefect_environment

if TYPE_CHECKING:
    from flows.serving import Promise

HOST = "127.0.0.1"
HEALTHY_SECONDS = 180
DEPLOY_SECONDS = 300
TICK_SECONDS = 1.0
ASLEEP = timedelta(seconds=60)
"""A tick that took longer than this was a sleeping computer."""


class Server:
    """Serves the schedules of a workspace's niches. ``run`` returns at ctrl-C or SIGTERM.

    Where ``PREFECT_API_URL`` names a server that one is used and none is started.
    """

    def __init__(self, output: Output, niches: Sequence[Niche], port: int, at_once: int) -> None:
        self.output = output
        self.workspace = output.workspace
        self.niches = niches
        self.port = port
        self.at_once = at_once
        self.theirs = os.environ.get("PREFECT_API_URL")
        self.logs = self.workspace.prefect_home / "logs"

    def run(self) -> None:
        """Start everything, watch it, and stop it in order."""
        signal.signal(signal.SIGTERM, _interrupt)
        address = self.theirs or f"http://{HOST}:{self.port}/api"
        os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "WARNING")  # it has a log here
        for name, value in prefect_environment(self.workspace).items():
            os.environ.setdefault(name, value)
        os.environ.update(PREFECT_API_URL=address, LEADERS_HOME=str(self.workspace.root))
        try:
            with ExitStack() as stack:
                companions = self._start(stack)
                self.output.say(f"Prefect's page: {address.removesuffix('/api')} (ctrl-C stops)")
                self._watch(companions)
        except KeyboardInterrupt:
            self.output.say("stopped: the server, the worker and its runs; what was read is stored")

    def _start(self, stack: ExitStack) -> list[Companion]:
        companions = []
        if self.theirs is None:
            check_free(HOST, self.port)
            self.output.say("starting Prefect's server (about 15 s) ...")
            companions.append(self._run_beside(
                stack, "server", "server", "start", "--host", HOST, "--port", str(self.port)
            ))  # fmt: skip
        self._wait_until_healthy(companions)
        self._set_up()
        companions.append(self._run_beside(
            stack, "worker", "worker", "start", "--pool", POOL, "--type", "process",
            "--limit", str(self.at_once),
        ))  # fmt: skip
        for line in tell_next(self.niches, datetime.now(UTC)):
            self.output.say(line)
        return companions

    def _run_beside(self, stack: ExitStack, name: str, *arguments: str) -> Companion:
        log = self.logs / f"{name}.log"
        command = [*PREFECT, *arguments]
        return stack.enter_context(running(name, command, os.environ, log, self.workspace.root))

    def _wait_until_healthy(self, companions: Sequence[Companion]) -> None:
        from flows.serving import is_healthy

        deadline = time.monotonic() + HEALTHY_SECONDS
        while not is_healthy():
            _check_alive(companions)
            if self.theirs:
                raise LeadersError(
                    f"The Prefect server of PREFECT_API_URL ({self.theirs}) does not answer; start "
                    "it, or unset the variable to have one started here."
                )
            if time.monotonic() > deadline:
                raise LeadersError(
                    f"Prefect's server did not answer within {HEALTHY_SECONDS} s; see "
                    f"{companions[0].log}"
                )
            time.sleep(TICK_SECONDS / 2)

    def _set_up(self) -> None:
        """What was promised is asked before deploying, which writes the promises anew."""
        from flows import serving

        names = [niche.name for niche in self.niches]
        platforms = {it for name in names for it in pipeline.list_platforms(self.workspace, name)}
        home = str(self.workspace.root) if self.theirs else None
        serving.set_up(home, names, sorted(platforms))
        promises = serving.list_promises(home)
        self._deploy()
        scheduled = [niche.name for niche in self.niches if niche.schedule is not None]
        for name in serving.drop_schedules(home, scheduled):
            self.output.say(f"{name}: has no schedule any more")
        active = [it.name for it in self.niches if it.schedule is not None and it.schedule.active]
        for line in serving.run_missed(promises, active, datetime.now(UTC)):
            self.output.say(line)
        self.promises: list[Promise] = serving.list_promises(home)

    def _deploy(self) -> None:
        log = self.logs / "deploy.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as written:
            done = subprocess.run(  # noqa: S603 (our own command line)
                [*PREFECT, "--no-prompt", "deploy", "--all"], cwd=self.workspace.root,
                stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.STDOUT,
                timeout=DEPLOY_SECONDS, check=False,
            )  # fmt: skip
        if done.returncode:
            raise LeadersError(
                f"prefect.yaml could not be deployed: {read_last_line(log)}; see {log}"
            )

    def _watch(self, companions: Sequence[Companion]) -> None:
        """Until one of them ends. What a sleeping computer missed the worker does by itself."""
        before = datetime.now(UTC)
        while True:
            time.sleep(TICK_SECONDS)
            _check_alive(companions)
            now = datetime.now(UTC)
            if now - before > ASLEEP:
                for line in tell_slept(self.promises, before, now):
                    self.output.say(line)
            before = now


def tell_slept(promises: "Sequence[Promise]", before: datetime, now: datetime) -> Iterator[str]:
    """What was due while the computer slept, a line a niche."""
    for promise in promises:
        if missed := promise.due.missed(before, now):
            moment = tell_moment(missed, now)
            yield f"{promise.niche}: missed {moment} because this computer slept: running now"


def _check_alive(companions: Sequence[Companion]) -> None:
    for companion in companions:
        if not companion.is_alive:
            raise LeadersError(companion.tell_end())


def _interrupt(number: int, frame: FrameType | None) -> None:
    """A service that is stopped ends as it does with ctrl-C."""
    sys.stderr.flush()
    raise KeyboardInterrupt
