"""Requests and answers against Google's discovery document: whatever it does not name is wrong."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fake_http import Answered, Answering, Asked

from leaders.platforms.parsing import parse_moment

WHOLE = {
    "int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1), "uint64": (0, 2**64 - 1),
}  # fmt: skip
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}


@dataclass(frozen=True)
class Schema:
    """``methods`` by path, ``schemas`` by name, ``common`` parameters of every method."""

    methods: Mapping[str, Mapping[str, Any]]
    schemas: Mapping[str, Mapping[str, Any]]
    common: Mapping[str, Mapping[str, Any]]

    @classmethod
    def load(cls, file: Path) -> "Schema":
        document = json.loads(file.read_text())
        listed = [
            resource["methods"]["list"]
            for resource in document["resources"].values()
            if "list" in resource.get("methods", {})
        ]
        methods = {f"/{document['servicePath']}{it['path']}": it for it in listed}
        return cls(methods, document["schemas"], document["parameters"])

    def request_mistakes(self, asked: Asked) -> list[str]:
        """What is wrong with a request, a sentence each."""
        method = self.methods.get(asked.path)
        if method is None or asked.method != method["httpMethod"]:
            return [f"{asked.method} {asked.path} is no method"]
        known = {**self.common, **method["parameters"]}
        missing = [
            f"{name} is missing"
            for name, rule in known.items()
            if rule.get("required") and not asked.params.get(name)
        ]
        return missing + [
            mistake
            for name, values in asked.params.items()
            for mistake in _parameter_mistakes(name, values, known.get(name))
        ]

    def answer_mistakes(self, path: str, body: object) -> list[str]:
        """What is wrong with a good answer of the method at a path."""
        return list(self._mistakes(body, self.methods[path]["response"], "answer"))

    def _mistakes(self, value: Any, rule: Mapping[str, Any], place: str) -> list[str]:
        rule = self.schemas[rule["$ref"]] if "$ref" in rule else rule
        if mistake := _value_mistake(value, rule):
            return [f"{place}: {mistake}"]
        if isinstance(value, list):
            return [
                it
                for number, one in enumerate(value)
                for it in self._mistakes(one, rule["items"], f"{place}[{number}]")
            ]
        if not isinstance(value, dict):
            return []
        known, others = rule.get("properties", {}), rule.get("additionalProperties")
        return [
            it
            for key, one in value.items()
            for it in (
                self._mistakes(one, known.get(key) or others, f"{place}.{key}")
                if key in known or others
                else [f"{place}.{key}: nobody knows it"]
            )
        ]


def _parameter_mistakes(name: str, values: list[str], rule: Mapping[str, Any] | None) -> list[str]:
    if rule is None:
        return [f"{name} is no parameter"]
    if len(values) > 1 and not rule.get("repeated"):
        return [f"{name} is given {len(values)} times"]
    return [f"{name}: {it}" for it in (_text_mistake(value, rule) for value in values) if it]


def _text_mistake(text: str, rule: Mapping[str, Any]) -> str:
    if rule["type"] == "integer":
        if not re.fullmatch(r"-?[0-9]+", text):
            return f"{text!r} is no whole number"
        least, most = WHOLE[rule["format"]]
        least, most = int(rule.get("minimum", least)), int(rule.get("maximum", most))
        return "" if least <= int(text) <= most else f"{text} is not {least} to {most}"
    if rule["type"] == "boolean":
        return "" if text in ("true", "false") else f"{text!r} is neither true nor false"
    if "enum" in rule and text not in rule["enum"]:
        return f"{text!r} is none of {rule['enum']}"
    return "" if text else "it is empty"


def _value_mistake(value: Any, rule: Mapping[str, Any]) -> str:
    kind, form = rule.get("type"), rule.get("format")
    if kind in ("integer", "number"):
        if isinstance(value, bool) or not isinstance(value, int):
            return f"{value!r} is no whole number"
        least, most = WHOLE[form]
        return "" if least <= value <= most else f"{value} is not {form}"
    if not isinstance(value, TYPES[kind]):
        return f"{value!r} is no {kind}"
    if form in ("int64", "uint64"):
        least, most = WHOLE[form]
        fits = re.fullmatch(r"-?[0-9]{1,20}", value) and least <= int(value) <= most
        return "" if fits else f"{value!r} is not {form}"
    if form == "date-time" and parse_moment(value) is None:
        return f"{value!r} is no moment"
    return f"{value!r} is none of its words" if value not in rule.get("enum", [value]) else ""


@dataclass
class Checked:
    """Hands requests on and objects to every request and good answer that breaks the schema."""

    answer: Answering
    schema: Schema | None
    count: int = 0

    def __call__(self, asked: Asked) -> Answered:
        self.count += 1
        status, headers, body = self.answer(asked)
        if self.schema:
            mistakes = self.schema.request_mistakes(asked)
            if status == 200:
                mistakes += self.schema.answer_mistakes(asked.path, json.loads(body))
            assert not mistakes, (asked, mistakes)
        return status, headers, body
