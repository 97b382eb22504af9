"""A town hall adds files to its task by link: what is taken, how much, how often, and by whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from etappe.errors import (
    EtappeError,
    FileEmpty,
    FileInfected,
    FileNotTaken,
    FileTooLarge,
    LinkInvalid,
    QuotaReached,
    ScannerSilent,
    TaskNotActive,
    TooManyTries,
    UnknownFile,
    UploadsOff,
)
from etappe.model.attachment import LARGEST_FILE, MB, Attachment
from etappe.model.project import TaskState
from etappe.model.throttle import UPLOAD
from etappe.service.attaching import add_file, own_files, take_back_file
from etappe.service.cabinet import Cabinet
from etappe.service.linking import mint_links
from etappe.service.office import Office, open_file
from etappe.service.tasks import settle
from tests.fakes.files import FakeFiles, FakeScanner
from tests.files import CSV, PDF
from tests.integration.databases import everything_in
from tests.integration.portal import TASK, Portal, portal_of
from tests.integration.staff import Reception
from tests.integration.worlds import person


class Desk:
    """A contact person at the page of a task."""

    def __init__(self, office: Office, cabinet: Cabinet) -> None:
        self.files = FakeFiles()
        self.office = replace(office, cabinet=replace(cabinet, files=self.files))
        self.portal: Portal = portal_of(self.office)
        self.gate = Reception(office).gate
        self.link = self.portal.link()

    def add(self, name: str = "Protokoll.pdf", content: bytes = PDF, link: str = "") -> Attachment:
        """Add a file."""
        now = self.portal.world.clock.now()
        return add_file(self.office, self.gate, link or self.link, TASK, name, content, now)

    def own(self) -> list[str]:
        """The names of one's own files."""
        return [a.name for a in own_files(self.office, self.link, TASK, self.portal.world.clock.now())]

    def take_back(self, attachment_id: str, link: str = "") -> None:
        """Take a file back."""
        take_back_file(self.office, link or self.link, TASK, attachment_id, self.portal.world.clock.now())


@pytest.fixture
def desk(office: Office) -> Desk:
    """Aachen, with a cabinet that is open."""
    return Desk(office, Cabinet(open=True))


def test_a_file_is_kept_seen_and_taken_back(desk: Desk) -> None:
    added = desk.add("../Fotoprotokoll.pdf")
    before = desk.own()

    desk.take_back(added.id)

    assert (before, desk.own()) == (["Fotoprotokoll.pdf"], [])
    assert desk.files.held == {}


def test_the_bytes_lie_as_they_came(desk: Desk) -> None:
    added = desk.add()

    assert desk.files.read(added.id) == PDF
    assert (added.size, added.task_key, added.uploaded_by) == (len(PDF), TASK, person("AP").id)


def test_the_audit_names_the_file_by_its_id_and_nobody_by_name(desk: Desk) -> None:
    added = desk.add("Liste Erika Beispiel.csv", CSV)
    desk.take_back(added.id)

    facts = [f for f in desk.portal.world.facts() if f.action.startswith("file ")]

    assert {f.action for f in facts} == {"file added", "file taken back"}
    assert {f.actor for f in facts} == {f"person/{person('AP').id}"}
    assert "Erika" not in str(facts)
    assert desk.portal.world.chain_holds()


def test_unless_somebody_switches_it_on_nothing_is_taken(office: Office) -> None:
    closed = Desk(office, Cabinet())

    with pytest.raises(UploadsOff):
        closed.add()

    assert closed.files.held == {}


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        ("leer.pdf", b"", FileEmpty),
        ("gross.pdf", PDF + b" " * LARGEST_FILE, FileTooLarge),
        ("evil.exe", b"MZ", FileNotTaken),
        ("bild.pdf", CSV, FileNotTaken),
        ("\x00", PDF, FileNotTaken),
        ("../", PDF, FileNotTaken),
    ],
)
def test_what_is_not_taken_leaves_nothing_behind(
    desk: Desk, engine: Engine, name: str, content: bytes, refused: type[EtappeError]
) -> None:
    with pytest.raises(refused):
        desk.add(name, content)

    assert (desk.files.held, desk.own()) == ({}, [])
    assert "file added" not in everything_in(engine)


def test_a_file_of_the_largest_size_is_taken(desk: Desk) -> None:
    whole = PDF + b" " * (LARGEST_FILE - len(PDF))

    assert desk.add(content=whole).size == LARGEST_FILE


