"""What keeps etappe from running: database, mail, folders, settings."""

from __future__ import annotations

from etappe.errors.refusal import EtappeError


class BadDatabaseAddress(EtappeError):
    """The address of the database is not usable: {cause}; write it as sqlite:////folder/etappe.db
    or postgresql://user:password@host/name."""


class DatabaseUnreachable(EtappeError):
    """The database '{database}' on {host} cannot be used: {cause}; start it, or correct its address."""


class DatabaseOutdated(EtappeError):
    """The database '{database}' has the tables of revision {found}, this etappe needs {needed};
    back it up and run 'etappe db upgrade'."""


class DatabaseNewer(EtappeError):
    """The database '{database}' has the tables of revision {found}, this etappe knows {needed} at most;
    update etappe."""


class Entangled(EtappeError):
    """Two transactions on the database '{database}' waited for one another, and this one gave way;
    run it again."""


class AnchorGarbled(EtappeError):
    """'{file}', line {line}: this is no anchor of the audit; restore the file from a copy,
    or move it away to begin a new one."""


class BackupUnsound(EtappeError):
    """The backup '{file}' was not kept, its check says: {cause}; run 'etappe doctor',
    then look at the disk."""


class NoMailServer(EtappeError):
    """No mail server is set; set ETAPPE_MAIL to an Apprise mail URL like
    mailtos://user:password@mail.example.org?from=etappe@example.org, or try 'etappe demo'."""


class UnusableAddress(EtappeError):
    """'{address}' is no mail address that every mail server understands; correct it."""


class BadMailUrl(EtappeError):
    """The address of the mail server is not usable: its {part} {fault};
    write it as mailtos://user:password@host:587/?from=name@place.de."""


class UnknownChannel(EtappeError):
    """The team channel '{scheme}://…' is unknown or incomplete; compare it with Apprise's services."""


class NoTeamChannel(EtappeError):
    """The project team has no channel, nothing was announced; set ETAPPE_TEAM to a JSON list of Apprise URLs,
    or read the report with 'etappe weekly-report --print'."""


class NoMailbox(EtappeError):
    """There is no mailbox in '{folder}'; start one, or name its folder."""


class NoSuchMail(EtappeError):
    """The mailbox in '{folder}' has no letter {number}; list its letters to see their numbers."""


class PortTaken(EtappeError):
    """The local mailbox cannot listen on port {port}: {cause}; name another port, or 0 for any."""


class NotReadyForOthers(EtappeError):
    """The portal does not listen on {host} yet, where others reach it ({lacking});
    'etappe doctor --production' says what to do, and without --host it listens on this machine alone."""


class FolderUnusable(EtappeError):
    """The folder '{folder}' cannot be used: {cause}; set ETAPPE_DATA_DIR to one that you may write to."""


class NotADemo(EtappeError):
    """'{folder}' holds something that is no demo and is left alone; move it away, or name another folder with
    --data-dir."""


class DemoTooShort(EtappeError):
    """The demo begins on {first} and cannot stop on {until}; choose a later day."""


class BadSetting(EtappeError):
    """The setting {setting} cannot be used: {cause}; correct it in the environment or in etappe.toml."""


class TenantForgotten(EtappeError):
    """A statement of the store touches {what} without the programme that it works for; nothing was done.
    Name the tenant in the repository that it comes from."""


class OidcMissing(EtappeError):
    """ETAPPE_OIDC is set, and {package}, which it needs, is not installed; install it with:
    pip install 'etappe[oidc]'."""
