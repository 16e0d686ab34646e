"""The settings of an installation, but for the static files: nobody looks at them here, and to pack them takes a while."""

from cadre_rotation.settings import *  # noqa: F403 – all of them, but for one
from cadre_rotation.settings import STORAGES as AS_INSTALLED

STORAGES = {
    **AS_INSTALLED,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
