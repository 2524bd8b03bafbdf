"""What a page about a strategy reads: its judged standing, now or as at a day in its address."""

from typing import Annotated, Any

from litestar import Request
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from governance_app.places import Places
from objectives.dates import read_day
from objectives.judging import judged_now, judged_then, moment_on
from objectives.problems import NotFound
from objectives.rated import Judgement
from objectives.standing import Action, Commitment, Objective, Standing


class Reading(Struct, frozen=True):
    """A judgement and the addresses of the pages that show it. `places.as_at` is None while it is of now."""

    judgement: Judgement
    places: Places

    @property
    def standing(self) -> Standing:
        return self.judgement.standing

    def commitment(self, reference: str) -> tuple[Objective, Commitment]:
        """A commitment and its objective. Raises NotFound."""
        for objective in self.standing.objectives:
            for commitment in objective.commitments:
                if commitment.reference == reference:
                    return objective, commitment
        raise NotFound(f"There is no commitment {reference} in this strategy{self._then}.")

    def action(self, reference: str) -> tuple[Commitment, Action]:
        """An action and its commitment. Raises NotFound."""
        for commitment in self.standing.commitments():
            for action in commitment.actions:
                if action.reference == reference:
                    return commitment, action
        raise NotFound(f"There is no action {reference} in this strategy{self._then}.")

    def objective(self, key: str) -> Objective:
        """Raises NotFound."""
        for objective in self.standing.objectives:
            if objective.key == key:
                return objective
        raise NotFound(f"There is no objective {key} in this strategy.")

    @property
    def since(self) -> str:
        """What movement is measured against, as a heading: "Since Q1 2026-27"."""
        last = self.standing.last_issued
        return f"Since {last.round}" if last else "Movement"

    @property
    def _then(self) -> str:
        return " as it stood on that day" if self.places.as_at else ""


AsAt = Annotated[str | None, QueryParameter(name="as-at")]


async def reading_of(request: Request[Any, Any, Any], key: FromPath[str], as_at: AsAt = None) -> Reading:
    """The dependency of every page about a strategy. Raises NotFound, or Invalid where `as-at` is no usable day."""
    if key not in dict(request.user.strategies):
        raise NotFound(f"There is no strategy called “{key}” here.")
    zone = request.app.state.time_zone
    if not as_at:
        return Reading(await judged_now(key, zone), Places(key))
    day = read_day(as_at)
    return Reading(await judged_then(key, await moment_on(day, zone)), Places(key, day))
