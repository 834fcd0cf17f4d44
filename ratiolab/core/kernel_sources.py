"""Fingerprints of kernels: machine code is kept only as long as no source that it was made from changes.

Compiled code holds the kernels that it calls and the constants that it reads, so a kernel depends on its own
module and on everything of the package that this module imports, directly or not. The imports are read off
the text. A module that could import by other means depends on the whole package: every doubt is on the side
of depending on more.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

#: The package, and the folder that it stands in.
PACKAGE = "ratiolab"
ROOT = Path(__file__).resolve().parents[2]

_FROM = re.compile(rf"^[ \t]*from[ \t]+({PACKAGE}[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n(]*)", re.MULTILINE)
_IMPORT = re.compile(rf"^[ \t]*import[ \t]+({PACKAGE}[\w.]*)", re.MULTILINE)
# written so that it does not find itself
_OTHER_MEANS = re.compile(
    r"\bimport_(?:module)\b|\b__impor(?:t)__\b|^[ \t]*from[ \t]+\.|^[ \t]*import[^\n#]*,", re.MULTILINE
)


class KernelSources:
    """The sources of the package as they are now, each read at most once.

    Parameters
    ----------
    root : Path
        Folder that holds the package; another than the installed one in tests.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self._read: dict[Path, tuple[bytes, frozenset[Path]]] = {}

    def fingerprint(self, module: Path) -> str:
        """Digest of a module, of all that it depends on, and of what compiles it.

        Raises
        ------
        OSError
            If a source cannot be read.
        ValueError
            If the module is not of this package.
        """
        whole = hashlib.sha256(_compiler().encode())
        for path in sorted(self.reached(module)):
            place = path.relative_to(self.root).as_posix()
            whole.update(f"\0{place}\0{self._source(path)[0].hex()}".encode())
        return whole.hexdigest()[:32]

    def reached(self, module: Path) -> set[Path]:
        """Files that a module depends on, its own among them; raises as `fingerprint`."""
        module.relative_to(self.root / PACKAGE)
        reached, waiting = set[Path](), [module]
        while waiting:
            path = waiting.pop()
            if path not in reached:
                reached.add(path)
                waiting.extend(self._source(path)[1])
        return reached

    def _source(self, path: Path) -> tuple[bytes, frozenset[Path]]:
        """Digest of one file, and the files that it imports."""
        if path not in self._read:
            data = path.read_bytes()
            self._read[path] = hashlib.sha256(data).digest(), self._imports(data.decode())
        return self._read[path]

    def _imports(self, text: str) -> frozenset[Path]:
        if _OTHER_MEANS.search(text):
            return frozenset((self.root / PACKAGE).rglob("*.py"))
        names = set(_IMPORT.findall(text))
        for module, listed in _FROM.findall(text):
            names.add(module)
            names |= {f"{module}.{name}" for name in re.findall(r"\w+", listed)}
        return frozenset(path for name in names for path in self._files(name))

    def _files(self, name: str) -> list[Path]:
        """Files of a module: its own, or the one that a package runs; none for a name that is no module."""
        place = self.root.joinpath(*name.split("."))
        return [path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()]


@cache
def _compiler() -> str:
    """Everything beside the sources that machine code depends on, but the processor: Numba looks at that.

    Numba's settings are variables of the environment and a file in the folder where a process starts.
    """
    settings = ("OPT", "LOOP_VECTORIZE", "SLP_VECTORIZE", "BOUNDSCHECK", "ENABLE_AVX", "DEBUGINFO_DEFAULT")
    told = [os.environ.get(f"NUMBA_{name}", "") for name in settings]
    written = Path(".numba_config.yaml")
    told.append(written.read_text(errors="replace") if written.is_file() else "")
    versions = (version(name) for name in ("numba", "llvmlite", "numpy"))
    return " ".join([sys.version, platform.machine(), *versions, *told])
