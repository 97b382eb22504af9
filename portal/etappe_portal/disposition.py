"""How a file is handed out: to be saved and never shown, under its owner's name for it (RFC 6266)."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

KEPT = "!#$&+-.^_`|~"
"""What may stand in an extended value as it is, beside letters and digits (RFC 8187)."""
SANDBOX = "sandbox; default-src 'none'"
"""For whoever shows it all the same: no script, no form, no origin."""


def attachment(name: str) -> dict[str, str]:
    """The headers of a download; browsers that do not know ``filename*`` get letters of ASCII."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    simple = "".join(c if c.isalnum() or c in " ._-" else "_" for c in plain) or "datei"
    disposition = f"attachment; filename=\"{simple}\"; filename*=UTF-8''{quote(name, safe=KEPT)}"
    return {"Content-Disposition": disposition, "Content-Security-Policy": SANDBOX}
