"""Who has assured what, how old it is and until when."""

from tests.pages.answering import press
from tests.pages.test_requests import UNIT, come_as, under_review
from tests.pages.visitor import Visitor


async def test_the_map_tells_every_opinion_in_words_with_its_age_and_its_end(visitor: Visitor) -> None:
    request = await under_review(visitor)
    await press(visitor, f"/requests/{request.id}/opinion", opinion="Limited", reasons="One source only.")
    await come_as(visitor, UNIT)
    page = await visitor.open("/requests/map")
    assert "Limited, to be reviewed by" in page.words
    assert "given that day" in page.words
    assert "in date" in page.words
    assert f"/requests/{request.id}" in page.main_links