def test_a_kommune_has_so_much_room_and_no_more(office: Office) -> None:
    desk = Desk(office, Cabinet(open=True, quota=MB))
    half = PDF + b" " * (MB // 2 - len(PDF))
    first = desk.add(content=half)
    desk.add(content=half)

    with pytest.raises(QuotaReached):
        desk.add()

    desk.take_back(first.id)
    desk.add()
    assert len(desk.files.held) == 2


def test_two_at_once_do_not_share_the_same_room(office: Office) -> None:
    desk = Desk(office, Cabinet(open=True, quota=MB))
    most = PDF + b" " * (MB * 2 // 3)

    def attempt(number: int) -> bool:
        try:
            desk.add(f"{number}.pdf", most)
        except QuotaReached:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(attempt, range(4)))

    assert sum(taken) == len(desk.files.held) == len(desk.own()) == 1


def test_a_person_adds_so_many_files_in_an_hour(desk: Desk) -> None:
    for number in range(UPLOAD.most):
        with pytest.raises(FileNotTaken):
            desk.add(f"{number}.exe")

    with pytest.raises(TooManyTries):
        desk.add()

    desk.portal.later(hours=1)
    desk.add()


@pytest.mark.parametrize(
    ("scanner", "refused"),
    [(FakeScanner(virus=PDF), FileInfected), (FakeScanner(silent=True), ScannerSilent)],
)
def test_what_was_not_found_clean_is_not_kept(
    office: Office, scanner: FakeScanner, refused: type[EtappeError]
) -> None:
    desk = Desk(office, Cabinet(open=True, scanner=scanner))

    with pytest.raises(refused):
        desk.add()

    assert desk.files.held == {}


def test_a_clean_file_is_kept(office: Office) -> None:
    assert Desk(office, Cabinet(open=True, scanner=FakeScanner())).add().name == "Protokoll.pdf"


def test_a_task_that_is_done_takes_files(desk: Desk) -> None:
    _settle(desk, TaskState.DONE)

    assert desk.add().task_key == TASK


def test_a_task_that_is_waived_takes_none(desk: Desk) -> None:
    _settle(desk, TaskState.WAIVED)

    with pytest.raises(TaskNotActive):
        desk.add()


def test_a_link_to_one_task_adds_to_no_other(desk: Desk) -> None:
    now = desk.portal.world.clock.now()

    with pytest.raises(LinkInvalid):
        add_file(desk.office, desk.gate, desk.link, "workshop.raum", "a.pdf", PDF, now)


def test_a_link_that_has_ended_adds_nothing(desk: Desk) -> None:
    desk.portal.later(days=61)

    with pytest.raises(LinkInvalid):
        desk.add()

    assert desk.files.held == {}


def test_what_somebody_else_has_added_is_neither_seen_nor_taken_back(desk: Desk) -> None:
    added = desk.add()
    desk.portal.world.hand_over("AP", "Neu Da", "neu@aachen.example")
    with desk.office.store.begin() as tx:
        (new,) = (p for p in [tx.people.by_email("neu@aachen.example")] if p)
    link = _link_of(desk, new.email)

    assert own_files(desk.office, link, TASK, desk.portal.world.clock.now()) == ()
    with pytest.raises(UnknownFile):
        desk.take_back(added.id, link)


@pytest.mark.parametrize("wrong", ["", "0" * 32, "../../etc/passwd"])
def test_what_is_not_there_cannot_be_taken_back(desk: Desk, wrong: str) -> None:
    desk.add()

    with pytest.raises(UnknownFile):
        desk.take_back(wrong)

    assert len(desk.files.held) == 1


def test_a_file_is_taken_back_once(desk: Desk) -> None:
    added = desk.add()
    desk.take_back(added.id)

    with pytest.raises(UnknownFile):
        desk.take_back(added.id)


def _settle(desk: Desk, state: TaskState) -> None:
    now = desk.portal.world.clock.now() + timedelta(seconds=1)
    with desk.office.store.begin() as tx:
        settle(tx, open_file(desk.office, tx, "aachen"), TASK, state, "test", None, now)


def _link_of(desk: Desk, email: str) -> str:
    now = desk.portal.world.clock.now()
    return mint_links(desk.office, desk.portal.door, email, None, "test", now)[0].link.id
