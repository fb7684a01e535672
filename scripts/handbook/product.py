"""What every writer of downloads offers to the build: products that know what they rest on and how to be
made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path

from handbook.model.handbook import Handbook
from handbook.pdf.fonts import faces
from handbook.recipes.late_inputs import files_given, has_lazy, settled
from handbook.recipes.recipe import Recipe, RecipeFinder, module_path


@dataclass(frozen=True, kw_only=True)
class Download:
    """One file for download as readers see it. ``path`` is relative to the site's root."""

    path: str
    title: str
    kind: str  # what it is: READ、PRINT、SHOP、DOCX …
    group: str  # what it is for; the download page is grouped by this
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Product(Download):
    """A download with how it is made. Made by :meth:`BuildContext.product`.

    ``fingerprint`` changes when the bytes may change: it is that of ``recipe`` and of the products named in
    ``after``, of whose files ``make`` reads something. ``state``, of a product that is made of such files or
    of lazy values, gives a digest of what these come to, once the files are there: while that is as it was,
    the bytes are.
    """

    make: Callable[[], bytes]
    recipe: Recipe
    fingerprint: str
    after: tuple[str, ...] = ()
    state: Callable[[], str] | None = None


@dataclass(frozen=True)
class BuildContext:
    """Where products are made: the model, the project's folder, and the build's time (seconds since 1970)."""

    root: Path
    book: Handbook
    epoch: int
    _fingerprints: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def output(self) -> Path:
        """Folder that stands for the site's root while products are made."""
        return self.root / "build" / "products"

    @cached_property
    def _recipes(self) -> RecipeFinder:
        return RecipeFinder(self.root)

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {}

    def product(
        self,
        path: str,
        title: str,
        kind: str,
        group: str,
        make: Callable[[], bytes],
        *,
        note: str = "",
    ) -> Product:
        """A product with what it rests on. ``make``: a partial of a module's function with plain values.

        Products whose files stand among these values must have been asked for before. Raises TypeError when
        ``make`` hides its inputs.
        """
        recipe = self._recipes.recipe(make)
        own = recipe.fingerprint(self.digest, faces)
        after = files_given(make, self.output)
        earlier = [self._fingerprints[name] for name in after]
        fingerprint = sha256("\n".join([own, *earlier]).encode()).hexdigest() if earlier else own
        self._fingerprints[path] = fingerprint
        return Product(
            path=path,
            title=title,
            kind=kind,
            group=group,
            note=note,
            make=make,
            recipe=recipe,
            fingerprint=fingerprint,
            after=after,
            state=partial(self._state, make) if after or has_lazy(make) else None,
        )

    def fingerprint(self, make: Callable[[], bytes]) -> str:
        """Of what the call ``make`` rests on by itself, without what other products come to."""
        return self._recipes.recipe(make).fingerprint(self.digest, faces)

    def _state(self, make: Callable[[], bytes]) -> str:
        return self.fingerprint(settled(make, self.output))

    def digest(self, file: str) -> str:
        """SHA-256 of ``file`` of the project, or of a module of the program that runs."""
        if file not in self._digests:
            path = module_path(file) if file.endswith(".py") else self.root / file
            self._digests[file] = sha256(path.read_bytes()).hexdigest()
        return self._digests[file]

    def read(self, path: str) -> bytes:
        """Bytes of a product made before."""
        return (self.output / path).read_bytes()


Writer = Callable[[BuildContext], list[Product]]
