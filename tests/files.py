"""Small files of every kind that is taken."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZipFile

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(13) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9"
CSV = "Name;Amt\nJörg Müller;Hauptamt\n".encode()
WORKBOOK = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml")


def archive(parts: Iterable[str] = WORKBOOK) -> bytes:
    """An archive with parts of these names."""
    made = BytesIO()
    with ZipFile(made, "w") as target:
        for part in parts:
            target.writestr(part, f"<{part}/>")
    return made.getvalue()


XLSX = archive()
EVERY_KIND = {
    "Teilnahmeliste.xlsx": XLSX,
    "liste.csv": CSV,
    "Protokoll.pdf": PDF,
    "Wand.png": PNG,
    "foto.jpg": JPG,
    "FOTO.JPEG": JPG,
}
