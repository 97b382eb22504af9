"""A portal whose staff sign in at a provider, and what a browser does on the way there and back."""

from __future__ import annotations

import html
import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx2
from pydantic import SecretStr
from starlette.testclient import TestClient

from etappe.adapters.oidc.provider import OidcProvider
from etappe.adapters.oidc.web import Web
from etappe.model.accounts import Account, StaffRole
from etappe.model.oidc import Oidc
from etappe.service.accounts import Invited, add_account
from etappe.service.identity_provider import RETURN_PATH
from tests.fakes.oidc_server import CLIENT, SECRET, OidcServer, providing
from tests.portal.site import ADDRESS, Site

JULE = "jule@etappe.example"
SESSION = "__Host-etappe"
TITLE = "Rathaus-Konto"
PATIENCE_S = 0.3
REFUSED = "Die Anmeldung hat nicht geklappt."
UNREACHABLE = "Die Anmeldung ist dort zurzeit nicht möglich."
FACTORS = "Für die Anmeldung braucht es zwei Faktoren."
_FIELD = re.compile(r'type="hidden" name="(code|state|iss|error)" value="([^"]*)"')


@dataclass(slots=True)
class Provided:
    """The portal, the provider, and a browser between them."""

    site: Site
    server: OidcServer
    browser: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.configure()

    def configure(
        self,
        *,
        passwords: bool = True,
        client_secret: str = SECRET,
        acr_values: tuple[str, ...] = (),
        amr_values: tuple[str, ...] = (),
    ) -> None:
        """Set the provider otherwise; the browser is a new one."""
        oidc = Oidc(
            issuer=self.server.issuer,
            client_id=CLIENT,
            client_secret=SecretStr(client_secret),
            title=TITLE,
            acr_values=acr_values,
            amr_values=amr_values,
        )
        provider = OidcProvider(oidc, ADDRESS + RETURN_PATH, Web(PATIENCE_S))
        self.site.portal = replace(self.site.portal, provider=provider, passwords=passwords)
        self.browser = self.site.browser()

    def invite(self, email: str = JULE, role: StaffRole = StaffRole.MANAGEMENT) -> Invited:
        """Give somebody an account that is not set up."""
        gate, now = self.site.portal.gate, self.site.clock.now()
        return add_account(self.site.etappe.office, gate, "Jule Sommer", email, role, "test", now)

    def there(self, onward: str = "/projekte/aachen") -> httpx2.Response:
        """Press the button of the sign-in page."""
        return self.browser.get("/anmelden/anbieter", params={"weiter": onward})

    def back(self, address: str) -> str:
        """Sign in at the provider; where it leads the browser back to."""
        return httpx2.get(address).headers["location"]

    def home(self, address: str) -> httpx2.Response:
        """Come back: open the page, and let it send itself on."""
        page = self.browser.get(address, headers={"sec-fetch-site": "cross-site"})
        fields = {name: html.unescape(value) for name, value in _FIELD.findall(page.text)}
        return self.browser.post(RETURN_PATH, data=fields)

    def sign_in(self) -> httpx2.Response:
        """The whole way."""
        return self.home(self.back(self.there().headers["location"]))

    def account(self, email: str = JULE) -> Account:
        """The account of an address."""
        with self.site.etappe.office.store.begin() as tx:
            found = tx.accounts.by_email(email)
        assert found is not None
        return found

    def told(self, number: int = 1) -> list[tuple[str, dict[str, object]]]:
        """What the audit says last, the newest first."""
        with self.site.etappe.office.store.begin() as tx:
            assert tx.audit.verify() is None
            return [(fact.action, dict(fact.data)) for _, fact in tx.audit.facts(limit=number)]

    def kept(self) -> str:
        """What is kept of accounts, without the audit and the counts of tries."""
        with self.site.etappe.office.store.begin() as tx:
            accounts = tx.accounts.all()
            sessions = [tx.sessions.of_account(account.id) for account in accounts]
            return repr((accounts, sessions, tx.identities.all()))

    @property
    def has_session(self) -> bool:
        """Whether the browser is signed in."""
        return self.browser.get("/konto").status_code == 200


def require_refused(site: Provided, answer: httpx2.Response, why: str, sentence: str = REFUSED) -> None:
    """Refuse an answer that is not the sign-in page with a sentence, or a try that left more than a fact."""
    assert answer.status_code in (422, 503), answer.headers
    assert sentence in answer.text
    assert 'href="/anmelden/anbieter' in answer.text
    assert SESSION not in {cookie.partition("=")[0] for cookie in answer.headers.get_list("set-cookie")}
    assert not site.has_session
    [(action, data)] = site.told()
    assert (action, data["by"]) == ("sign-in refused", "provider")
    assert str(data["why"]).startswith(why), data


def changed(address: str, **fields: str | None) -> str:
    """An address with other fields; None leaves one out."""
    query = {**dict(parse_qsl(urlsplit(address).query)), **fields}
    return f"{urlsplit(address).path}?{urlencode({n: v for n, v in query.items() if v is not None})}"


@contextmanager
def provided(site: Site) -> Generator[Provided]:
    """The portal with a provider beside it."""
    with providing(site.clock.now) as server:
        yield Provided(site, server)
