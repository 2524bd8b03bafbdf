"""The plan on a page for any strategy: every commitment has one place, and every page holds what is put on it."""

from hypothesis import given
from hypothesis import strategies as st

from reports.plan_layout import BETWEEN_OBJECTIVES, BETWEEN_ROWS, KEY_STRIP, ROOM, PlanLayout, plan_layout

counts = st.lists(st.integers(0, 40), max_size=9)


def places(layout: PlanLayout) -> list[tuple[int, int]]:
    rows = [row for page in layout.pages for row in page.rows]
    return [(row.objective, n) for row in rows for n in range(row.first, row.last)]


def test_eighteen_commitments_stand_on_one_page_five_in_a_row() -> None:
    layout = plan_layout((5, 8, 5))
    (page,) = layout.pages
    assert layout.columns == 5
    assert [(row.objective, row.first, row.last) for row in page.rows] == [
        (0, 0, 5),
        (1, 0, 5),
        (1, 5, 8),
        (2, 0, 5),
    ]
    assert [row.key for row in page.rows] == [False, False, True, False]


@given(counts)
def test_every_commitment_has_one_place_in_its_own_order(counts: list[int]) -> None:
    wanted = [(objective, n) for objective, count in enumerate(counts) for n in range(count)]
    assert places(plan_layout(counts)) == wanted


@given(counts)
def test_no_row_is_too_wide_and_no_page_too_high(counts: list[int]) -> None:
    layout = plan_layout(counts)
    for page in layout.pages:
        between = sum(BETWEEN_OBJECTIVES if row.label else BETWEEN_ROWS for row in page.rows[1:])
        assert page.height * len(page.rows) + between + KEY_STRIP * page.key <= ROOM + 0.1
        assert all(row.last - row.first <= layout.columns for row in page.rows)


@given(counts)
def test_a_tile_keeps_room_for_its_words(counts: list[int]) -> None:
    assert all(page.height >= 24.6 for page in plan_layout(counts).pages)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=9))
def test_the_key_stands_once_where_there_is_room_and_every_page_opens_with_a_name(counts: list[int]) -> None:
    layout = plan_layout(counts)
    assert sum(row.key for page in layout.pages for row in page.rows) + sum(p.key for p in layout.pages) == 1
    assert all(page.rows[0].label for page in layout.pages)
    assert all(row.label or not row.continued for page in layout.pages for row in page.rows)


def test_a_strategy_without_objectives_has_no_plan_page() -> None:
    assert plan_layout(()).pages == ()
