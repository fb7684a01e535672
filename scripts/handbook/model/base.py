"""What all values read from the sources have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Source(BaseModel):
    """An immutable value read from YAML. Keys in the files are the Chinese aliases;
    unknown keys are errors, text is trimmed, nothing is converted silently."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, validate_by_alias=True, validate_by_name=False
    )


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
ItemId = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|[1-9][0-9]|[1-9][0-9]{2,3})$")]
PointId = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|[1-9][0-9]{1,3})-[1-9][0-9]?$")]
QuestionId = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|[1-9][0-9]{1,3})-Q[1-9][0-9]?$")]
