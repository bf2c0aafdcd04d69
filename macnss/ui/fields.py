"""Fields that understand what people type."""

from decimal import Decimal
from typing import Any

from django import forms

# Spaces of every width and the Arabic thousands mark go; the comma and its Arabic sister become a point.
_TYPED = str.maketrans({" ": "", "\u00a0": "", "\u202f": "", "٬": "", ",": ".", "٫": "."})


class DirhamsField(forms.DecimalField):
    """An amount in DH, typed as 5 000,50 or 5000.50 or ٥٠٠٠٫٥٠, shown again with a comma."""

    def __init__(self, *, min_value: Decimal | int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}))
        super().__init__(min_value=min_value, max_digits=12, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.translate(_TYPED) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value
