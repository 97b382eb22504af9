"""Pages from templates: everything that is put into one is escaped, nothing that is missing passes for empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import i18n
from markupsafe import Markup

from etappe import __version__
from etappe.model.moments import local_time
from etappe.model.phrases import PHRASES
from etappe_portal.wording import GERMAN, translations


def render(template: str, language: str, facts: Mapping[str, object]) -> str:
    """A page in a language."""
    return _environment(language).get_template(template).render(facts)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("etappe_portal"),
        extensions=[i18n],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    cast("i18n", environment.extensions["jinja2.ext.InternationalizationExtension"])
    install = environment.install_gettext_translations  # type: ignore[attr-defined] # added by the extension
    install(translations(language), newstyle=True)
    say = PHRASES[language]
    environment.globals.update(version=__version__, language=language)

    def relative(day: date, today: date) -> str:
        return _relative(language, (day - today).days)

    def clock(moment: datetime, zone: str) -> Markup:
        local = local_time(moment, zone)
        hour = f"{local:%-H:%M} Uhr" if language == GERMAN else f"{local:%H:%M}"
        return Markup('<time datetime="{}">{}, {}</time>').format(local.isoformat(), say.day(local), hour)

    environment.filters.update(
        day=lambda day: Markup('<time datetime="{}">{}</time>').format(day.isoformat(), say.day(day)),
        long_day=lambda day: Markup('<time datetime="{}">{}</time>').format(day.isoformat(), say.long(day)),
        plain_day=say.day,
        month=lambda day: say.months[day.month - 1][:3],
        relative=relative,
        clock=clock,
    )
    return environment


def _relative(language: str, days: int) -> str:
    """How far a day lies from today, as people say it."""
    near = {0: ("heute", "today"), 1: ("morgen", "tomorrow"), -1: ("gestern", "yesterday")}
    german = language == GERMAN
    if days in near:
        return near[days][0 if german else 1]
    if days > 0:
        return f"in {days} Tagen" if german else f"in {days} days"
    return f"vor {-days} Tagen" if german else f"{-days} days ago"
