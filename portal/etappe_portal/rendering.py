"""Pages from templates: all that is put into one is escaped, nothing that is missing passes for empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from etappe import __version__
from etappe.model.attachment import MB
from etappe.model.moments import local_time
from etappe.model.phrases import PHRASES
from etappe_portal.wording import GERMAN, translations

KB = 1024
TIME = Markup('<time datetime="{}">{}</time>')


def render(template: str, language: str, facts: Mapping[str, object]) -> str:
    """A page in a language."""
    return _environment(language).get_template(template).render(facts)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("etappe_portal"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    tools = cast("Any", environment)  # the extension adds its method when it is loaded
    tools.install_gettext_translations(translations(language), newstyle=True)
    named = cast("dict[str, Any]", environment.globals)
    named.update(version=__version__, language=language)
    cast("dict[str, Callable[..., object]]", environment.filters).update(filters(language))
    return environment


def filters(language: str) -> dict[str, Callable[..., object]]:
    """How days and moments are written."""
    say = PHRASES[language]

    def day(day: date) -> Markup:
        return TIME.format(day.isoformat(), say.day(day))

    def long_day(day: date) -> Markup:
        return TIME.format(day.isoformat(), say.long(day))

    def month(day: date) -> str:
        return say.months[day.month - 1][:3]

    def relative(day: date, today: date) -> str:
        return _relative(language, (day - today).days)

    def clock(moment: datetime, zone: str) -> Markup:
        local = local_time(moment, zone)
        hour = f"{local:%-H:%M} Uhr" if language == GERMAN else f"{local:%H:%M}"
        return TIME.format(local.isoformat(timespec="minutes"), f"{say.day(local)}, {hour}")

    def size(size: int) -> str:
        return _size(language, size)

    filters: dict[str, Callable[..., object]] = {
        "day": day,
        "long_day": long_day,
        "plain_day": say.day,
        "month": month,
        "relative": relative,
        "clock": clock,
        "size": size,
    }
    return filters


def _size(language: str, size: int) -> str:
    """Bytes as people say them: in whole KB, from one MB on with one decimal."""
    if size < MB:
        return f"{max(1, round(size / KB))} KB"
    return f"{size / MB:.1f} MB".replace(".", "," if language == GERMAN else ".")


def _relative(language: str, days: int) -> str:
    """How far a day lies from today, as people say it."""
    near = {0: ("heute", "today"), 1: ("morgen", "tomorrow"), -1: ("gestern", "yesterday")}
    german = language == GERMAN
    if days in near:
        return near[days][0 if german else 1]
    if days > 0:
        return f"in {days} Tagen" if german else f"in {days} days"
    return f"vor {-days} Tagen" if german else f"{-days} days ago"
