"""The one Piccolo app. One, because several apps would order their migrations by app and not by time."""

import pkgutil
from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

from objectives import tables

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

APP_CONFIG = AppConfig(
    app_name="governance",
    migrations_folder_path=str(MIGRATIONS),
    table_classes=table_finder(
        [f"{tables.__name__}.{module.name}" for module in pkgutil.iter_modules(tables.__path__)],
        exclude_imported=True,
    ),
)
