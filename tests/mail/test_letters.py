"""What letters say: one text, and HTML made from it."""

import html5lib

from governance_app.mail.letters import (
    Due,
    From,
    Letter,
    html_of,
    linked,
    parts_of,
    sign_in_letter,
    trial_letter,
    what_to_do_letter,
)

HERE = "https://strategy.example.org"
OF = From("Coventry Safeguarding Children’s Partnership", HERE)
HTML = "{http://www.w3.org/1999/xhtml}"


def links_in(letter: Letter) -> dict[str, str]:
    root = html5lib.HTMLParser(strict=True).parse(html_of(letter, HERE))
    return {link.attrib["href"]: "".join(link.itertext()) for link in root.iter(f"{HTML}a")}


def test_a_sign_in_letter_leads_to_the_page_with_the_button_and_on_to_the_thing() -> None:
    letter = sign_in_letter(
        OF, "Sam Example", "s3cret", "/strategies/csa/actions/SUPP-2.1?as-at=2026-09-30", 30
    )
    link = f"{HERE}/sign-in/link/s3cret?next=/strategies/csa/actions/SUPP-2.1%3Fas-at%3D2026-09-30"
    assert f"Sign in to Strategy progress: {link}\n" in letter.text
    assert links_in(letter)[link] == "Sign in to Strategy progress"
    assert letter.text.startswith("Hello Sam Example,\n\n")
    assert "once, within 30 minutes" in letter.text


def test_a_sign_in_letter_that_leads_nowhere_special_has_a_short_link() -> None:
    assert "/sign-in/link/s3cret\n" in sign_in_letter(OF, "Sam", "s3cret", "/", 30).text


def test_a_letter_beside_example_data_says_so() -> None:
    assert "example data" in trial_letter(From("", HERE, example=True)).text
    assert "example data" not in trial_letter(OF).text


def test_what_there_is_to_do_has_a_link_for_each_thing() -> None:
    due = [
        Due("Update SUPP-2.1", "by 11 December 2026", "/strategies/csa/actions/SUPP-2.1/update"),
        Due(
            "Answer the questions on PROT-1.1",
            "by 12 December 2026",
            "/strategies/csa/actions/PROT-1.1/update",
        ),
    ]
    letter = what_to_do_letter(OF, "Sam Example", "You have two things to do", due)
    assert letter.subject == "You have two things to do"
    assert links_in(letter)[HERE + due[0].address] == "Update SUPP-2.1, by 11 December 2026"
    assert f"- Update SUPP-2.1, by 11 December 2026: {HERE}{due[0].address}\n" in letter.text


def test_a_text_and_its_html_have_the_same_words() -> None:
    letter = sign_in_letter(OF, "Sam Example", "s3cret", "/", 30)
    said = [piece.words for part in parts_of(letter.text, HERE) for piece in part.lines]
    plain = [line.removeprefix("- ").split(f": {HERE}")[0] for line in letter.text.splitlines() if line]
    assert said == plain


def test_what_somebody_typed_is_neither_markup_nor_a_link_elsewhere() -> None:
    evil = "<img src=//evil.example/x> see: https://evil.example/\n\n- " + "**"
    letter = what_to_do_letter(OF, evil, evil, [Due(evil, evil, "/my-work")])
    html = html_of(letter, HERE)
    assert "<img" not in html
    assert all(address.startswith(f"{HERE}/") for address in links_in(letter))
    assert "\n" not in letter.subject


def test_nothing_is_loaded_and_nothing_follows_the_reader() -> None:
    html = html_of(sign_in_letter(OF, "Sam", "s3cret", "/", 30), HERE)
    assert not [word for word in ("<img", "src=", "url(", "<script", "@import", " style=") if word in html]


def test_an_address_that_only_begins_like_ours_is_no_link() -> None:
    text = f"Go to {HERE}.evil.example/x and {HERE}/my-work"
    assert [piece.words for piece in linked(text, HERE) if piece.address] == [f"{HERE}/my-work"]
    assert [
        piece.address for part in parts_of(f"Go: {HERE}.evil.example/x", HERE) for piece in part.lines
    ] == [""]
