"""What a bucket needs before anything asks it: credentials that somebody gave it.

Without any, the store's library would ask an address of the network for those of the machine it runs on, which on a
network that is not a cloud's is a stranger's to answer.
"""

from collections.abc import Mapping

# Any of these sets will do, by the names that the store's library reads.
CREDENTIALS = (
    ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    ("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"),
    ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",),
    ("AWS_CONTAINER_CREDENTIALS_FULL_URI",),
    ("AWS_METADATA_ENDPOINT",),
)
NO_CREDENTIALS = (
    "EVIDENCE_STORE is a bucket and nothing says who may use it; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
    "on a machine with a role of its own AWS_METADATA_ENDPOINT."
)


def why_no_bucket(environment: Mapping[str, str]) -> str | None:
    """What to set before a bucket can be used; None where credentials are given."""
    given = any(all(environment.get(name, "").strip() for name in names) for names in CREDENTIALS)
    return None if given else NO_CREDENTIALS
