"""Codes that change every thirty seconds, as apps make them (RFC 6238)."""

from __future__ import annotations

from datetime import datetime
from hmac import compare_digest

from pyotp import random_base32
from pyotp.totp import TOTP

STEP_S = 30
WINDOW = (0, -1, 1)
"""Clocks of telephones are late or early by a step."""


class TimedCodes:
    """Six digits from a secret and the time."""

    def new_secret(self) -> str:
        """A secret for an app: 160 bits."""
        return random_base32()

    def address(self, secret: str, account: str, issuer: str) -> str:
        """What an app reads from a picture: otpauth://…"""
        return TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)

    def step_of(self, secret: str, code: str, now: datetime) -> int | None:
        """The number of the time step that a code belongs to, where it fits now, a step ago or in one."""
        codes, current = TOTP(secret, interval=STEP_S), int(now.timestamp()) // STEP_S
        typed = code.encode(errors="replace")
        steps = (current + offset for offset in WINDOW)
        return next((s for s in steps if compare_digest(codes.generate_otp(s).encode(), typed)), None)
