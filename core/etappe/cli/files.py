"""The commands that look after the files that town halls have added to tasks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from etappe.cli.terminal import Json, actor, at_work, german, print_json, print_table, say
from etappe.errors import FileTaken, FileUnwritable, UnknownFile

if TYPE_CHECKING:
    from etappe.bootstrap import Etappe
    from etappe.service.files import FileLine

app = App(name="files", help="List, save and delete the files that town halls have added.")
KB = 1024


@app.command(name="list")
def list_all(project: str, /, *, json: Json = False) -> None:
    """List the files of a project, the newest first."""
    from etappe.service.files import project_files

    with at_work() as etappe:
        found = project_files(etappe.office, project)
    if json:
        print_json([_as_json(line) for line in found])
        return
    if not found:
        say(f"Nobody has added a file to '{project}'.")
        return
    rows = [
        (
            line.attachment.id[:8],
            line.attachment.name,
            line.attachment.task_key,
            f"{-(-line.attachment.size // KB)} KB",
            german(line.attachment.uploaded_at),
            line.by,
        )
        for line in found
    ]
    print_table(f"Files of '{project}'", ("File", "Name", "Task", "Size", "Added", "By"), rows)


@app.command
def save(
    project: str,
    file: str,
    /,
    *,
    to: Annotated[Path | None, Parameter(help="Where to; without it here, under its own name.")] = None,
    json: Json = False,
) -> None:
    """Save a file of a project; FILE is its id, or the beginning of it. No file is overwritten."""
    from etappe.service.files import read_file

    with at_work() as etappe:
        attachment, content = read_file(etappe.office, project, _whole(etappe, project, file))
    path = to or Path(attachment.name)
    try:
        with path.open("xb") as target:
            target.write(content)
    except FileExistsError:
        raise FileTaken(file=path) from None
    except OSError as error:
        raise FileUnwritable(file=path, cause=error.strerror) from None
    if json:
        print_json({"file": attachment.id, "saved_as": str(path)})
    else:
        say(f"'{attachment.name}' was saved as '{path}'.")


@app.command
def delete(project: str, file: str, /, *, json: Json = False) -> None:
    """Delete a file of a project, for good; FILE is its id, or the beginning of it."""
    from etappe.service.files import delete_file

    with at_work() as etappe:
        whole = _whole(etappe, project, file)
        deleted = delete_file(etappe.office, project, whole, actor(), etappe.clock.now())
    if json:
        print_json({"file": deleted.id, "deleted": True})
    else:
        say(f"'{deleted.name}' is deleted.")


def _whole(etappe: Etappe, project: str, beginning: str) -> str:
    """The id that begins like this; raises `UnknownFile`, also where several do."""
    from etappe.service.files import project_files

    ids = [line.attachment.id for line in project_files(etappe.office, project)]
    found = [known for known in ids if known.startswith(beginning)]
    if len(found) != 1:
        raise UnknownFile(file=beginning)
    return found[0]


def _as_json(line: FileLine) -> dict[str, object]:
    attachment = line.attachment
    return {
        "id": attachment.id,
        "project": attachment.project_id,
        "task": attachment.task_key,
        "name": attachment.name,
        "media_type": attachment.kind.value,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "by": line.by,
        "uploaded_at": attachment.uploaded_at,
    }
