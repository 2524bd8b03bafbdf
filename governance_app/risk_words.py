"""A risk as its form holds it: the words of one that is there, what may be chosen, and what was answered."""

from governance_app.action_words import chosen_row
from governance_app.forms import Answers, date_fields, date_words
from objectives.risks import NewRisk
from objectives.standing import Risk
from objectives.tables.post import Post
from objectives.words import Impact, Likelihood

FIELDS = ("what", "effect", "response", "likelihood", "impact", "owner", *date_fields("review_on"))
SAID = ("words", *date_fields("review_on"))

LIKELIHOODS = (
    (Likelihood.LIKELY, "Likely", "It will probably happen unless something changes.", ""),
    (Likelihood.POSSIBLE, "Possible", "It could well happen.", ""),
    (Likelihood.UNLIKELY, "Unlikely", "It would surprise us.", ""),
)
IMPACTS = (
    (Impact.SEVERE, "Severe", "Children would be left without what protects them.", ""),
    (Impact.MODERATE, "Moderate", "Children would get it later, or less of it.", ""),
    (Impact.MINOR, "Minor", "Children would hardly notice.", ""),
)


def words_of(risk: Risk) -> dict[str, str]:
    """A risk as its form shows it."""
    words = {
        "what": risk.what,
        "effect": risk.effect,
        "response": risk.response,
        "likelihood": str(risk.likelihood),
        "impact": str(risk.impact),
        "owner": str(risk.owner.id),
    }
    return words | date_words("review_on", risk.review_on)


async def read_risk(answers: Answers) -> NewRisk:
    """The risk that a form describes; what was not chosen is None, and what cannot be read is noted as a fault."""
    return NewRisk(
        what=answers.text("what"),
        effect=answers.text("effect"),
        response=answers.text("response"),
        likelihood=next((one for one in Likelihood if one == answers.text("likelihood")), None),
        impact=next((one for one in Impact if one == answers.text("impact")), None),
        owner=await chosen_row(answers, "owner", Post),
        review_on=answers.day("review_on"),
    )
