"""What the bytes of a product rest on, found out from the call that makes it; nothing is listed by hand.

A product is made by a ``functools.partial`` of a function at the top of a module. From that call follow

* the content: the values it is called with,
* the program: the modules those functions and values come from, with every module of this package they
import,
* the packages that those modules import, with the packages these require, in the versions installed,
* the templates whose names stand in the values or in the functions that the call reaches, with what they
import,
* the drawings whose names stand in the values,
* the fonts, when a module among them sets type.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cache, partial
from importlib import metadata
from pathlib import Path, PurePath
from types import CodeType, FunctionType, ModuleType
from typing import Any

from handbook.recipes.disk_cache import cached_value
from handbook.recipes.lazy import Lazy

_NAME = __name__.partition(".")[0]
_PACKAGE = Path(__file__).resolve().parents[1]
#: The packages beside each other that make up the program.
_OWN = frozenset({_NAME, "mkdocs_adapter"})
#: Where a site generator finds what it is told to use by name.
_GENERATOR_PARTS = ("mkdocs.plugins", "mkdocs.themes", "markdown.extensions")
#: The module that sets type: who imports it rests on the fonts.
_TYPESETTER = f"{_NAME}.pdf.typst_pdf"
_TEMPLATES = "overrides/typst"
_TEMPLATE = re.compile(r'"([a-z][a-z0-9-]*\.typ)"')
_TYPST_IMPORT = re.compile(r'^\s*#?(?:import|include)\s+"([^"]+)"', re.MULTILINE)
_DRAWING = re.compile(r"drawings/([\w./-]+?\.(?:svg|png|jpe?g|webp))")
_REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a product rests on.

    ``content``: digest of the values; ``files``: modules, templates, drawings and styles as paths from the
    project's folder (modules as ``scripts/handbook/…``); ``packages``: names of distributions; ``fonts``:
    whether type is set.
    """

    content: str
    files: frozenset[str]
    packages: frozenset[str]
    fonts: bool

    @property
    def templates(self) -> frozenset[str]:
        """Names of the Typst templates."""
        return frozenset(
            name.removeprefix(f"{_TEMPLATES}/") for name in self.files if name.startswith(_TEMPLATES)
        )

    def fingerprint(self, digest: Callable[[str], str], faces: Callable[[], str]) -> str:
        """Digest of everything; ``digest`` gives that of a file in ``files``, ``faces`` that of the fonts."""
        state = hashlib.sha256(f"{sys.version}\n{self.content}\n".encode())
        for name in sorted(self.files):
            state.update(f"{name} {digest(name)}\n".encode())
        for name in sorted(self.packages):
            state.update(f"{name} {_version(name)}\n".encode())
        if self.fonts:
            state.update(faces().encode())
        return state.hexdigest()


@dataclass
class _Found:
    """What was met while a call was looked through."""

    digests: list[str] = field(default_factory=list)
    modules: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


