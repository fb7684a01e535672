"""The field type of a citation: text in the files, a :class:`Reference` in the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, PlainSerializer, ValidationInfo, WithJsonSchema
from pydantic.functional_validators import PlainValidator
from pydantic_core import PydanticCustomError

from handbook.model.base import cached_by_identity
from handbook.model.law.register import Reference

Path = tuple[str | int, ...]
#: A text in a value of the data: its path of YAML keys, itself, and the reference that stands beside it.
Sentence = tuple[Path, str, Reference | None]


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


def references_in(value: Any) -> Sequence[tuple[Path, Reference]]:
    """Every reference inside a model value, with its path of YAML keys."""
    return _leaves(value).references


def sentences_in(value: Any) -> Sequence[Sentence]:
    """Every text inside a model value."""
    return _leaves(value).sentences


@dataclass(frozen=True, slots=True)
class _Leaves:
    references: list[tuple[Path, Reference]] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)


@cached_by_identity  # many checks ask for the leaves of one and the same value, and the model does
def _leaves(value: Any) -> _Leaves:
    # One list for all: values lie six deep, and generators within generators would hand each find up step by
    # step.
    found = _Leaves()
    _note_leaves(value, (), None, found)
    return found


def _note_leaves(value: Any, path: Path, beside: Reference | None, found: _Leaves) -> None:
    if isinstance(value, str):
        found.sentences.append((path, value, beside))
    elif isinstance(value, Reference):
        found.references.append((path, value))
    elif isinstance(value, BaseModel):
        values = vars(value)
        reference = getattr(value, "reference", None) if _has_reference(type(value)) else None
        own = reference if isinstance(reference, Reference) else beside
        for name, key in yaml_keys(type(value)):
            part = values[name]
            if isinstance(part, str | Reference | BaseModel | tuple):
                _note_leaves(part, (*path, key), own, found)
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            _note_leaves(part, (*path, index), beside, found)


@cache
def _has_reference(shape: type[BaseModel]) -> bool:
    return "reference" in shape.model_fields or hasattr(shape, "reference")


@cache
def yaml_keys(shape: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The fields of a model with their keys in YAML."""
    return tuple((name, info.alias or name) for name, info in shape.model_fields.items())
