"""Lines of ordinary progress text, made by a seeded grammar: what owners of such actions write in a quarter.

Written from what updates, minutes and returns of partnerships hold, before the guard was tried on it: numbers, shares,
dates and times in every style, budgets, references of many systems (some of ten digits), rooms, addresses of pages,
helplines, ages, year groups and the words that labels are made of. It names no child, as no update may.
"""

import random
from collections.abc import Callable

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
AGENCIES = (
    "West Midlands Police",
    "Coventry City Council",
    "NHS Coventry and Warwickshire ICB",
    "University Hospitals Coventry and Warwickshire",
    "Coventry Rape and Sexual Abuse Centre",
    "Public Health",
    "the Education Partnership",
    "Youth Justice",
    "Barnardo’s",
    "the Probation Service",
    "SARC",
    "CAMHS",
)
THINGS = (
    "training session",
    "dip sample",
    "leaflet",
    "poster",
    "briefing",
    "referral",
    "champion",
    "school",
    "GP practice",
    "audit",
    "case file",
    "strategy meeting",
    "radio advert",
    "licensed premises",
    "social worker",
    "foster carer",
    "police officer",
    "designated lead",
)
NEXT = (
    "the course goes live",
    "results are due",
    "the group meets again",
    "we will report to the Executive Group",
    "posters go up",
    "the audit is repeated",
    "leads will have been trained",
    "the contract ends",
)
ROOMS = (
    "Committee Room {0}",
    "Room {0}.{1:02}",
    "Room E{0} {1}th floor",
    "Room B{0}, 1st floor",
    "the Diamond Rooms {0}",
    "Friargate floor {1}",
    "Conference Room A{0}",
    "Room CV{0}",
    "Hall {0}B",
    "Room 2{0}{1} 2nd floor",
)

Make = Callable[[random.Random], str]


def day(r: random.Random) -> str:
    d, m, y = r.randint(1, 28), r.randint(1, 12), r.choice((2024, 2025, 2026, 2027))
    month = MONTHS[m - 1]
    return r.choice(
        (
            f"{d} {month}",
            f"{d} {month} {y}",
            f"{d:02}/{m:02}/{y}",
            f"{d}/{m}/{y % 100}",
            f"{d}.{m}.{y}",
            f"{d:02}-{m:02}-{y}",
            f"{y}-{m:02}-{d:02}",
            f"{d}th {month[:3]} {y}",
            f"{month} {y}",
            f"Monday {d} {month}",
            f"{month} {d}, {y}",
            f"w/c {d}/{m}",
        )
    )


def when(r: random.Random) -> str:
    hour, minute = r.randint(8, 18), r.choice((0, 15, 30, 45))
    return f"{day(r)} " + r.choice(
        (f"at {hour}:{minute:02}", f"{hour:02}:{minute:02}", f"{hour % 12 or 12}.{minute:02}pm")
    )


def count(r: random.Random) -> str:
    n = round(r.lognormvariate(4, 1.6)) + 1
    return r.choice((str(n), f"{n:,}", f"{n} of {n + r.randint(1, 200)}", f"{n}/{n + r.randint(1, 90)}"))


def share(r: random.Random) -> str:
    return r.choice((f"{r.randint(1, 100)}%", f"{r.uniform(0, 100):.1f}%", f"{r.randint(1, 99)} per cent"))


def money(r: random.Random) -> str:
    n = round(r.lognormvariate(9, 1.8))
    return r.choice(
        (f"£{n:,}", f"£{n}", f"£{n / 1000:.1f}k", f"£{n:,}.{r.randint(0, 99):02}", f"£{n / 1e6:.2f}m")
    )


def quarter(r: random.Random) -> str:
    y = r.randint(2024, 2027)
    return r.choice(
        (
            f"Q{r.randint(1, 4)} {y}-{(y + 1) % 100}",
            f"{y}/{(y + 1) % 100}",
            f"Q{r.randint(1, 4)}",
            f"{y}-{y + 1}",
        )
    )


def digits(r: random.Random, n: int) -> str:
    return str(r.randint(1, 9)) + "".join(str(r.randint(0, 9)) for _ in range(n - 1))


def reference(r: random.Random) -> str:
    return r.choice(
        (
            f"purchase order 45{digits(r, 8)}",
            f"PO{digits(r, 7)}",
            f"INV-{digits(r, 6)}",
            f"contract {digits(r, 6)}/{r.randint(1, 9)}",
            f"minute {r.randint(1, 60)}/{r.randint(24, 27)}",
            f"ref. CSCP/{r.randint(2024, 2027)}/{r.randint(1, 400):03}",
            f"{r.choice(('PREV', 'PROT', 'SUPP'))}-{r.randint(1, 8)}.{r.randint(1, 4)}",
            f"FOI{digits(r, 9)}",
            f"ticket {digits(r, 5)}",
            f"version {r.randint(1, 4)}.{r.randint(0, 20)}.{r.randint(0, 9)}",
            f"Teams meeting {digits(r, 3)} {digits(r, 3)} {digits(r, 3)} {digits(r, 3)}",
            f"Zoom {digits(r, 3)} {digits(r, 4)} {digits(r, 4)}",
            f"ISBN 978-1-{digits(r, 5)}-{digits(r, 3)}-{r.randint(0, 9)}",
            f"charity {digits(r, 7)}",
            f"SI 20{r.randint(10, 26)}/{r.randint(1, 1400)}",
            f"cost centre {r.choice('ABCDEK')}{digits(r, 5)}",
        )
    )


