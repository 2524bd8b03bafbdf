"""Reading what a form sent, field by field. Each fault is a sentence under the field's name, raised as Invalid."""

from typing import Any

from litestar.datastructures import FormMultiDict

from objectives.problems import Invalid


def number_in(form: FormMultiDict, field: str) -> int:
    """A whole number that a button or a hidden field carries. Raises Invalid."""
    given: Any = form.get(field, "")
    if not isinstance(given, str) or not (given.isascii() and given.isdigit()) or len(given) > 9:
        raise Invalid(
            faults={field: "The form did not say which. Go back, load the page again and choose once more."}
        )
    return int(given)
