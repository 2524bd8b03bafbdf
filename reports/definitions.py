"""What the annex prints of the words it uses: every rating's meaning, and how the columns are counted.

The wording is the handbook's, section 3; the thresholds beside it come from the rules themselves.
"""

from reports.content import Definition

DEFINITIONS = (
    Definition(
        "Red",
        "slipped by more than a quarter, or over 30 days late with no approved new date, or no owner, or no"
        " credible way back.",
        "red",
    ),
    Definition(
        "Amber",
        "slipped or likely to slip by up to a quarter, or a significant issue with a credible, dated plan.",
        "amber",
    ),
    Definition(
        "Green",
        "milestones met, the next one on forecast, no issue needing help, updated this round.",
        "green",
    ),
    Definition(
        "Blue",
        "delivered, evidence accepted by someone other than the owner, and still working at a check three months"
        " or more later.",
        "blue",
    ),
    Definition(
        "Grey", "not yet due, or too little evidence to rate. Counted on its own, never as green.", "grey"
    ),
    Definition(
        "Hollow, carried forward",
        "not updated this round, so the last published rating is shown. Counted on its own, never in its colour.",
        "green-hollow",
    ),
    Definition(
        "Business as usual",
        "a standing commitment that has become daily work and has a review date. Not rated.",
        "business-as-usual",
    ),
    Definition(
        "Published rating",
        "the moderated rating if one is in date, otherwise the more cautious of the owner’s and the calculated.",
    ),
    Definition(
        "Movement",
        "against the last issued pack, read from what was recorded at its freeze. Not comparable where either side"
        " is grey or carried forward, or the rules have changed.",
    ),
    Definition(
        "Outcome confidence",
        "how confident the owner is that children will be better off: High, Medium or Low, with a reason. It never"
        " moves the rating.",
    ),
    Definition(
        "Evidence grades",
        "0 none, 1 statement, 2 document or output, 3 tested practice, 4 independently verified or corroborated by"
        " children or families.",
    ),
)
