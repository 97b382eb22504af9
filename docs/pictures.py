"""Takes the picture of the terminal in the README: `make picture` runs the demo and keeps its last screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 132
FONTS_FROM_ELSEWHERE = re.compile(r"@font-face \{.*?\}", re.DOTALL)
"""No reader of the README asks another host for a font."""
PICTURE = Path(__file__).parent / "images" / "demo.svg"


def main() -> None:
    """Run the demo in a terminal of its own and save what it prints as SVG."""
    command = Path(sys.executable).with_name("etappe")
    with tempfile.TemporaryDirectory() as folder:
        told = {"ETAPPE_DATA_DIR": folder, "FORCE_COLOR": "1", "COLUMNS": str(WIDTH)}
        demo = subprocess.run(  # noqa: S603 - our own command, without anything from outside
            [str(command), "demo"],
            env={**os.environ, **told},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    console = Console(record=True, width=WIDTH, file=StringIO())
    shown = demo.stdout.replace(folder, "~/.local/share/etappe").replace(str(command), "etappe")
    console.print(Text.from_ansi(shown))
    picture = FONTS_FROM_ELSEWHERE.sub("", console.export_svg(title="make demo"))
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
