"""Read a stranger's workbook in a process of its own, with so much memory and time and no more.

The process knows nothing of the settings: its environment is empty, and all that it gives back is data.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path, PurePath
from threading import BoundedSemaphore

from pydantic import TypeAdapter

from etappe import errors
from etappe.adapters.workbook.reading import sheets_in
from etappe.errors import EtappeError, WorkbookTooLarge
from etappe.model.cell_words import CELL_WORDS
from etappe.model.sheets import Entries, read_entries, titles_read
from etappe.model.speech import speech_in

SECONDS = 10
"""Of the processor."""
PATIENCE_S = 30
"""Of the clock on the wall, where others keep the processor busy."""
MEMORY = 512 * 1024 * 1024
"""Bytes of address space."""
TOO_MUCH = f"it takes more than {SECONDS} seconds or {MEMORY // 1024**2} MB to read"
_AT_ONCE = BoundedSemaphore(2)
"""Whoever uploads a third workbook at the same moment waits."""
_ENTRIES = TypeAdapter(Entries)


def entries_apart(name: str, content: bytes, language: str, reader: str) -> Entries:
    """What a workbook asks for, its headings in the language of a programme, faults in that of a reader.

    Raises `NotAWorkbook`, `SheetsMissing`, `WorkbookTooLarge` or `WorkbookUnsound`.
    """
    suffix = PurePath(name).suffix[:8]
    command = [sys.executable, "-I", "-m", __name__, suffix, language, reader]
    try:
        with _AT_ONCE:
            ended = subprocess.run(  # noqa: S603 - our own module
                command, input=content, capture_output=True, timeout=PATIENCE_S, check=False, env={}
            )
    except subprocess.TimeoutExpired:
        raise WorkbookTooLarge(file=name, found=TOO_MUCH) from None
    if ended.returncode:
        raise WorkbookTooLarge(file=name, found=TOO_MUCH)
    told = json.loads(ended.stdout)
    if "refused" in told:
        refusal: type[EtappeError] = getattr(errors, told["refused"])
        raise refusal(**{**told["facts"], "file": name})
    return _ENTRIES.validate_python(told["entries"])


def main() -> None:
    """Read the workbook that comes in, and write down what it asks for, or why it is refused."""
    _limit()
    suffix, language, reader = sys.argv[1:]
    captions = speech_in(language).captions
    told: dict[str, object]
    try:
        sheets = sheets_in(Path(f"upload{suffix}"), sys.stdin.buffer.read(), titles_read(captions))
        entries = read_entries(sheets, captions, CELL_WORDS[reader])
        told = {"entries": _ENTRIES.dump_python(entries, mode="json")}
    except EtappeError as error:
        told = {"refused": type(error).__name__, "facts": {k: str(v) for k, v in error.facts.items()}}
    sys.stdout.buffer.write(json.dumps(told).encode())


def _limit() -> None:
    """Take no more memory and processor than a workbook is worth, where the system can say so."""
    if find_spec("resource") is None:
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
