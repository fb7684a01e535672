"""The field type of a citation: text in the files, a :class:`Reference` in the model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, PlainSerializer, ValidationInfo, WithJsonSchema
from pydantic.functional_validators import PlainValidator
from pydantic_core import PydanticCustomError

from handbook.model.law.register import Reference


class CitationReader(Protocol):
    """Turns ``安全生产法 第四十九条第二款`` into a reference, or raises ValueError-like Chinese errors."""

    def __call__(self, text: str) -> Reference: ...


def _validate(value: Any, info: ValidationInfo) -> Reference:
    if isinstance(value, Reference):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("citation_type", "引用要写成文字，例如：安全生产法 第四十九条第二款")
    read: CitationReader = (info.context or {})["citation"]
    return read(value)


Citation = Annotated[
    Reference,
    PlainValidator(_validate),
    PlainSerializer(lambda reference: reference.text, return_type=str),
    WithJsonSchema({"type": "string", "minLength": 2, "examples": ["安全生产法 第四十九条第二款"]}),
]


def iter_references(
    value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Reference]]:
    """Every reference inside a model value, with its path of YAML keys."""
    found: list[tuple[tuple[str | int, ...], Reference]] = []
    _note_references(value, path, found)
    return iter(found)


def _note_references(
    value: Any, path: tuple[str | int, ...], found: list[tuple[tuple[str | int, ...], Reference]]
) -> None:
    # One list for all: values lie six deep, and generators within generators would hand each find up step by
    # step.
    if isinstance(value, Reference):
        found.append((path, value))
    elif isinstance(value, BaseModel):
        values = vars(value)
        for name, key in yaml_keys(type(value)):
            part = values[name]
            if isinstance(part, Reference | BaseModel | tuple):
                _note_references(part, (*path, key), found)
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            if not isinstance(part, str):
                _note_references(part, (*path, index), found)


@cache
def yaml_keys(shape: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The fields of a model with their keys in YAML."""
    return tuple((name, info.alias or name) for name, info in shape.model_fields.items())
