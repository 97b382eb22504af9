"""The support for local decision-makers as values: confidential, and beside all other phases."""

from __future__ import annotations

from etappe.plugin import (
    ConditionSpec,
    LetterSpec,
    ModuleSpec,
    PhaseSpec,
    TaskSpec,
    working_days,
)

PHASES = (
    PhaseSpec(
        key="entscheidungstraeger",
        title="Stärkung kommunaler Entscheidungsträger*innen",
        begins=(working_days("auftakt", 1), working_days("start", 11)),
        requires=("auftakt.gespraech",),
        parallel=True,
    ),
)

CONDITIONS = (
    ConditionSpec(
        key="angebot_webinar",
        question="Möchte die Verwaltungsspitze an einem Webinar teilnehmen?",
        default=False,
    ),
    ConditionSpec(
        key="angebot_beratung",
        question="Möchte die Verwaltungsspitze an einer Kollegialen Beratung teilnehmen?",
        default=False,
    ),
)

TASKS = (
    TaskSpec(
        key="entscheidungstraeger.bedarf",
        phase="entscheidungstraeger",
        title="Bedarfsgespräch mit der Verwaltungsspitze",
        role="PM",
        due=working_days("auftakt", 10),
        ladder="kurz",
        escalation="eskalation_intern",
        effort="etwa 45 Minuten",
        advice="Bitte führen Sie mit der Verwaltungsspitze ein vertrauliches Gespräch darüber, welche Unterstützung sie für sich und ihr Umfeld wünscht. Notiert werden nur gewünschte Angebote, keine Vorfälle.",
    ),
    TaskSpec(
        key="entscheidungstraeger.kontaktblatt",
        phase="entscheidungstraeger",
        title="Kontaktblatt Anlaufstellen bei Anfeindung übergeben",
        role="PM",
        due=working_days("auftakt", 12),
        milestone=True,
        ladder="kurz",
        escalation="eskalation_intern",
        effort="etwa 20 Minuten",
        advice="Bitte übergeben Sie das Kontaktblatt mit Anlaufstellen bei Anfeindung und Bedrohung persönlich. Prüfen Sie vorher, ob alle Nummern und Sprechzeiten noch stimmen.",
        letter="entscheidungstraeger.kontaktblatt",
    ),
    TaskSpec(
        key="entscheidungstraeger.angebote",
        phase="entscheidungstraeger",
        title="Angebote auswählen (Webinar, Kollegiale Beratung, Vernetzung)",
        role="VS",
        due=working_days("auftakt", 20),
        after=("entscheidungstraeger.bedarf",),
        ladder="standard",
        escalation="eskalation_bis_pm",
        effort="etwa 20 Minuten",
        advice="Bitte wählen Sie aus, welche Angebote Sie nutzen möchten: Webinar, Kollegiale Beratung oder Vernetzung. Ihre Auswahl sehen nur die Beteiligten, und Sie können sie jederzeit ändern.",
        letter="entscheidungstraeger.angebote",
    ),
    TaskSpec(
        key="entscheidungstraeger.webinar",
        phase="entscheidungstraeger",
        title="Teilnahme an einem Webinar (Programmtermin)",
        role="VS",
        due=working_days("auftakt", 50),
        condition="angebot_webinar",
        ladder="ereignis",
        escalation="eskalation_keine",
        effort="etwa zwei Stunden",
        advice="Bitte nehmen Sie an dem gewählten Webinar teil oder entsenden Sie eine Vertretung. Der Termin gilt für das ganze Programm und lässt sich nicht verschieben.",
        letter="entscheidungstraeger.webinar",
        meeting=True,
    ),
    TaskSpec(
        key="entscheidungstraeger.beratung_1",
        phase="entscheidungstraeger",
        title="Kollegiale Beratung, erstes Treffen",
        role="MO",
        due=working_days("auftakt", 60),
        condition="angebot_beratung",
        ladder="ereignis",
        escalation="eskalation_bis_pm",
        effort="etwa zwei Stunden",
        advice="Bitte leiten Sie das erste Treffen der Kollegialen Beratung und vereinbaren Sie zu Beginn Vertraulichkeit. Für einen Fall sind etwa 35 bis 45 Minuten zu rechnen.",
        letter="entscheidungstraeger.beratung_1",
        meeting=True,
    ),
    TaskSpec(
        key="entscheidungstraeger.beratung_2",
        phase="entscheidungstraeger",
        title="Kollegiale Beratung, zweites Treffen",
        role="MO",
        due=working_days("auftakt", 85),
        after=("entscheidungstraeger.beratung_1",),
        condition="angebot_beratung",
        ladder="ereignis",
        escalation="eskalation_bis_pm",
        effort="etwa zwei Stunden",
        advice="Bitte leiten Sie das zweite Treffen und fragen Sie zuerst, was aus den Ratschlägen des ersten geworden ist. Klären Sie am Ende, ob die Gruppe ohne Begleitung weiterarbeitet.",
        letter="entscheidungstraeger.beratung_2",
        meeting=True,
    ),
    TaskSpec(
        key="entscheidungstraeger.vernetzung",
        phase="entscheidungstraeger",
        title="Interkommunales Austauschtreffen (Programmtermin)",
        role="PM",
        due=working_days("auftakt", 75),
        ladder="ereignis",
        escalation="eskalation_intern",
        effort="etwa drei Stunden",
        advice="Bitte begleiten Sie das interkommunale Austauschtreffen und sorgen Sie dafür, dass die Kommune Termin und Zugang kennt. Der Termin gilt für alle Kommunen des Programms.",
        letter="entscheidungstraeger.vernetzung",
        meeting=True,
    ),
    TaskSpec(
        key="entscheidungstraeger.meldeweg",
        phase="entscheidungstraeger",
        title="Internen Meldeweg bei Hass und Hetze festlegen",
        role="VS",
        due=working_days("auftakt", 80),
        ladder="standard",
        escalation="eskalation_bis_pm",
        effort="etwa zwei Stunden, verteilt auf mehrere Wochen",
        advice="Bitte legen Sie fest, an wen sich Beschäftigte und Mandatstragende bei Hass und Hetze wenden, wer Anzeige erstattet und wer Betroffene begleitet. Eine Seite genügt, wenn alle sie kennen.",
        letter="entscheidungstraeger.meldeweg",
    ),
)

