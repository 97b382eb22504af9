"""What a page says about what was just done; the address names it, so that nothing has to be remembered."""

from __future__ import annotations

from etappe_portal.wording import _, translations

DONE = {
    "erledigt": _("Die Aufgabe ist als erledigt vermerkt."),
    "offen": _("Die Aufgabe ist wieder offen."),
    "uebernommen": _("Die Änderung ist übernommen."),
    "unveraendert": _("Es war schon so; nichts hat sich geändert."),
    "eingelesen": _("Die Änderungen aus der Mappe sind gespeichert."),
    "begonnen": _("Das Projekt ist angelegt, die ersten Erinnerungen sind geplant."),
    "brief-erneut": _("Der Brief geht mit dem nächsten Versand noch einmal."),
    "brief-abgelegt": _("Der Brief ist abgelegt."),
    "beantwortet": _("Die Wiedervorlage ist erledigt."),
    "abgemeldet": _("Sie sind abgemeldet."),
    "passwort": _("Das Passwort ist gesetzt."),
    "gesperrt": _("Der Zugang ist gesperrt; alle Sitzungen sind beendet."),
    "widerrufen": _("Der Schlüssel ist widerrufen; er öffnet nichts mehr."),
    "geloest": _("Die Verknüpfung ist gelöst; alle Sitzungen sind beendet."),
    "beendet": _("Die Sitzungen sind beendet."),
    "abwesend": _("Die Abwesenheit ist eingetragen."),
    "vertretung": _("Vielen Dank. Das Projektteam trägt die Vertretung ein."),
    "zurueck": _("Die Abwesenheit ist zurückgenommen; Briefe gehen wieder an die Person selbst."),
    "kommune": _("Die Kommune ist angelegt. Tragen Sie jetzt ein, wer wofür zuständig ist."),
    "angehalten": _("Die Briefe an diese Adresse sind angehalten."),
    "zustellbar": _("An diese Adresse gehen wieder Briefe."),
    "datei": _("Die Datei ist hinzugefügt; das Projektteam kann sie öffnen."),
    "datei-zurueck": _("Die Datei ist zurückgenommen."),
    "datei-geloescht": _("Die Datei ist gelöscht."),
    "code": _("Ein neuer Code ist unterwegs; der alte gilt nicht mehr."),
    "schon": _("Diese Antwort liegt uns schon vor; es hat sich nichts geändert."),
    "antwort-done": _(
        "Vielen Dank. Die Aufgabe ist als erledigt vermerkt; eine Bestätigung kommt per E-Mail."
    ),
    "antwort-moved": _("Vielen Dank. Der neue Termin gilt; eine Bestätigung kommt per E-Mail."),
    "antwort-proposed": _("Vielen Dank. Das Projektteam prüft den Termin und meldet sich."),
    "antwort-declined": _("Vielen Dank. Das Projektteam klärt, wer zuständig ist."),
    "antwort-undone": _("Die Aufgabe ist wieder offen; eine Bestätigung kommt per E-Mail."),
}


def message_of(done: str, language: str) -> str:
    """The sentence about what was done; empty for anything else that an address may say."""
    return translations(language).gettext(DONE[done]) if done in DONE else ""
