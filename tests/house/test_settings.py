"""What the service is told from outside, and what it answers when that makes no sense."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from governance_app.mail.named import MailServer, Sender, Tls
from governance_app.settings import read_settings
from objectives.problems import Invalid


def faults(**environment: str) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        read_settings(environment)
    return caught.value.faults


def test_with_nothing_set_it_serves_this_machine_from_a_folder_in_the_working_tree() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port, settings.web_address) == (
        "127.0.0.1",
        8000,
        "http://127.0.0.1:8000",
    )
    assert settings.home == Path(__file__).resolve().parents[2] / ".data"
    assert settings.evidence_store == (settings.home / "evidence").as_uri()
    assert settings.time_zone == ZoneInfo("Europe/London")
    assert settings.database_url is None


def test_what_hangs_on_another_setting_follows_it() -> None:
    settings = read_settings({"GOVERNANCE_HOME": "/srv/progress", "HOST": "::1", "PORT": "81"})
    assert settings.evidence_store == "file:///srv/progress/evidence"
    assert settings.web_address == "http://[::1]:81"


def test_an_empty_variable_counts_as_absent() -> None:
    assert read_settings({"PORT": " ", "TIME_ZONE": ""}) == read_settings({})


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("DATABASE_URL", "mysql://somewhere"),
        ("DATABASE_OWNER_URL", "somewhere"),
        ("HOST", "a b"),
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("SECRET_KEY", "short"),
        ("TIME_ZONE", "Coventry"),
        ("TIME_ZONE", "../etc/passwd"),
        ("TIME_ZONE", "Europe"),
        ("EVIDENCE_STORE", "ftp://somewhere"),
        ("WEB_ADDRESS", "strategy.example.org"),
        ("WEB_ADDRESS", "https://strategy.example.org?x=1"),
        ("PROXIES", "10"),
        ("PROXIES", "one"),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "http://mail.example.org"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail.example.org:port"),
        ("SMTP_URL", "smtp://mail.example.org/inbox"),
        ("SMTP_URL", "smtp://mail.example.org?tls=perhaps"),
        ("SMTP_URL", "smtps://mail.example.org?tls=none"),
        ("SMTP_URL", "smtp://name@mail.example.org"),
        ("SMTP_URL", "smtp://name:hunter2@mail.example.org?tls=none"),
        ("MAIL_FROM", "progress"),
        ("MAIL_FROM", "progress@example.org, other@example.org"),
        ("MAIL_FROM", "Progress <progress@example.org> <other@example.org>"),
    ],
)
def test_a_malformed_setting_says_what_to_set(variable: str, text: str) -> None:
    found = faults(**{"DATABASE_URL": "postgresql:///x", "MAIL_FROM": "p@example.org", variable: text})
    assert list(found) == [variable]
    assert found[variable].startswith(f"{variable} ")
    assert "; set it to " in found[variable]


def test_all_faults_are_named_at_once() -> None:
    assert set(faults(PORT="x", HOST="?", TIME_ZONE="nowhere")) == {"PORT", "HOST", "TIME_ZONE"}


@pytest.mark.parametrize("variable", ["SECRET_KEY", "DATABASE_URL", "SMTP_URL"])
def test_a_secret_is_not_repeated_in_a_message(variable: str) -> None:
    assert "hunter2" not in faults(**{variable: "hunter2", "MAIL_FROM": "p@example.org"})[variable]


def test_an_owner_without_a_database_is_refused() -> None:
    assert "set both, or neither" in faults(DATABASE_OWNER_URL="postgresql:///x")["DATABASE_OWNER_URL"]


def test_an_evidence_store_may_be_a_folder_or_a_bucket() -> None:
    assert read_settings({"EVIDENCE_STORE": "/srv/evidence"}).evidence_store == "file:///srv/evidence"
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    assert read_settings({"EVIDENCE_STORE": "s3://bucket/x", **keys}).evidence_store == "s3://bucket/x"


def test_a_mail_server_is_named_in_one_address_with_tls_unless_it_says_otherwise() -> None:
    def server(url: str) -> MailServer | None:
        return read_settings({"SMTP_URL": url, "MAIL_FROM": "p@example.org"}).mail_server

    assert server("smtp://mail.example.org") == MailServer("mail.example.org", 587, Tls.STARTTLS)
    assert server("smtps://p%40x:a%2Fb@mail.example.org") == MailServer(
        "mail.example.org", 465, Tls.FROM_THE_START, "p@x", "a/b"
    )
    assert server("smtp://10.0.0.1:25?tls=none") == MailServer("10.0.0.1", 25, Tls.NONE)
    assert server("smtp://p:x@127.0.0.1:1025?tls=none") == MailServer("127.0.0.1", 1025, Tls.NONE, "p", "x")
    assert "a/b" not in repr(server("smtps://p%40x:a%2Fb@mail.example.org"))


def test_a_mail_server_without_a_sender_is_refused() -> None:
    assert "set MAIL_FROM to an address" in faults(SMTP_URL="smtp://mail.example.org")["MAIL_FROM"]


def test_a_sender_is_an_address_with_or_without_a_name() -> None:
    def sender(text: str) -> Sender | None:
        return read_settings({"MAIL_FROM": text}).mail_from

    assert sender("p@example.org") == Sender("Strategy progress", "p@example.org")
    assert sender('"Progress, Coventry" <p@example.org>') == Sender("Progress, Coventry", "p@example.org")


@pytest.mark.parametrize(
    "given", [{}, {"AWS_ACCESS_KEY_ID": "a"}, {"AWS_ACCESS_KEY_ID": "a", "AWS_ROLE_ARN": "b"}]
)
def test_a_bucket_that_nobody_gave_credentials_for_is_refused_before_anything_is_asked(
    given: dict[str, str],
) -> None:
    """The store's library would ask 169.254.169.254, whoever that is."""
    with pytest.raises(Invalid) as refused:
        read_settings({"EVIDENCE_STORE": "s3://wrong", **given})
    assert refused.value.faults == {
        "EVIDENCE_STORE": "EVIDENCE_STORE is a bucket and nothing says who may use it; set AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY, or on a machine with a role of its own AWS_METADATA_ENDPOINT."
    }
