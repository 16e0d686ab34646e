"""The one application of the project."""

from django.apps import AppConfig


class RotationsConfig(AppConfig):
    """Registers the product with Django. No signals are connected, on purpose."""

    name = "rotations"
    verbose_name = "Luân chuyển cán bộ"
    default_auto_field = "django.db.models.BigAutoField"
