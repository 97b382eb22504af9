"""Takes the picture of the terminal in the README: `make picture` runs the demo and keeps its last screen."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 132
PICTURE = Path(__file__).parent / "images" / "demo.svg"


def main() -> None:
    """Run the demo in a terminal of its own and save what it prints as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        told = {"ETAPPE_DATA_DIR": folder, "FORCE_COLOR": "1", "COLUMNS": str(WIDTH)}
        demo = subprocess.run(
            [str(Path(sys.executable).with_name("etappe")), "demo"],
            env={**os.environ, **told},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"))
    console.print(Text.from_ansi(demo.stdout.replace(folder, "~/.local/share/etappe")))
    PICTURE.parent.mkdir(exist_ok=True)
    console.save_svg(str(PICTURE), title="make demo")


if __name__ == "__main__":
    main()
