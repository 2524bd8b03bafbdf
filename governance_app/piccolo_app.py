"""The one Piccolo app. One, because several apps would order their migrations by app and not by time."""

import pkgutil

from piccolo.conf.apps import AppConfig, table_finder

from governance_app.database import APP, MIGRATIONS
from objectives import tables

APP_CONFIG = AppConfig(
    app_name=APP,
    migrations_folder_path=str(MIGRATIONS),
    table_classes=table_finder(
        [f"{tables.__name__}.{module.name}" for module in pkgutil.iter_modules(tables.__path__)],
        exclude_imported=True,
    ),
)