class RecipeFinder:
    """Finds the recipes of calls in the project at ``root``. What was looked at once is remembered."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen: dict[int, tuple[object, _Found]] = {}
        self._templates: dict[str, frozenset[str]] = {}

    def recipe(self, call: Callable[[], object]) -> Recipe:
        """The recipe of ``call``. Raises TypeError for what hides its inputs: a lambda, or a whole handbook
        as value."""
        if not isinstance(call, partial) or "<" in getattr(call.func, "__qualname__", "<"):
            raise TypeError(
                f"{call!r} is no partial of a function of a module: what it rests on cannot be seen"
            )
        found = self._values(call)
        program = _program(frozenset(found.modules))
        return Recipe(
            hashlib.sha256("\n".join(found.digests).encode()).hexdigest(),
            program.files | found.files,
            program.packages,
            program.sets_type,
        )

    def _values(self, value: object) -> _Found:
        known = self._seen.get(id(value))
        if known and known[0] is value:
            return known[1]
        found = _Found()
        text = json.dumps(
            value, ensure_ascii=False, sort_keys=True, default=lambda part: self._plain(part, found)
        )
        found.digests.append(hashlib.sha256(text.encode()).hexdigest())
        self._named_in(text, found)
        self._seen[id(value)] = (value, found)
        return found

    def _plain(self, value: object, found: _Found) -> object:
        """``value``, which JSON does not know, in terms that it knows."""
        match value:
            case partial():
                return [self._function(value.func, found), *map(self._part(found), _of_call(value))]
            case Lazy():
                return [self._function(value.function, found), self._part(found)(value.inputs)]
            case FunctionType():
                return self._function(value, found)
            case Enum():
                return value.value
            case PurePath():
                inside = value.is_relative_to(self._root)
                return (value.relative_to(self._root) if inside else value).as_posix()
            case set() | frozenset():
                return sorted(value, key=repr)
            case bytes():
                return hashlib.sha256(value).hexdigest()
        if is_dataclass(value) and type(value).__name__ not in ("Handbook", "BuildContext"):
            found.modules.add(type(value).__module__)
            return [type(value).__qualname__, {f.name: getattr(value, f.name) for f in fields(value)}]
        if hasattr(value, "isoformat"):
            return str(value)
        raise TypeError(f"{type(value).__name__} is no plain value: a product is made of plain values")

    def _part(self, found: _Found) -> Callable[[object], object]:
        """A function that stands for a large value by its digest, and notes what was found in it."""

        def part(value: object) -> object:
            if not isinstance(value, dict | list | tuple | Lazy) and not is_dataclass(value):
                return value
            inner = self._values(value)
            found.modules |= inner.modules
            found.files |= inner.files
            return inner.digests

        return part

    def _function(self, function: Callable[..., object], found: _Found) -> str:
        if function.__module__.partition(".")[0] == _NAME:
            found.modules.add(function.__module__)
        for text in _files_named_in(function):
            if text.endswith(".typ"):
                found.files |= self._template(text)
            elif (self._root / text).is_file():
                found.files.add(text)
        return function.__qualname__

    def _named_in(self, text: str, found: _Found) -> None:
        for name in set(_TEMPLATE.findall(text)):
            found.files |= self._template(name)
        for name in set(_DRAWING.findall(text)):
            for folder in ("docs/drawings", "build/drawings"):
                if (self._root / folder / name).is_file():
                    found.files.add(f"{folder}/{name}")
                    break

    def _template(self, name: str) -> frozenset[str]:
        """The template with those that it imports, theirs included; nothing when there is no such
        template."""
        if name not in self._templates:
            path = self._root / _TEMPLATES / name
            reached = {f"{_TEMPLATES}/{name}"} if path.is_file() else set()
            if reached:
                for other in _TYPST_IMPORT.findall(path.read_text(encoding="utf-8")):
                    reached |= self._template(other)
            self._templates[name] = frozenset(reached)
        return self._templates[name]


def _of_call(call: partial[Any]) -> Iterator[object]:
    yield from call.args
    for name in sorted(call.keywords):
        yield name
        yield call.keywords[name]


@cache
def _files_named_in(function: Callable[..., object]) -> list[str]:
    """Templates, and other files of the outside, that ``function`` and what it reaches by name name."""
    name = f"{function.__module__}.{function.__qualname__}"
    return cached_value("files-named-in", name, "", lambda: sorted(filter(_names_a_file, _strings(function))))


def _names_a_file(text: str) -> bool:
    return text.endswith(".typ") or text.startswith("overrides/")


def _strings(function: Callable[..., object]) -> frozenset[str]:
    """Texts in ``function`` and in all of this package that it reaches by name."""
    seen: set[object] = set()
    texts: set[str] = set()
    todo: list[object] = [function]
    while todo:
        one = todo.pop()
        if hasattr(one, "__wrapped__"):
            try:
                one = inspect.unwrap(one)  # type: ignore[arg-type]
            except ValueError:
                continue
        if isinstance(one, str):
            texts.add(one)
        if isinstance(one, dict | tuple | list):
            todo += [*one.values()] if isinstance(one, dict) else [*one]
        if not isinstance(one, FunctionType | type) or one in seen or not one.__module__.startswith(_NAME):
            continue
        seen.add(one)
        own, named = _own_strings(one)
        texts |= own
        todo += named
    return frozenset(texts)


@cache
def _own_strings(one: FunctionType | type) -> tuple[frozenset[str], tuple[object, ...]]:
    """Texts in a function or class itself, and what it reaches by name."""
    if isinstance(one, type):
        parts = [
            getattr(value, "fget", None) or getattr(value, "func", None) or getattr(value, "__func__", value)
            for value in vars(one).values()
        ]
        return frozenset(), (*parts, *one.__bases__)
    texts: set[str] = set()
    named: list[object] = [cell.cell_contents for cell in one.__closure__ or ()]
    for code in _codes(one.__code__):
        texts |= {const for const in code.co_consts if isinstance(const, str)}
        for name in code.co_names:
            value = one.__globals__.get(name)
            if isinstance(value, ModuleType) and value.__name__.startswith(_NAME):
                named += [vars(value)[other] for other in code.co_names if other in vars(value)]
            elif isinstance(value, str):
                texts.add(value)
            elif value is not None and not isinstance(value, int | float | re.Pattern | ModuleType):
                named.append(value)
    return frozenset(texts), tuple(named)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _codes(const)


# ---------- Modules and packages ----------


def program_state(names: Iterable[str], *, generator: bool = False) -> str:
    """Digest of the modules ``names`` with all that they import, and of the packages in use in their
    versions.

    ``generator``: with the packages from which the site generator takes its theme, plugins and extensions.
    """
    program = _program(frozenset(names))
    packages = set(program.packages)
    if generator:
        packages |= {
            _canonical(entry.dist.name)
            for group in _GENERATOR_PARTS
            for entry in metadata.entry_points(group=group)
            if entry.dist
        }
    lines = [
        f"{name} {hashlib.sha256(module_path(name).read_bytes()).hexdigest()}"
        for name in sorted(program.files)
    ]
    lines += [f"{name} {_version(name)}" for name in sorted(packages)]
    return hashlib.sha256("\n".join([sys.version, *lines]).encode()).hexdigest()


def module_file(name: str) -> str:
    """Where the module is, from the project's folder."""
    return f"scripts/{_path(name).relative_to(_PACKAGE.parent).as_posix()}"


