"""Fingerprints of sources: what a verdict depends on, so that it is not kept beyond an edit of any of it.

The imports are read off the text, also those inside functions; what they bring in counts too, and with a
module the data files beside it. A module that could import by other means depends on the whole package. Every
doubt is on the side of depending on more.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from proofs import LOADED
from proofs.store.entries import digest_of

PACKAGE = "proofs"
ROOT = Path(__file__).resolve().parents[1]
#: Nanoseconds by which a file system may stamp a change too early.
TICK = 10_000_000
#: Suffixes of data that a computation may read.
DATA = (".json", ".txt", ".v")
#: Libraries whose version a verdict depends on; those that are not installed count as absent.
LIBRARIES = ("sympy", "mpmath", "networkx", "python-flint", "gmpy2")

_FROM = re.compile(rf"from[\s\\]+({PACKAGE}[\w.]*)[\s\\]+import[\s\\]+(\((?:#[^\n]*|[^)#])*\)|[^\n]*)")
_IMPORT = re.compile(rf"import[\s\\]+((?:\\\n|[^\n(])*\b{PACKAGE}\b(?:\\\n|[^\n])*)")
_OTHER_MEANS = ("importlib", "runpy", "__import__")
_OTHER_WAYS = tuple(re.compile(way) for way in (r"exec\s*\(", r"(?<![.\w])eval\s*\(", r"from[\s\\]+\."))


class Sources:
    """The sources of the package as they are now, each read at most once.

    Parameters
    ----------
    root
        Folder of the package; another than the installed one in tests.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self._modules: dict[str, str] = {}  # dotted name -> path below the root, with slashes
        self._data: dict[str, list[str]] = {}  # folder of modules, ending in a slash or empty -> its data
        self._texts: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}
        self._imports: dict[str, frozenset[str] | None] = {}
        self._list(root, "", "")

    def _list(self, folder: Path, place: str, holder: str) -> None:
        """Note what is in a folder; data in one without modules belongs to the folder above it."""
        children = sorted(folder.iterdir())
        holder = place if any(child.name == "__init__.py" for child in children) else holder
        for child in children:
            path = f"{place}{child.name}"
            if child.suffix == ".py":
                parts = [PACKAGE, *path.removesuffix(".py").split("/")]
                # a folder comes before a file of its name, here as for Python
                self._modules.setdefault(".".join(parts[:-1] if child.name == "__init__.py" else parts), path)
            elif child.suffix in DATA:
                self._data.setdefault(holder, []).append(path)
            elif child.name != "__pycache__" and child.is_dir():
                self._list(child, f"{path}/", holder)

    def fingerprint(self, modules: Iterable[str], *, alone: Iterable[str] = ()) -> str:
        """Return a digest of all that some modules depend on, and of the environment.

        Parameters
        ----------
        modules
            Dotted names; with what they import, and so on.
        alone
            Modules whose own text counts, but not what they import.
        """
        files = {*self.files(modules), *(self._modules[name] for name in alone)}
        return digest_of(
            environment(), *(part for path in sorted(files) for part in (path, self._digest(path)))
        )

    def settled(self, modules: Iterable[str], *, alone: Iterable[str] = ()) -> bool:
        """Whether all that some modules depend on is as it was when this process loaded the package.

        A process that loaded a module before an edit must not keep a verdict of the old text under the
        fingerprint of the new one, nor the other way round: ask before a fingerprint is used for keeping.
        """
        paths = {*self.files(modules), *(self._modules[name] for name in alone)}
        return all(_last_change(self.root / path) + TICK < LOADED for path in paths)

    def files(self, modules: Iterable[str]) -> list[str]:
        """Return the paths below the root of all that some modules depend on, in order.

        Raises
        ------
        KeyError
            If there is no module of such a name.
        """
        reached: dict[str, str] = {}
        waiting = [(name, self._modules[name]) for name in modules]
        while waiting:
            name, path = waiting.pop()
            if name in reached:
                continue
            reached[name] = path
            if name not in self._imports:
                self._imports[name] = _imported(self._text(path).decode())
            imports = self._imports[name]
            if imports is None:
                return self.everything()
            for other in {*imports, *_packages_of(name)}:
                if other in self._modules and other not in reached:
                    waiting.append((other, self._modules[other]))
        folders = {path[: path.rfind("/") + 1] for path in reached.values()}
        return sorted(
            {*reached.values(), *(path for folder in folders for path in self._data.get(folder, ()))}
        )

    def everything(self) -> list[str]:
        """Return the paths below the root of every source and data file, in order."""
        return sorted({*self._modules.values(), *(path for paths in self._data.values() for path in paths)})

    def _text(self, path: str) -> bytes:
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_bytes()
        return self._texts[path]

    def _digest(self, path: str) -> str:
        if path not in self._digests:
            self._digests[path] = digest_of(self._text(path))
        return self._digests[path]


def _imported(text: str) -> frozenset[str] | None:
    """Names a module imports from the package, and some that are none; None if it could import anything."""
    if any(word in text for word in _OTHER_MEANS) or any(way.search(text) for way in _OTHER_WAYS):
        return None
    names: set[str] = set()
    for base, brought in _FROM.findall(text):
        # what is brought in may be a module of the package `base`
        names |= {base, *(f"{base}.{name}" for name in re.findall(r"\w+", brought))}
    for brought in _IMPORT.findall(text):
        names |= set(re.findall(rf"\b{PACKAGE}[\w.]*", brought))
    return frozenset(names)


def _last_change(path: Path) -> int:
    try:
        status = path.stat()
    except OSError:  # gone
        return LOADED
    return max(status.st_mtime_ns, status.st_ctime_ns)


def _packages_of(name: str) -> list[str]:
    """The packages a module lies in, which run before it."""
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


@cache
def environment() -> str:
    """Return what beside the sources a verdict depends on: the interpreter and the versions of libraries."""
    from importlib.metadata import PackageNotFoundError, version  # only where a fingerprint is asked for

    versions = []
    for library in LIBRARIES:
        try:
            versions.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            versions.append(f"{library} absent")
    ground = os.environ.get("SYMPY_GROUND_TYPES", "")
    return "; ".join([sys.version, f"optimized {sys.flags.optimize}", *versions, f"ground types {ground}"])


__all__ = ["LIBRARIES", "PACKAGE", "ROOT", "Sources", "environment"]
