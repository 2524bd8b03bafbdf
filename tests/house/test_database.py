from governance_app.database import Connections
from piccolo_conf import DB


async def test_the_service_speaks_as_the_application_in_utc_and_waits_five_seconds_for_a_lock(
    database: Connections,
) -> None:
    (found,) = await DB._run_in_pool(
        "SELECT current_user AS role, current_setting('timezone') AS zone,"
        " current_setting('lock_timeout') AS lock,"
        " current_setting('idle_in_transaction_session_timeout') AS idle"
    )
    assert dict(found) == {"role": "governance_app", "zone": "UTC", "lock": "5s", "idle": "10s"}
