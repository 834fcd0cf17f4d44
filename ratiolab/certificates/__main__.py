"""``python -m ratiolab.certificates FILE``: the checker alone.

Exit code 0 if the claim holds, 1 if it is refused, 2 if the file cannot be read or a limit ended the check.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ratiolab.certificates.checker import check
from ratiolab.certificates.document import CertificateError, load
from ratiolab.certificates.json_text import MOST_BYTES, UnreadableError
from ratiolab.certificates.means import TooMuchWork


def main(arguments: list[str]) -> int:
    """Check one file, say what holds, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m ratiolab.certificates", description="Check a certificate of an optimum or of a bound."
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument(
        "--max-work", type=_units, metavar="N",
        help="Units of work, about a microsecond each, after which the check gives up "
        "(default: by the length of the file).",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    try:
        with Path(options.file).open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise UnreadableError(f"is larger than {MOST_BYTES >> 20} MiB")
        checked = check(load(raw.decode("utf-8-sig")), max_work=options.max_work)
    except CertificateError as error:
        _complain(f"refused: {error}")
        return 1
    except OSError as error:
        _complain(f"{options.file}: cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        _complain(f"{options.file}: is not UTF-8 text")
    except UnreadableError as error:
        _complain(error.located(options.file))
    except TooMuchWork as error:
        _complain(f"{options.file}: {error}")
    else:
        upper = "unknown" if checked.upper is None else checked.upper
        optimum = f"{checked.lower}" if checked.optimal else f"between {checked.lower} and {upper}"
        print(f"optimum {optimum}\n{checked.words}")
        return 0
    return 2


def _complain(message: str) -> None:
    """Print a message on one line to standard error; what a terminal would obey is shown."""
    print("".join(c if c.isprintable() else repr(c)[1:-1] for c in message), file=sys.stderr)


def _units(text: str) -> int:
    """A number of units of work: at least 1."""
    if not text.isascii() or not text.isdigit() or len(text) > 18 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no number of units: write digits, at least 1")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