PACKAGE = "etappe_entscheidungstraeger"

LETTERS = (
    LetterSpec(key="entscheidungstraeger.aufgabe", package=PACKAGE, template="aufgabe.txt"),
    LetterSpec(key="entscheidungstraeger.kontaktblatt", package=PACKAGE, template="kontaktblatt.txt"),
    LetterSpec(key="entscheidungstraeger.angebote", package=PACKAGE, template="angebote.txt"),
    LetterSpec(key="entscheidungstraeger.webinar", package=PACKAGE, template="webinar.txt"),
    LetterSpec(key="entscheidungstraeger.beratung_1", package=PACKAGE, template="beratung_1.txt"),
    LetterSpec(key="entscheidungstraeger.beratung_2", package=PACKAGE, template="beratung_2.txt"),
    LetterSpec(key="entscheidungstraeger.vernetzung", package=PACKAGE, template="vernetzung.txt"),
    LetterSpec(key="entscheidungstraeger.meldeweg", package=PACKAGE, template="meldeweg.txt"),
)

MODULE = ModuleSpec(
    key="entscheidungstraeger",
    title="Stärkung kommunaler Entscheidungsträger*innen",
    version="1.0.0",
    uses=("auftakt", "weltoffene_kommune"),
    phases=PHASES,
    conditions=CONDITIONS,
    tasks=TASKS,
    letters=LETTERS,
)
