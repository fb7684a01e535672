"""What all values read from the sources have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

T = TypeVar("T")
V = TypeVar("V")

#: Values that :func:`cached_by_identity` holds on to: several handbooks, before and after many changes.
_MOST = 50_000


class Source(BaseModel):
    """An immutable value read from YAML. Keys in the files are the Chinese aliases;
    unknown keys are errors, text is trimmed, nothing is converted silently."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, validate_by_alias=True, validate_by_name=False
    )


def wrong(message: str, expected: str = "", hint: str = "", *at: str | int) -> PydanticCustomError:
    """The error of values that do not fit each other; ``at``: the place below them, as keys of the file."""
    return fault("D010", message, expected, hint, *at)


def fault(code: str, message: str, expected: str = "", hint: str = "", *at: str | int) -> PydanticCustomError:
    """The error of rule ``code``."""
    told = {"message": message, "expected": expected, "hint": hint, "at": at}
    return PydanticCustomError(code, "{message}", told)


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a field that names values of ``kind`` (those of :mod:`handbook.checks.data.known_names`), which a
    check looks for. Where it marks a field called ``id``, that is the value's own."""

    kind: str


def cached_by_identity(look: Callable[[V], T]) -> Callable[[V], T]:
    """``look`` at a value that was read, once as long as this process reads the file as it was: values of it
    are the same then. What is found must not be changed, nor the value."""
    known: dict[int, tuple[V, T]] = {}  # by identity, which is nobody else's while the value is held

    @wraps(look)
    def known_again(value: V) -> T:
        if id(value) not in known:
            if len(known) >= _MOST:
                known.clear()
            known[id(value)] = (value, look(value))
        return known[id(value)][1]

    return known_again


#: A day on which somebody wrote, looked or signed: the handbook is no older.
WorkDay = Annotated[dt.date, Field(ge=dt.date(2020, 1, 1))]
#: A word or name on one line.
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\n]*$")]
#: A sentence or two.
Sentence = Annotated[str, StringConstraints(min_length=4, max_length=240)]
#: A download's path below downloads/, with or without its ending: forms/check-tenant, manual.epub.
DownloadName = Annotated[
    str, StringConstraints(pattern=r"^([a-z0-9-]+/)?[a-z0-9-]+(\.[a-z0-9]+)?$", max_length=80)
]
#: Part of a web address.
WebName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=60)]
_ITEM, _POINT = r"^(0[1-9]|[1-9][0-9]|[1-9][0-9]{2,3})$", r"^(0[1-9]|[1-9][0-9]{1,3})-[1-9][0-9]?$"
_QUESTION = r"^(0[1-9]|[1-9][0-9]{1,3})-Q[1-9][0-9]?$"
ItemId = Annotated[str, StringConstraints(pattern=_ITEM), Names("items")]
#: An item that may be withdrawn by now.
PastItemId = Annotated[str, StringConstraints(pattern=_ITEM), Names("past items")]
PointId = Annotated[str, StringConstraints(pattern=_POINT), Names("points")]
#: A point of the item in which it is named.
OwnPointId = Annotated[str, StringConstraints(pattern=_POINT)]
QuestionId = Annotated[str, StringConstraints(pattern=_QUESTION), Names("questions")]
ActName = Annotated[ShortText, Names("acts")]
AspectName = Annotated[ShortText, Names("aspects")]
HazardName = Annotated[ShortText, Names("hazards")]
HazardId = Annotated[WebName, Names("hazard ids")]
FeatureName = Annotated[ShortText, Names("features")]
LineId = Annotated[WebName, Names("lines")]
PlanId = Annotated[WebName, Names("plans")]
PlantName = Annotated[ShortText, Names("plants")]
FormId = Annotated[WebName, Names("forms")]
TradeId = Annotated[WebName, Names("trades")]
