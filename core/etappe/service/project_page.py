"""Everything that the page of one project shows, read at once."""

from __future__ import annotations

from datetime import datetime

from etappe.model.light import signal_of
from etappe.model.moments import local_day
from etappe.model.project import TaskState, current_phase, is_overdue
from etappe.model.warnings import warnings_of
from etappe.service.ahead import letters_ahead
from etappe.service.happening import history_of
from etappe.service.office import Office, open_file
from etappe.service.page_parts import (
    anchor_lines,
    contact_lines,
    gone_tasks,
    hold_lines,
    modules_not_chosen,
    modules_of,
    phase_parts,
    questions_of,
    unfilled_roles,
)
from etappe.service.page_values import ProjectPage

RECENT = 20
"""Lines of the ledger and facts of the audit that are shown at once; `lists` has all of them."""


def project_page(office: Office, project_id: str, now: datetime, recent: int = RECENT) -> ProjectPage:
    """Everything about a project, as of now; raises `UnknownProject`, and what `lay_out` refuses."""
    today = local_day(now, office.zone)
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        contacts = tx.people.contacts([file.kommune.slug])[file.kommune.slug]
        active = [t for t in file.tasks.values() if t.state is not TaskState.RETIRED]
        signal, standing = signal_of(file.schedule, file.tasks, today), file.project.standing
        phase = current_phase(file.plan, file.schedule, file.tasks, today)
        return ProjectPage(
            project=file.project,
            kommune=file.kommune,
            today=today,
            state=standing.state(today),
            light=signal.light,
            reason=signal.reason,
            silent_since=file.project.heard if standing.silent(today) else None,
            phase=file.plan.phase[phase].title if phase else "",
            open=sum(1 for t in active if t.state is TaskState.OPEN),
            done=sum(1 for t in active if t.settled),
            overdue=sum(1 for t in active if is_overdue(t, file.schedule, today)),
            phases=phase_parts(file, today),
            gone=gone_tasks(file, today),
            anchors=anchor_lines(file, today),
            holds=hold_lines(file, today),
            contacts=contact_lines(tx, file, contacts, today),
            unfilled=unfilled_roles(file, contacts),
            next_letters=letters_ahead(office, tx, file, now),
            ledger=tx.survey.entries(project_id, (), recent, 0)[1],
            history=history_of(tx, file, recent),
            follow_ups=tx.follow_ups.all_open(project_id),
            questions=questions_of(file),
            modules=modules_of(office, file),
            not_chosen=modules_not_chosen(office, file),
            warnings=warnings_of(file.schedule),
        )
