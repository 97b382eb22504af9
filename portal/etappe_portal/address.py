"""Where the portal is reached, as it stands in letters and cookies."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from etappe.model.exposure import LOOPBACK


@dataclass(frozen=True, slots=True)
class Address:
    """The public address of the portal, like https://etappe.example.org."""

    base: str
    """Without a slash at its end."""

    @property
    def secure(self) -> bool:
        """Whether everything travels encrypted."""
        return self.base.startswith("https://")

    @property
    def origin(self) -> str:
        """What a browser names as the origin of the portal's own pages."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        """The host that a request has to name, with its port where that is no usual one."""
        return urlsplit(self.base).netloc

    @property
    def local(self) -> bool:
        """Whether only this machine reaches it."""
        return urlsplit(self.base).hostname in LOOPBACK

    def cookie(self, name: str) -> str:
        """The name of a cookie; with https one that no other host of the domain can set."""
        return f"__Host-{name}" if self.secure else name
