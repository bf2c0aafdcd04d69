from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "macnss.reference"
    label = "reference"

    def ready(self) -> None:
        from macnss.reference import tables  # noqa: F401 - enters the tables in their register
