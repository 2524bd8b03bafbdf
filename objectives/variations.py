"""Variation notes: what has changed around a commitment since it was made. Its own wording stays locked (section 2)."""

import datetime as dt

from msgspec import Struct

from objectives.dates import in_words
from objectives.faults import Faults, refuse_if
from objectives.mandates import acting, fresh
from objectives.permissions import why_not_run
from objectives.tables.person import Person
from objectives.tables.strategy import Commitment, Variation
from objectives.text import clean_text


class NewVariation(Struct, frozen=True):
    """`wording` is how it would be said today; empty where only the context has changed."""

    dated_on: dt.date
    note: str
    wording: str = ""


async def note_variation(person: Person, commitment: Commitment, new: NewVariation) -> Variation:
    """Puts a dated note beside the locked wording. Raises NotAllowed, Invalid."""
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        varied = await fresh(commitment)
        faults = Faults()
        note = faults.text(new.note, "note", "Say what has changed, and since when.")
        ahead = f"It is {in_words(act.today)}; a note is dated on the day from which it holds."
        faults.need(new.dated_on <= act.today, "dated_on", ahead)
        same = Variation.commitment == varied.id
        told = await Variation.exists().where(
            same & (Variation.dated_on == new.dated_on) & (Variation.note == note)
        )
        faults.need(not told, "note", "This note stands there already.")
        faults.refuse()
        made = Variation(
            commitment=varied.id,
            dated_on=new.dated_on,
            note=note,
            wording=clean_text(new.wording) or None,
            recorded_by=person.id,
            recorded_at=act.now,
        )
        await made.save()
        return made
