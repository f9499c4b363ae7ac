"""Requests and answers against VK's official schema: whatever it does not name is wrong.

The files are of JSON Schema's third draft, with words of later ones. Objects that are put together
with ``allOf`` forbid in one part what another part allows, so that names are compared with all
parts together.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft3Validator, Draft7Validator, validators
from referencing import Registry
from referencing.jsonschema import DRAFT3

if TYPE_CHECKING:
    from fake_vk import Called

MISSING = {
    # VK's manual and every client name it; the schema's 5.199 lost it (VKCOM/vk-java-sdk#292).
    "wall.get": {"owner_id": {"name": "owner_id", "type": "integer"}},
    "wall.search": {"owner_id": {"name": "owner_id", "type": "integer"}},
    "execute": {"code": {"name": "code", "type": "string"}},
}  # fmt: skip
COUNTRY = "country"
"""The manual has it beside every city that a profile names; the schema's 5.199 lost it, too."""
EVERYWHERE = {"access_token", "v"}
TYPES = {"integer": int, "string": str}


class Schema:
    """The files of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._load = cache(lambda file: json.loads((folder / file).read_text()))
        parts = {"allOf": Draft7Validator.VALIDATORS["allOf"], "additionalProperties": _let}
        self._kind = validators.extend(Draft3Validator, parts)
        files = [*folder.glob("*/objects.json"), *folder.glob("*/responses.json")]
        names = [str(file.relative_to(folder)) for file in files]
        # All at once: looked up one by one, each would be crawled again for every answer.
        self._registry = (
            Registry()
            .with_resources(
                (f"https://vk/{name}", DRAFT3.create_resource(self._load(name))) for name in names
            )
            .crawl()
        )

    def method(self, name: str) -> dict[str, Any]:
        methods = self._load(f"{name.partition('.')[0]}/methods.json")["methods"]
        return next(it for it in methods if it["name"] == name)

    def codes(self) -> dict[int, str]:
        """The errors by number, with what they are called."""
        return {it["code"]: name for name, it in self._load("errors.json")["errors"].items()}

    def mistakes(self, called: "Called") -> list[str]:
        """What is wrong with a call and its answer, a sentence each."""
        found = [*self._parameters(called), *self._answers(called)]
        return [f"{called.method} {called.arguments}: {it}" for it in found]

    def _parameters(self, called: "Called") -> Iterator[str]:
        rules = {it["name"]: it for it in self.method(called.method).get("parameters", ())}
        rules |= MISSING.get(called.method, {})
        for name, rule in rules.items():
            if rule.get("required") and name not in called.arguments:
                yield f"{name} is missing"
        for name, value in called.arguments.items():
            if name in EVERYWHERE:
                continue
            if name not in rules:
                yield f"{name} is unknown"
            else:
                yield from self._parameter(name, value, rules[name])

    def _parameter(self, name: str, text: str, rule: dict[str, Any]) -> Iterator[str]:
        if "$ref" in rule:
            rule = {**rule, **self._resolve(rule["$ref"])}
        if rule["type"] == "array":
            values = text.split(",")
            if len(values) > rule.get("maxItems", len(values)):
                yield f"{name} has {len(values)} values"
            inner = rule["items"]
            inner = _with_country(self._resolve(inner["$ref"]) if "$ref" in inner else inner)
            for value in values:
                yield from self._parameter(name, value, {**inner, "type": "any"})
                yield from _one_of(name, value, inner)
            return
        yield from _one_of(name, text, rule)
        if rule["type"] == "integer":
            if not text.removeprefix("-").isdecimal():
                yield f"{name} is {text!r}"
            elif not rule.get("minimum", -(2**63)) <= int(text) <= rule.get("maximum", 2**63):
                yield f"{name} is {text}"
        if rule["type"] == "boolean" and text not in ("0", "1"):
            yield f"{name} is {text!r}"
        if len(text) > rule.get("maxLength", len(text)):
            yield f"{name} is too long"

    def _answers(self, called: "Called") -> Iterator[str]:
        if "error" in called.answer:
            reference = "../base/objects.json#/definitions/base_error"
            # The generator adds the type's name, VK does not.
            body = {"inner_type": "base_error", **called.answer["error"]}
        else:
            reference = self.method(called.method)["responses"]["response"]["$ref"]
            body = called.answer
            if called.method == "execute":
                return  # whatever the program returns: its calls are looked at one by one
        body = _shorten(body)
        yield from self._against(body, reference)
        yield from self._unknown_names(body, {"$ref": reference})

    def _against(self, body: object, reference: str) -> Iterator[str]:
        rule = {"$ref": f"https://vk/{reference.removeprefix('../')}"}
        for error in self._kind(rule, registry=self._registry).iter_errors(body):
            yield f"{error.json_path}: {error.message[:200]}"

    def _resolve(self, reference: str) -> dict[str, Any]:
        file, _, name = reference.removeprefix("../").partition("#/definitions/")
        return self._load(file)["definitions"][name]

    def _unknown_names(self, value: object, rule: dict[str, Any]) -> Iterator[str]:
        """Keys of objects that no part of their schema names."""
        known = self._properties(rule)
        if isinstance(value, dict) and known:
            for key, inner in value.items():
                if key not in known:
                    yield f"{key} is unknown"
                else:
                    yield from self._unknown_names(inner, known[key])
        elif isinstance(value, list):
            for inner in value:
                yield from self._unknown_names(inner, self._whole(rule).get("items", {}))

    def _whole(self, rule: dict[str, Any]) -> dict[str, Any]:
        return {**rule, **self._whole(self._resolve(rule["$ref"]))} if "$ref" in rule else rule

    def _properties(self, rule: dict[str, Any]) -> dict[str, Any]:
        whole = self._whole(rule)
        found = dict(whole.get("properties", {}))
        for part in whole.get("allOf", ()):
            found |= self._properties(part)
        if "city" in found and COUNTRY not in found:
            found[COUNTRY] = {"$ref": "../base/objects.json#/definitions/base_country"}
        return found


def _shorten(value: object) -> object:
    """Both ends of long lists: looking at every id of thousands takes long."""
    if isinstance(value, dict):
        return {key: _shorten(inner) for key, inner in value.items()}
    if isinstance(value, list):
        ends = value if len(value) <= 12 else [*value[:6], *value[-6:]]
        return [_shorten(inner) for inner in ends]
    return value


def _let(*_: object) -> Iterator[Any]:
    return iter(())


def _with_country(rule: dict[str, Any]) -> dict[str, Any]:
    names = rule.get("enum", [])
    return {**rule, "enum": [*names, COUNTRY]} if "city" in names else rule


def _one_of(name: str, text: str, rule: dict[str, Any]) -> Iterator[str]:
    if "enum" in rule and text not in map(str, rule["enum"]):
        yield f"{name} is {text!r}"