def module_path(file: str) -> Path:
    """The file of a module named as :func:`module_file` names it: of the program that runs, whatever the
    project."""
    return _PACKAGE.parent / file.removeprefix("scripts/")


@dataclass(frozen=True, slots=True)
class _Program:
    files: frozenset[str]
    packages: frozenset[str]
    sets_type: bool


@cache
def _program(names: frozenset[str]) -> _Program:
    """What the modules ``names`` rest on."""
    files, packages, sets_type = cached_value(
        "programs", " ".join(sorted(names)), "", partial(_looked_through, names)
    )
    return _Program(frozenset(files), frozenset(packages), bool(sets_type))


def _looked_through(names: frozenset[str]) -> tuple[list[str], list[str], bool]:
    modules = frozenset().union(*(module_closure(name) for name in names))
    return (
        sorted(module_file(name) for name in modules),
        sorted(_distributions(tuple(sorted({other for name in modules for other in _imports(name)[1]})))),
        _TYPESETTER in modules,
    )


@cache
def module_closure(name: str) -> frozenset[str]:
    """The module ``name`` of this package with every module of the package that it imports, theirs
    included."""
    reached: set[str] = set()
    todo = [name]
    while todo:
        one = todo.pop()
        if one not in reached:
            reached.add(one)
            todo += _imports(one)[0]
    return frozenset(reached)


@cache
def _imports(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the module imports: modules of this package, and names of other packages."""
    inside, outside = set(), set()
    for full in _imported_names(ast.parse(_path(name).read_text(encoding="utf-8"))):
        top = full.partition(".")[0]
        if top in _OWN:
            parts = full.split(".")
            inside |= {".".join(parts[:n]) for n in range(1, len(parts) + 1) if _exists(".".join(parts[:n]))}
        elif top not in sys.stdlib_module_names:
            outside.add(top)
    inside |= {name.rpartition(".")[0]} - {""}
    return tuple(sorted(inside)), tuple(sorted(outside))


def _imported_names(node: ast.AST) -> Iterator[str]:
    """Full names of what is imported below ``node`` when the program runs; ``from a import b`` gives a and
    a.b."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import():
                yield from (alias.name for alias in child.names)
            case ast.ImportFrom():
                yield child.module or ""
                yield from (f"{child.module}.{alias.name}" for alias in child.names)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                for other in child.orelse:
                    yield from _imported_names(other)
            case ast.stmt() | ast.ExceptHandler() | ast.match_case():
                yield from _imported_names(child)


def _path(name: str) -> Path:
    base = _PACKAGE.parent.joinpath(*name.split("."))
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


@cache
def _exists(name: str) -> bool:
    return _path(name).is_file()


@cache
def _distributions(names: tuple[str, ...]) -> frozenset[str]:
    """The installed distributions that give the packages ``names``, with those they require."""
    owners = _owners()
    reached: set[str] = set()
    todo = [owner for name in names for owner in owners.get(name, ())]
    while todo:
        one = _canonical(todo.pop())
        if one in reached:
            continue
        try:
            needed = metadata.requires(one) or ()
        except metadata.PackageNotFoundError:
            continue  # required on other machines only
        reached.add(one)
        for line in needed:
            match = _REQUIREMENT.match(line)
            if match and "extra ==" not in line:
                todo.append(match[0])
    return frozenset(reached)


@cache
def _owners() -> Mapping[str, Iterable[str]]:
    """Importable names with the distributions that give them: as ``metadata.packages_distributions`` says,
    which makes an object of every installed file on its way."""
    found: dict[str, set[str]] = {}
    for dist in metadata.distributions():
        for name in (dist.read_text("top_level.txt") or "").split() or _top_names(dist):
            found.setdefault(name, set()).add(_told(dist, "Name"))
    return found


def _top_names(dist: metadata.Distribution) -> set[str]:
    """What can be imported of the files of ``dist``, by their record."""
    names = set()
    for line in (dist.read_text("RECORD") or "").splitlines():
        first, folder, _ = line.partition(",")[0].strip('"').partition("/")
        if folder or first.endswith((".py", ".so", ".pyd")):
            names.add(first.partition(".")[0] if not folder else first)
    return {name for name in names if name.isidentifier()}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def _version(name: str) -> str:
    return _told(metadata.distribution(name), "Version")


def _told(dist: metadata.Distribution, field: str) -> str:
    """A field of the head of a distribution's metadata, which the library would read whole as a letter."""
    match = re.search(rf"^{field}: *(.+?)\s*$", dist.read_text("METADATA") or "", re.MULTILINE)
    return match[1] if match else str(dist.metadata[field])
