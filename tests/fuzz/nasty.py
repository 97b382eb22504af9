"""What strangers send on purpose, and how long to look for more of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from etappe.errors import EtappeError

T = TypeVar("T", bound=Callable[..., None])

TIMES = int(os.environ.get("ETAPPE_FUZZ", "1"))
"""How many times as many examples as in CI, drawn anew in every run where it is more than one."""
MARKUP = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "&lt;", "<svg onload=a()>")
TEMPLATES = ("{{7*7}}", "{% include '/etc/passwd' %}", "{0.__class__}", "%s%n%x", "${7*7}", "{", "}")
FORMULAS = ("=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "'=1", "＝1", "＠SUM(1)", "\r=1")
LINES = ("\r\nBcc: evil@example.org", "a\nb", "a\rb", "\r\n.\r\n", "\u2028", "\u2029", "\x0b", "\x85")
UNSEEN = ("\x00", "a\x00b", "\u202e", "\u2066x\u2069", "\ufeff", "\u200b", "\ud800", "\udfff", "\uffff")
NUMBERS = ("9" * 400, "9" * 5000, "-1", "1e999", "NaN", "²", "٣", "１２", "1_0", "0x10", "0" * 100)
DAYS = (
    "0001-01-01",
    "9999-12-31",
    "1.1.9999",
    "31.02.2027",
    "2027-13-01",
    "1_7.05.2027",
    "１７.０５.２０２７",
    f"{'9' * 400}.1.1",
    f"1.{'9' * 400}.1",
    f"1.1.{'9' * 400}",
    "..",
    "2027-W20-1",
)
PATHS = ("../../etc/passwd", "//evil.example", "/\\evil.example", "C:\\x", "a/b", ".", "..")
SQL = ("'; DROP TABLE person; --", "1 OR 1=1", "%", "_", "\\")
COMMANDS = ("a@b.c\r\nRCPT TO:<x@y.z>", "<a@b.c>", "a@b.c>", "eva@place.de, x@y.z")
ADDRESSES = ("@", "a@b", "a@b.c", '"a b"@c.de', "ä@ö.de", f"{'a' * 300}@b.c", *COMMANDS)
LENGTHS = ("", " ", "a" * 5000, "ä" * 300, "😀" * 300, "e\u0301" * 200, "İ", "ß", "ﬁ")
EVERY = (*MARKUP, *TEMPLATES, *FORMULAS, *LINES, *UNSEEN, *NUMBERS, *DAYS, *PATHS, *SQL, *ADDRESSES, *LENGTHS)

odd = st.text(st.characters(codec=None), max_size=120)
"""Texts of every character that Python knows, halves of pairs too."""
nasty = st.one_of(st.sampled_from(EVERY), odd, st.tuples(st.sampled_from(EVERY), odd).map("".join))
readable = nasty.map(lambda text: text.encode(errors="replace").decode())
"""The same without halves of pairs, as all that was decoded from bytes."""
nasty_bytes = st.one_of(st.binary(max_size=400), nasty.map(lambda text: text.encode(errors="surrogatepass")))


def refusal(deed: Callable[[], object]) -> str:
    """The sentence in which something is refused; empty where it is not. Any other error goes on."""
    try:
        deed()
    except EtappeError as error:
        return str(error)
    return ""


def fuzz(examples: int) -> Callable[[T], T]:
    """Let a test look at so many examples in CI, and at more of them where somebody asks for it."""
    return settings(
        max_examples=examples * TIMES,
        derandomize=TIMES == 1,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
