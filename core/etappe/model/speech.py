"""All that the engine says by itself, put together per language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from etappe.model import captions, feed_words, happenings, phrases, reasons, remarks, replies
from etappe.model.captions import Captions
from etappe.model.feed_words import FeedWords
from etappe.model.happenings import Happenings
from etappe.model.phrases import Phrases
from etappe.model.reasons import Reasons
from etappe.model.remarks import Remarks
from etappe.model.replies import Replies


@dataclass(frozen=True, slots=True)
class Speech:
    """One language: reasons for days and for letters that did not go, doubts, answers, calendars, sheets."""

    phrases: Phrases
    reasons: Reasons
    remarks: Remarks
    replies: Replies
    feeds: FeedWords
    captions: Captions
    happenings: Happenings

    def day(self, day: date) -> str:
        """A day in numbers."""
        return self.phrases.day(day)

    def moment(self, local: datetime) -> str:
        """A day in numbers with its time."""
        return f"{self.phrases.day(local)} {local:%H:%M}"


SPEECHES = {
    "de": Speech(
        phrases.GERMAN,
        reasons.GERMAN,
        remarks.GERMAN,
        replies.GERMAN,
        feed_words.GERMAN,
        captions.GERMAN,
        happenings.GERMAN,
    ),
    "en": Speech(
        phrases.ENGLISH,
        reasons.ENGLISH,
        remarks.ENGLISH,
        replies.ENGLISH,
        feed_words.ENGLISH,
        captions.ENGLISH,
        happenings.ENGLISH,
    ),
}


def speech_in(language: str) -> Speech:
    """What is said in a programme's language; German where that is not known."""
    return SPEECHES.get(language, SPEECHES["de"])
