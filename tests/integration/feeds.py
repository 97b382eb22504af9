"""What integration tests ask about feeds."""

from __future__ import annotations

from etappe.model.feed import Feed, FeedEntry
from etappe.service.feeds import kommune_feed, person_feed
from etappe.service.office import open_file
from tests.integration.worlds import World, person

ROOM = "workshop.raum"
"""The contact person's, only where the workshop is held in person."""
DIALOGUE = "Dialogveranstaltung durchführen"
"""The facilitator's; people gather."""


def of_kommune(world: World, slug: str = "aachen") -> Feed:
    """The feed of a Kommune now."""
    return kommune_feed(world.office, slug, world.clock.now())


def of_person(world: World, role: str, place: str | None = None) -> Feed:
    """The feed of whoever fills a role, now."""
    return person_feed(world.office, person(role, place).email, world.clock.now())


def one(feed: Feed, title: str) -> FeedEntry:
    """The entry whose title begins like this."""
    (found,) = [e for e in feed.entries if e.title.removeprefix("✓ ").startswith(title)]
    return found


def title_of(world: World, key: str) -> str:
    """What Aachen's plan calls a task."""
    with world.office.store.begin() as tx:
        return open_file(world.office, tx, "aachen").plan.task[key].title
