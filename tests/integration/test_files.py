"""Project management sees, reads and deletes the files of its projects; the night sweeps; erasure erases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.errors import EtappeError, FileDamaged, UnknownFile, UnknownProject
from etappe.model.attachment import Attachment
from etappe.service.attaching import add_file
from etappe.service.cabinet import Cabinet
from etappe.service.files import ON_ITS_WAY, delete_file, project_files, read_file, sweep_files
from etappe.service.nightly import NightState, nightly
from etappe.service.office import Office
from etappe.service.privacy import forget_person, person_file
from tests.fakes.files import FakeFiles
from tests.fakes.vault import FakeVault
from tests.files import PDF
from tests.integration.databases import everything_in
from tests.integration.portal import TASK, Portal, portal_of
from tests.integration.staff import Reception
from tests.integration.worlds import person

NAME = "Teilnahmeliste Erika Beispiel.pdf"


class Archive:
    """Aachen, whose contact person has added one file."""

    def __init__(self, office: Office) -> None:
        self.files = FakeFiles()
        self.office = replace(office, cabinet=Cabinet(self.files, open=True))
        self.portal: Portal = portal_of(self.office)
        gate, link = Reception(office).gate, self.portal.link()
        now = self.portal.world.clock.now()
        self.added: Attachment = add_file(self.office, gate, link, TASK, NAME, PDF, now)

    def delete(self, attachment_id: str = "") -> Attachment:
        """Delete a file as project management does."""
        now = self.portal.world.clock.now()
        return delete_file(self.office, "aachen", attachment_id or self.added.id, "pm", now)

    def night(self) -> str:
        """What became of the files at night."""
        report = nightly(self.office, FakeVault(), self.portal.world.clock.now(), lambda _: None)
        step = next(step for step in report.steps if step.name == "files")
        return f"{step.state.value}: {step.text}"


@pytest.fixture
def archive(office: Office) -> Archive:
    """Aachen with a file."""
    return Archive(office)


def test_project_management_sees_who_added_what(archive: Archive) -> None:
    (line,) = project_files(archive.office, "aachen")

    assert (line.attachment, line.by) == (archive.added, person("AP").name)


def test_a_file_is_read_as_it_was_added(archive: Archive) -> None:
    assert read_file(archive.office, "aachen", archive.added.id) == (archive.added, PDF)


@pytest.mark.parametrize("wrong", ["0" * 32, "", "%", "../../etappe.db"])
def test_no_other_id_opens_anything(archive: Archive, wrong: str) -> None:
    with pytest.raises(UnknownFile):
        read_file(archive.office, "aachen", wrong)
    with pytest.raises(UnknownFile):
        delete_file(archive.office, "aachen", wrong, "pm", archive.portal.world.clock.now())


def test_a_file_is_found_under_its_own_project_alone(archive: Archive) -> None:
    with pytest.raises(UnknownFile):
        read_file(archive.office, "bonn", archive.added.id)
    with pytest.raises(UnknownProject):
        project_files(archive.office, "bonn")


def test_a_file_of_another_programme_is_none(archive: Archive, engine: Engine) -> None:
    ensure_tenant(engine, "other", "other", archive.portal.world.clock.now())
    other = SqlStore(engine, "other")

    with other.begin() as tx:
        found = (
            tx.attachments.get(archive.added.id),
            tx.attachments.of_project("aachen"),
            tx.attachments.of_person(archive.added.uploaded_by),
            tx.attachments.ids(),
            tx.attachments.taken("aachen"),
            tx.attachments.delete(archive.added.id, archive.portal.world.clock.now()),
        )

    assert found == (None, (), (), frozenset(), 0, False)


Harm = Callable[[FakeFiles, str], None]


def _change(files: FakeFiles, name: str) -> None:
    files.held[name] = (PDF + b"!", files.held[name][1])


@pytest.mark.parametrize("harm", [FakeFiles.drop, _change], ids=["gone", "changed"])
def test_what_is_not_as_it_was_kept_is_handed_to_nobody(archive: Archive, harm: Harm) -> None:
    harm(archive.files, archive.added.id)

    with pytest.raises(FileDamaged, match="Teilnahmeliste"):
        read_file(archive.office, "aachen", archive.added.id)


def test_a_deleted_file_is_gone_with_its_bytes(archive: Archive) -> None:
    archive.delete()

    assert project_files(archive.office, "aachen") == ()
    assert archive.files.held == {}
    with pytest.raises(UnknownFile):
        archive.delete()


def test_of_a_deleted_file_nothing_is_known_after_a_month(archive: Archive, engine: Engine) -> None:
    archive.delete()
    archive.portal.later(days=31)

    archive.night()

    assert NAME not in everything_in(engine)


def test_a_quiet_night_leaves_every_file(archive: Archive) -> None:
    archive.portal.later(days=2)

    assert archive.night() == "done: bytes without a file swept: 0, every file is there"
    assert archive.files.held


def test_bytes_of_which_nothing_is_known_are_swept_after_a_day(archive: Archive) -> None:
    now = archive.portal.world.clock.now()
    archive.files.keep(b"nobody's", now)

    at_once = sweep_files(archive.office, now)
    later = sweep_files(archive.office, now + ON_ITS_WAY)

    assert (at_once.orphans, later.orphans) == (0, 1)
    assert list(archive.files.held) == [archive.added.id]


def test_the_night_names_a_file_whose_bytes_are_gone(archive: Archive) -> None:
    archive.files.drop(archive.added.id)

    assert archive.night() == f"{NightState.FAILED.value}: files whose bytes are gone: {archive.added.id}"


def test_a_crash_before_the_row_leaves_bytes_that_are_swept_and_no_row(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.portal.later(days=2)
    monkeypatch.setattr("etappe.service.attaching._fact", _crash)
    now, gate = archive.portal.world.clock.now(), Reception(archive.office).gate
    link = archive.portal.links()[0].id

    with pytest.raises(RuntimeError):
        add_file(archive.office, gate, link, TASK, "b.pdf", PDF, now)

    assert len(archive.files.held) == 2
    assert len(project_files(archive.office, "aachen")) == 1
    assert sweep_files(archive.office, now + timedelta(days=1)).orphans == 1


def test_what_is_refused_at_the_last_moment_leaves_no_bytes(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etappe.service.attaching._fact", _refuse)
    gate, link = Reception(archive.office).gate, archive.portal.links()[0].id

    with pytest.raises(EtappeError):
        add_file(archive.office, gate, link, TASK, "b.pdf", PDF, archive.portal.world.clock.now())

    assert len(archive.files.held) == 1


def test_a_person_is_told_of_the_files_they_have_added(archive: Archive) -> None:
    told = person_file(archive.office, person("AP").email)

    assert [f.name for f in told.files] == [NAME]


def test_whoever_is_erased_goes_with_the_files_they_have_added(archive: Archive, engine: Engine) -> None:
    archive.portal.world.hand_over("AP", "Neu Da", "neu@aachen.example")

    forget_person(archive.office, person("AP").email, "test", archive.portal.world.clock.now())

    assert archive.files.held == {}
    assert NAME not in everything_in(engine)
    assert archive.portal.world.chain_holds()


def test_a_file_that_was_deleted_is_erased_too(archive: Archive, engine: Engine) -> None:
    archive.delete()
    archive.portal.world.hand_over("AP", "Neu Da", "neu@aachen.example")

    forget_person(archive.office, person("AP").email, "test", archive.portal.world.clock.now())

    assert NAME not in everything_in(engine)


def _crash(*_: object) -> None:
    raise RuntimeError("the machine stops")


def _refuse(*_: object) -> None:
    raise UnknownFile(file="b.pdf")
