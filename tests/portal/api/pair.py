"""Two programmes in one database, each with its own API; what belongs to one bears the name of its bird."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from etappe.adapters.safe import FernetSafe, new_key
from etappe.adapters.slip_scribe import JinjaSlipScribe
from etappe.bootstrap import Etappe, assembled, gatehouse
from etappe.model.accounts import StaffRole
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.identity import identity
from etappe.model.kommune import Kommune
from etappe.model.moments import moment
from etappe.model.place import Land
from etappe.plugin.registry import Registry
from etappe.service.api_tokens import make_token
from etappe.service.changing import make_change
from etappe.service.doorway import Doorway
from etappe.service.kommunen import add_kommune
from etappe.service.people import set_contact, set_staff
from etappe.service.projects import Wish, start_project
from etappe.service.resting import HoldProject
from etappe.service.tasks import waive_task
from etappe.service.ticking import tick
from etappe.service.time_machine import FrozenClock
from etappe.settings import Settings
from etappe_portal.address import Address
from etappe_portal.api.document import PREFIX
from etappe_portal.app import create_app
from etappe_portal.portal import Portal
from tests.fakes.chance import FakeChance
from tests.integration.worlds import SCRIBE, World
from tests.portal.site import ADDRESS

ASSET = Path(__file__).parents[2] / "assets" / "etappe-welcoming"
EARLY = datetime(2028, 6, 1, 6, tzinfo=UTC)
START = date(2028, 6, 5)
LATER = date(2028, 6, 19)
"""When the cases are tried: letters have gone out."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two programmes: what it is called, and who is who in it."""

    key: str
    bird: str
    """What everything of it is called after, in small letters: it must be in no answer of the other."""
    kommunen: tuple[tuple[str, str], ...]
    """Slugs and regions; the first project is called the same in both."""
    contact: str
    staff: tuple[str, ...]
    waived: str


GERMAN = Side(
    "weltoffene_kommune",
    "goldammer",
    (("aachen", Land.NW), ("bonn", Land.NW), ("gera", Land.TH)),
    "AP",
    ("PM", "MO", "PL"),
    "vereinbarung.sperrzeiten",
)
AMERICAN = Side(
    "welcoming_places",
    "bluejay",
    (("aachen", "OH"), ("dayton", "OH"), ("toledo", "OH")),
    "LO",
    ("PO", "AU"),
    "apply.team",
)
SIDES = (GERMAN, AMERICAN)


@dataclass(frozen=True, slots=True)
class Face:
    """The API of one programme, and a token for each role."""

    side: Side
    etappe: Etappe
    app: FastAPI
    tokens: Mapping[StaffRole, str]

    def ask(self, path: str, secret: str) -> tuple[int, str]:
        """Status and text of what is answered to somebody with a secret."""
        client = TestClient(self.app, base_url=f"{ADDRESS}{PREFIX}")
        answer = client.get(path, headers={"Authorization": f"Bearer {secret}"})
        return answer.status_code, answer.text


def registry_of_both() -> Registry:
    """The frame of the first programme with its modules, and the second."""
    if str(ASSET) not in sys.path:
        sys.path.insert(0, str(ASSET))
    names = ("weltoffene_kommune", "selbstcheck", "workshop", "dialog", "welcoming")
    return Registry([(name, importlib.import_module(f"etappe_{name}.hooks")) for name in names])


@contextmanager
def faces(folder: Path, roles: tuple[StaffRole, ...], *, settle: bool) -> Generator[dict[str, Face]]:
    """Both programmes on the database of a folder; with ``settle`` they are founded first."""
    registry = registry_of_both()
    with ExitStack() as stack:
        found: dict[str, Face] = {}
        for side in SIDES:
            settings = Settings(
                data_dir=folder, database=None, programme=side.key, mail=None, team=(), portal_url=ADDRESS
            )
            clock = FrozenClock(EARLY)
            etappe = stack.enter_context(assembled(settings, registry, clock))
            if settle:
                _found(side, etappe, clock)
            clock.moment = moment(LATER, datetime.min.time().replace(hour=9), etappe.office.zone)
            door = Doorway(ADDRESS, FakeChance(), FernetSafe([new_key()]), JinjaSlipScribe(), SCRIBE)
            portal = Portal(etappe, Address(ADDRESS), door, gatehouse(settings))
            tokens = {
                role: make_token(etappe.office, portal.gate, role.value, role, "test", clock.now()).secret
                for role in roles
            }
            found[side.key] = Face(side, etappe, create_app(portal), tokens)
        yield found


def _found(side: Side, etappe: Etappe, clock: FrozenClock) -> None:
    office, bird = etappe.office, side.bird.title()
    for slug, land in side.kommunen:
        name = f"{slug.title()} {bird}"
        add_kommune(office, Kommune(slug, name, land, kind=bird, forum=bird, council=bird), "test", EARLY)
        address = f"{slug}@{side.bird}.example"
        set_contact(office, slug, side.contact, f"{side.contact} {bird}", address, None, "test", EARLY)
    for role in side.staff:
        set_staff(office, role, f"{role} {bird}", f"{role.lower()}@{side.bird}.example", None, "test", EARLY)
    for slug, _ in side.kommunen[:2]:
        start_project(office, slug, Wish(START), "test", EARLY)
    world = World(office, clock)
    for day in (5, 6, 12, 13):
        clock.moment = moment(date(2028, 6, day), datetime.min.time().replace(hour=9), office.zone)
        tick(office, world.room(), clock)
    now, second = clock.now(), side.kommunen[1][0]
    make_change(office, second, HoldProject(date(2028, 8, 1), f"{bird} zieht um"), "test", now)
    waive_task(office, "aachen", side.waived, f"{bird} braucht es nicht", "test", now)
    with office.store.begin() as tx:
        tx.follow_ups.open([follow_up_of(side, number) for number in range(6)])


def follow_up_of(side: Side, number: int) -> FollowUp:
    """Something that waits for the project management of a programme."""
    return FollowUp(
        id=identity(side.bird, str(number)),
        project_id="aachen",
        task_key=None,
        kind=FollowUpKind.NOTE,
        cause=f"{side.bird} {number}",
        request=f"{side.bird.title()} anrufen",
        data={},
        open=True,
        opened_at=EARLY,
    )
