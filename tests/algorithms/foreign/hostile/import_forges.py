"""A module that answers in its process's place while it is imported: for --isolate only."""

import os
from contextlib import suppress

for stream in range(3, 30):
    with suppress(OSError):
        os.write(stream, b'{"ok": 5}\n')
