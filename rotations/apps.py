"""The one application of the project."""

from importlib import import_module

from django.apps import AppConfig


class RotationsConfig(AppConfig):
    """Registers the product with Django. Signals of the door are heard (`access.sign_ins` says why), and no others."""

    name = "rotations"
    verbose_name = "Luân chuyển cán bộ"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of sign-ins, once models are there."""
        import_module("rotations.access.sign_ins").listen()
