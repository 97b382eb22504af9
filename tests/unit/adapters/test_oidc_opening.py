"""Without the extra, etappe works as before, and says what is missing where a provider is set."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

HIDDEN = """
    import sys
    from importlib.machinery import PathFinder

    class Hidden(PathFinder):
        @classmethod
        def find_spec(cls, name, path=None, target=None):
            if name.partition(".")[0] in {"authlib", "httpx2", "joserfc"}:
                return None
            return super().find_spec(name, path, target)

    sys.meta_path = [f if f is not PathFinder else Hidden for f in sys.meta_path]
"""
OIDC = {
    "ETAPPE_OIDC__ISSUER": "https://sso.example.org",
    "ETAPPE_OIDC__CLIENT_ID": "etappe",
    "ETAPPE_OIDC__CLIENT_SECRET": "geheim",
    "ETAPPE_OIDC__TITLE": "Rathaus-Konto",
}
UP = """
    from etappe.bootstrap import assembled
    from etappe.settings import read_settings
    from etappe_portal.app import create_app
    from etappe_portal.running import portal_of

    with assembled(read_settings()) as etappe:
        create_app(portal_of(etappe, mailbox=True))
"""
IMPORTED = """
    import sys
    print(*sorted({"authlib", "httpx2", "joserfc"} & set(sys.modules)))
"""


def run(*scripts: str, data: os.PathLike[str], oidc: bool) -> subprocess.CompletedProcess[str]:
    """Run scripts in a Python of their own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ETAPPE_")}
    own = {
        "ETAPPE_DATA_DIR": str(data),
        "ETAPPE_PORTAL_URL": "http://127.0.0.1:8000",
        **(OIDC if oidc else {}),
    }
    script = "\n".join(map(textwrap.dedent, scripts))
    command = [sys.executable, "-c", script]
    return subprocess.run(
        command, env={**inherited, **own}, cwd=data, capture_output=True, text=True, check=False
    )


def test_without_the_extra_the_portal_comes_up(tmp_path: os.PathLike[str]) -> None:
    done = run(HIDDEN, UP, data=tmp_path, oidc=False)

    assert done.returncode == 0, done.stderr


def test_where_a_provider_is_set_the_missing_extra_is_named(tmp_path: os.PathLike[str]) -> None:
    done = run(HIDDEN, UP, data=tmp_path, oidc=True)

    assert "OidcMissing" in done.stderr
    assert "pip install 'etappe[oidc]'" in done.stderr
    assert "geheim" not in done.stderr


@pytest.mark.parametrize(("oidc", "imported"), [(False, ""), (True, "authlib httpx2 joserfc")])
def test_what_the_extra_brings_is_imported_only_where_a_provider_is_set(
    tmp_path: os.PathLike[str], oidc: bool, imported: str
) -> None:
    done = run(UP, IMPORTED, data=tmp_path, oidc=oidc)

    assert done.stdout.strip() == imported, done.stderr
