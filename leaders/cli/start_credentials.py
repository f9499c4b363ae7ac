"""Credentials that a person pastes into `leaders start`: tried live, kept only where they work."""

import os
from collections.abc import Callable

from leaders.cli.output import Output, ask_line
from leaders.cli.start_words import Words
from leaders.environment import keep_variable
from leaders.starting.trial import Trial

PASTED = {"vk": "VK_SERVICE_TOKENS", "youtube": "YOUTUBE_API_KEY"}
"""The one variable that opens a platform; Telegram needs a login too, which has its own command."""
ATTEMPTS = 2


class Pasting:
    """Asks for credentials, and keeps those that worked once there is a niche to use them."""

    def __init__(self, output: Output, words: Words) -> None:
        self._output = output
        self._words = words
        self._accepted: dict[str, str] = {}

    def ask(self, trial: Trial, attempt: Callable[[], Trial]) -> Trial | None:
        """How the platform answered with what was pasted; None: nothing was, or it was refused.

        What is accepted stays set in the environment of this process, nothing else does.
        """
        platform, say = trial.platform, self._words
        variable = PASTED.get(platform)
        for _ in range(ATTEMPTS if variable else 0):
            question = say("ask_paste", platform=platform, variable=variable)
            pasted = "".join(filter(str.isprintable, ask_line(question, is_hidden=True)))
            if not variable or not pasted:
                return None
            again = _try_with(variable, pasted, attempt)
            if again.is_open:
                self._accepted[variable] = pasted
                self._output.say(say("accepted", platform=platform))
                return again
            sentence = again.lacks or again.trouble
            self._output.say(say("refused", platform=platform, sentence=sentence))
        return None

    def keep(self) -> None:
        """Write what was accepted into ``.env``, and say so without showing it."""
        path = self._output.workspace.dotenv
        for variable, pasted in self._accepted.items():
            keep_variable(self._output.workspace, variable, pasted)
            self._output.say(self._words("kept", variable=variable, path=path))


def _try_with(variable: str, value: str, attempt: Callable[[], Trial]) -> Trial:
    """Try a platform with a variable set, which stays set only where it worked."""
    before = os.environ.get(variable)
    os.environ[variable] = value
    is_open = False
    try:
        trial = attempt()
        is_open = trial.is_open
    finally:
        if not is_open:
            os.environ.pop(variable)
            if before is not None:
                os.environ[variable] = before
    return trial
