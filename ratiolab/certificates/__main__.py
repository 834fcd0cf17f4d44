"""``python -m ratiolab.certificates FILE``: the checker alone; exit code 1 if refused, 2 if unreadable."""

from __future__ import annotations

import sys
from pathlib import Path

from ratiolab.certificates.checker import check
from ratiolab.certificates.document import CertificateError, UnreadableError, load


def main(arguments: list[str]) -> int:
    """Check one file, say what holds, and return the exit code."""
    if len(arguments) != 1 or arguments[0] in ("-h", "--help"):
        print("usage: python -m ratiolab.certificates FILE", file=sys.stderr)
        return 2
    try:
        found = check(load(Path(arguments[0]).read_text(encoding="utf-8-sig")))
    except CertificateError as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{arguments[0]}: cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    except UnicodeDecodeError:
        print(f"{arguments[0]}: is not UTF-8 text", file=sys.stderr)
        return 2
    except UnreadableError as error:
        print(f"{arguments[0]}: {error}", file=sys.stderr)
        return 2
    upper = "unknown" if found.upper is None else found.upper
    print(f"optimum {found.lower}" if found.optimal else f"optimum between {found.lower} and {upper}")
    print(found.words)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