def address(r: random.Random) -> str:
    return r.choice(
        (
            f"https://www.coventry.gov.uk/downloads/file/{digits(r, 5)}/csa-strategy-{r.randint(2024, 2027)}",
            f"https://www.gov.uk/government/publications/working-together--{r.randint(1, 9)}",
            f"https://example.org/report?id={digits(r, 8)}&v={r.randint(1, 9)}",
            f"https://democraticservices.example.gov.uk/mgAi.aspx?ID={digits(r, 5)}#mgDocuments",
            f"https://cdn.example.org/{digits(r, 13)}/poster_{r.randint(1, 9)}.pdf",
            f"www.example.nhs.uk/sarc/{quarter(r).replace(' ', '-')}",
        )
    )


def room(r: random.Random) -> str:
    return r.choice(ROOMS).format(r.randint(1, 9), r.randint(2, 9))


def agency(r: random.Random) -> str:
    return r.choice(AGENCIES)


def thing(r: random.Random) -> str:
    return r.choice(THINGS)


def ages(r: random.Random) -> str:
    n = r.randint(4, 16)
    return r.choice(
        (
            f"aged {n} to {n + 4}",
            f"aged {n}-{n + 3}",
            f"under {n + 1}",
            f"aged {n} and over",
            f"in Year {r.randint(1, 11)}",
        )
    )


def onward(r: random.Random) -> str:
    return r.choice(NEXT)


SENTENCES: tuple[tuple[int, str], ...] = (
    (27, "{count} {thing}s were delivered by {agency} by {day}, {share} of those planned."),
    (27, "{agency} reported {count} {thing}s in {quarter}, against {count} in {quarter}."),
    (21, "By {day} {onward}; {share} have been booked."),
    (21, "{share} of staff ({count}) trained since {day}; target {share} by {day}."),
    (18, "Spent {money} of {money} ({reference}); {money} carried into {quarter}."),
    (15, "Meeting on {when} in {room}; {count} attended from {agency} and {agency}."),
    (
        15,
        "Dip sample of {count} {thing}s between {day} and {day}: {share} good, {share} required improvement.",
    ),
    (15, "See {address}"),
    (12, "{reference} raised with {agency} on {day} for {money}."),
    (12, "Delayed from {day} to {day} because {agency} could not release {count} {thing}s until {quarter}."),
    (12, "{count} children {ages} and {count} parents took part; {share} said they would know whom to tell."),
    (12, "1. {thing}: {count}\n2. {thing}: {count}\n3. {thing}: {share}"),
    (12, "{quarter}: {count} | {count} | {count} | {share}"),
    (9, "Next: on {day} {onward}, then {onward} ({room})."),
    (9, "Section 47 enquiries {count} in {quarter} (19B {count}, 19C {count}, 11A c, 22A 0)."),
    (9, "Rate per 10,000 under-18s rose from {count}.{share} to {share} between {quarter} and {quarter}."),
    (9, "The {thing} was revised ({reference}) and approved on {day}."),
    (6, "{agency} and {agency} agreed to share {thing}s from {day} ({reference})."),
    (6, "Calls to Childline (0800 1111) and the NSPCC (0808 800 5000) rose by {share} after {day}."),
    (6, "Districts CV1 to CV6 had {count} visits; CV{n} and B{n} had {count}."),
    (6, "The NHS no longer funds the second {thing}; {money} a year is needed from {quarter}."),
    (6, "Date of birth and NHS number were recorded on {share} of {count} referrals at {day}."),
    (6, "Children born between 1 September 2010 and 31 August 2014 were invited; {share} came."),
    (6, "Every child I spoke to at the {thing} ({count}) knew about it; the youth council meets on {when}."),
    (6, "Child A&E attendances, school age: {count} in {quarter}, {count} in {quarter}."),
    (6, "Group A ({count}) had the {thing}, Group B ({count}) had none; the difference was {share}."),
    (6, "Grew by {n}0000 a year to {money}; as {n}5000 a quarter it is affordable."),
    (3, "Waiting times: median {n} days, 90th percentile {n}{n} days, as at {day} {n}:30."),
    (3, "Survey open {when} - {when}, {count} replies, mean {n}.{n}{n}, n={count}."),
    (3, "Family Hub sessions: {count}, {count}, {count} and {count} in the four terms to {day}."),
    (3, "Per child {n} visits and {n} calls were made, {count} in all, {money} each."),
    (3, "Student evaluation: {n}.{n} out of 5 before, {n}.{n} after ({count} forms, {reference})."),
    (1, "Records were checked for DOB and address before migration on {day}; {share} complete."),
)
SLOTS: dict[str, Make] = {
    "count": count,
    "thing": thing,
    "agency": agency,
    "day": day,
    "when": when,
    "share": share,
    "quarter": quarter,
    "money": money,
    "reference": reference,
    "address": address,
    "room": room,
    "ages": ages,
    "onward": onward,
    "n": lambda r: str(r.randint(1, 9)),
}


def progress_lines(number: int, seed: int) -> list[str]:
    """That many lines; the same for the same seed."""
    r = random.Random(seed)
    templates = r.choices(
        [text for _, text in SENTENCES], weights=[weight for weight, _ in SENTENCES], k=number
    )
    return [_filled(r, template) for template in templates]


def _filled(r: random.Random, template: str) -> str:
    parts = template.split("{")
    return parts[0] + "".join(
        SLOTS[name](r) + rest for name, _, rest in (part.partition("}") for part in parts[1:])
    )
