"""What the child-data guard finds in a text, and what it leaves alone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from objectives.guard import Find, Kind, look
from objectives.guard_numbers import CHECK_LETTERS, is_nhs_number, is_pupil_number


def kinds(text: str) -> list[Kind]:
    return [find.kind for find in look(text)]


def only(text: str) -> Find:
    (find,) = look(text)
    return find


# --------------------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    "number", ["943 476 5919", "9434765919", "943-476-5919", "987 654 3210", "999 123 4578", "943 4765919"]
)
def test_a_valid_nhs_number_is_found(number: str) -> None:
    find = only(f"Seen on 3 May; {number} in the file.")
    assert (find.kind, find.refused) == (Kind.NHS_NUMBER, False)


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918",
        "123 456 7890",
        "0000000000",
        "£9434765919",
        "9434765919%",
        "9,434,765,919",
        "0.9434765919",
        "19434765919",
        "94347659191",
        "2026-09-30 14:30",
        "31-03-2026 14",
        "SAP9434765919X",
    ],
)
def test_other_numbers_are_no_nhs_numbers(text: str) -> None:
    assert look(text) == ()


def test_every_check_digit_but_one_fails() -> None:
    assert [check for check in range(10) if is_nhs_number(f"943476591{check}")] == [9]
    assert [check for check in range(10) if is_nhs_number(f"987654321{check}")] == [0]


@given(st.integers(0, 999_999_999))
def test_nine_digits_have_one_check_digit_or_none(number: int) -> None:
    assume(len(set(f"{number:09}")) > 1)  # ten of the same digit are nobody's, whatever the check says
    valid = [check for check in range(10) if is_nhs_number(f"{number:09}{check}")]
    remainder = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(f"{number:09}")) % 11
    assert valid == ([] if remainder == 10 else [remainder % 11])


@pytest.mark.parametrize("number", ["B801200005001", "b801200005001", "B 801 2000 05001", "B-8012-0000-5001"])
def test_a_pupil_number_is_found(number: str) -> None:
    assert only(f"Add {number} to the list.").kind is Kind.UPN


def test_a_temporary_pupil_number_ends_with_a_letter_that_counts() -> None:
    rest = "80120000500A"
    weighed = 8 * 2 + 1 * 4 + 2 * 5 + 5 * 10  # the letter A weighs nothing
    assert is_pupil_number(CHECK_LETTERS[weighed % 23] + rest)
    assert kinds(CHECK_LETTERS[weighed % 23] + rest) == [Kind.UPN]
    assert not is_pupil_number(CHECK_LETTERS[(weighed + 1) % 23] + rest)


@pytest.mark.parametrize("text", ["A801200005001", "B801200005002", "B80120000500", "XB801200005001"])
def test_other_codes_are_no_pupil_numbers(text: str) -> None:
    assert look(text) == ()


@pytest.mark.parametrize("number", ["AB123456C", "AB 12 34 56 C", "ab123456c", "JG-12-34-56-A"])
def test_a_national_insurance_number_is_found(number: str) -> None:
    assert only(f"Paid to {number}.").kind is Kind.NATIONAL_INSURANCE


@pytest.mark.parametrize(
    "text", ["BG123456C", "QQ123456C", "AO123456C", "AB123456E", "AB12345C", "grew by 150000 a year"]
)
def test_what_hmrc_never_gives_out_is_none(text: str) -> None:
    assert look(text) == ()


@pytest.mark.parametrize(
    "number",
    [
        "07700 900123",
        "07700900123",
        "+44 7700 900123",
        "+447700900123",
        "+44 (0)24 7683 1234",
        "0044 7700 900123",
        "(024) 7683 1234",
        "024 7683 1234",
        "0121-496-0123",
        "07 70 09 00 12 3",
    ],
)
def test_a_phone_number_is_found(number: str) -> None:
    find = only(f"Ring {number} after school.")
    assert (find.kind, find.masked.count("•") >= 8) == (Kind.PHONE, True)


@pytest.mark.parametrize(
    "text",
    ["Childline 0800 1111", "NSPCC 0808 800 5000", "0300 123 4567", "Zoom 812 3456 7890", "01-04-2026"],
)
def test_numbers_of_organisations_and_meetings_are_none(text: str) -> None:
    assert look(text) == ()


# ---------------------------------------------------------------------------------------------------- places


@pytest.mark.parametrize(
    "code", ["CV1 5FB", "cv1 5fb", "CV15FB", "EC1A 1BB", "M1 1AE", "B33 8TH", "CV1\u00a05FB"]
)
def test_a_full_postcode_is_found(code: str) -> None:
    assert only(f"Held at {code}, as before.").kind is Kind.POSTCODE


@pytest.mark.parametrize(
    "text",
    ["CV1 to CV6", "Room E2 4th floor", "room e2 4th floor", "Q1 2AB", "SUPP-3.1", "£W1 2AB", "cv15fb"],
)
def test_part_of_a_postcode_or_a_room_is_none(text: str) -> None:
    assert look(text) == ()


@pytest.mark.parametrize("address", ["jo.smith@example.org", "JO+x@mail.example.co.uk", "jo＠example.org"])
def test_an_email_address_is_found(address: str) -> None:
    assert only(f"Send it to {address}.").kind is Kind.EMAIL


@pytest.mark.parametrize("text", ["@CoventryCC", "5 @ £20", "see https://example.org/@news", "a@b"])
def test_other_at_signs_are_no_address(text: str) -> None:
    assert look(text) == ()


# ------------------------------------------------------------------------------------------ dates of birth, cues


@pytest.mark.parametrize(
    "text",
    [
        "DOB 12/03/2015",
        "DOB: 12.3.15",
        "d.o.b. 12-03-2015",
        "D/O/B 12032015",
        "date of birth is 12th March 2015",
        "Date of birth: 2015-03-12",
        "born on 12 March 2015",
        "born in March 2015",
        "b. 12/03/2015",
        "birthday: March 12, 2015",
        "12/03/2015 (DOB)",
        "DOB\n12\u00a0March\u20092015",
        "ＤＯＢ １２/０３/２０１５",
    ],
)
def test_a_date_with_a_label_is_a_date_of_birth_and_refused(text: str) -> None:
    (find,) = [find for find in look(text) if find.kind is Kind.DATE_OF_BIRTH]
    assert find.refused
    assert "2015" not in find.masked


@pytest.mark.parametrize(
    "text", ["aged 7 (12/03/2019)", "12 March 2019, aged 7", "12.3.19 (7 years old)", "age: 7, 12/03/2019"]
)
def test_a_date_with_an_age_is_asked_about(text: str) -> None:
    find = only(text)
    assert (find.kind, find.refused) == (Kind.DATE_OF_BIRTH, False)


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2015",
        "The policy of 12 March 2015 was replaced.",
        "Children born between 1 September 2010 and 31 August 2014",
        "Date of birth was recorded on 96% of forms at 31 March 2026",
        "Children aged 11 to 16 from 1 September 2026",
        "Aged 16 on 31 August 2026",
        "The idea was born 12 times",
        "Airborne 12/03/2015",
    ],
)
def test_other_dates_are_ordinary(text: str) -> None:
    assert look(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Child A",
        "child A’s mother",
        "pupil B",
        "Baby P",
        "Young person C",
        "YP1",
        "Child 1",
        "child no. 3",
        "Family D",
        "Adult B",
    ],
)
def test_a_child_singled_out_is_asked_about(text: str) -> None:
    find = only(f"We learnt from {text} last year.")
    assert (find.kind, find.refused) == (Kind.CUE, False)


@pytest.mark.parametrize("text", ["DOB", "D.O.B.", "NHS no", "NHS no.", "NHS #", "child’s name:"])
def test_a_label_is_asked_about(text: str) -> None:
    assert kinds(f"The form has {text}") == [Kind.CUE]


@pytest.mark.parametrize(
    "text",
    [
        "child A&E attendances",
        "pupil A-level results",
        "every child I met",
        "each child 3 visits",
        "The NHS no longer funds it",
        "NHS number was recorded on 96% of forms",
        "Group A and School B",
        "Child 16% and pupil 1,200",
        "do Boccia",
        "adult A&E attendances",
        "Paid by the NHS 4500123456",
    ],
)
def test_words_that_look_like_cues_are_ordinary(text: str) -> None:
    assert look(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NHS number: 9434765919", Kind.NHS_NUMBER),
        ("NHS no 943 476 5918", Kind.NHS_NUMBER),  # a slip of the pen is still somebody's
        ("9434765919 (NHS no)", Kind.NHS_NUMBER),
        ("NHS9434765919", Kind.NHS_NUMBER),
        ("Child A, 943 476 5919", Kind.NHS_NUMBER),
        ("UPN B801200005001", Kind.UPN),
        ("NI no AB123456C", Kind.NATIONAL_INSURANCE),
        ("Pupil B lives at CV1 5FB", Kind.POSTCODE),
        ("Child A’s mother: 07700 900123", Kind.PHONE),
        ("DOB unknown, jo@example.org", Kind.EMAIL),
    ],
)
def test_with_a_cue_beside_it_it_is_refused(text: str, kind: Kind) -> None:
    assert (kind, True) in [(find.kind, find.refused) for find in look(text)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("smith_DOB_12-03-2015.pdf", Kind.DATE_OF_BIRTH),
        ("child_A_plan.docx", Kind.CUE),
        ("letter_CV1_5FB.pdf", Kind.POSTCODE),
        ("nhs_no_9434765919_v2.xlsx", Kind.NHS_NUMBER),
        ("jo_smith@example.org.eml", Kind.EMAIL),
        ("B801200005001_return.csv", Kind.UPN),
        ("AB123456C-07700900123.txt", Kind.NATIONAL_INSURANCE),
    ],
)
def test_the_names_of_files_are_read_like_any_text(name: str, kind: Kind) -> None:
    assert kind in kinds(name)


def test_a_cue_in_another_paragraph_is_not_beside_it() -> None:
    assert not look("NHS no is asked for on the form. " + "It has been for years. " * 4 + "943 476 5919")[
        -1
    ].refused
