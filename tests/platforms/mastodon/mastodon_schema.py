"""Requests and answers against the official OpenAPI document."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fake_http import Answered, Asked
from jsonschema import Draft202012Validator

API = "/api/"


@dataclass
class Schema:
    """``paths`` and ``components`` as the document has them."""

    paths: Mapping[str, Any]
    components: Mapping[str, Any]
    _validators: dict[tuple[str, str], Draft202012Validator] = field(default_factory=dict)

    @classmethod
    def load(cls, file: Path) -> "Schema":
        document = json.loads(file.read_text())
        # Both of a status's kinds of quote demand no more than a state, so that "one of them" is
        # never true, of the answers of real servers neither.
        quote = document["components"]["schemas"]["Status"]["properties"]["quote"]
        quote["anyOf"] = quote.pop("oneOf")
        return cls(document["paths"], document["components"])

    def request_mistakes(self, asked: Asked) -> list[str]:
        """What is wrong with a request, a sentence each."""
        path = self.find_path(asked.path)
        if path is None or asked.method != "GET":
            return [f"{asked.method} {asked.path} is no method"]
        rules = {it["name"]: it for it in self.paths[path]["get"].get("parameters", [])}
        missing = [
            f"{name} is missing"
            for name, rule in rules.items()
            if rule["in"] == "query" and rule.get("required") and not asked.params.get(name)
        ]
        return missing + [
            mistake
            for name, values in asked.params.items()
            for mistake in _parameter_mistakes(name, values, rules.get(name))
        ]

    def answer_mistakes(self, asked_path: str, status: int, body: object) -> list[str]:
        """What is wrong with the body of an answer."""
        path = self.find_path(asked_path)
        if path is None:
            return [f"{asked_path} is no method"]
        key = (path, str(status))
        if key not in self._validators:
            answers = self.paths[path]["get"]["responses"]
            if str(status) not in answers:
                return [f"{path} never answers {status}"]
            content = answers[str(status)].get("content", {}).get("application/json", {})
            rule = {**content.get("schema", {}), "components": self.components}
            self._validators[key] = Draft202012Validator(rule)
        return [it.message[:200] for it in self._validators[key].iter_errors(body)]

    def find_path(self, asked_path: str) -> str | None:
        """The path of the document that an address is one of; the most literal one."""
        fitting = [
            path
            for path, methods in self.paths.items()
            if "get" in methods
            and re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)), asked_path)
        ]
        return min(fitting, key=lambda path: path.count("{"), default=None)


def _parameter_mistakes(name: str, values: list[str], rule: Mapping[str, Any] | None) -> list[str]:
    if rule is None:
        return [f"{name} is no parameter"]
    if len(values) > 1:
        return [f"{name} is given {len(values)} times"]
    kind = rule["schema"]["type"]
    if kind == "boolean" and values[0] not in ("true", "false"):
        return [f"{name}: {values[0]!r} is neither true nor false"]
    if kind == "integer":
        most = re.search(r"Max(?:imum)? (\d+)", rule.get("description", ""))
        if not re.fullmatch("[0-9]+", values[0]):
            return [f"{name}: {values[0]!r} is no whole number"]
        if most and int(values[0]) > int(most[1]):
            return [f"{name}: {values[0]} is more than {most[1]}"]
    return [] if values[0] else [f"{name} is empty"]


@dataclass
class Checked:
    """Hands requests on and objects to every request and answer that breaks the schema."""

    answer: Any
    schema: Schema
    paths: set[str] = field(default_factory=set)

    def __call__(self, host: str, asked: Asked) -> Answered:
        status, headers, body = self.answer(host, asked)
        is_website = headers.get("Content-Type") == "text/html"  # of a host that is no instance
        if asked.path.startswith(API) and not is_website:
            mistakes = self.schema.request_mistakes(asked)
            mistakes += self.schema.answer_mistakes(asked.path, status, json.loads(body))
            assert not mistakes, (asked, status, mistakes[:3])
            self.paths.add(f"{self.schema.find_path(asked.path)} {status}")
        return status, headers, body
