"""Where Piccolo looks for the engine and the migrations."""

from piccolo.conf.apps import AppRegistry

from server.db import ENGINE

DB = ENGINE
APP_REGISTRY = AppRegistry(apps=["server.migrations.piccolo_app"])
