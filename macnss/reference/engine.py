"""What a table of reference data says of itself, and the register of tables."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from macnss.identity.models import Account
from macnss.ui.items import Text
from macnss.ui.templatetags.formats import language

Values = dict[str, Any]  # plain JSON values by name of field
NEW = ""  # the key of a row that is not there yet


@dataclass(frozen=True, slots=True)
class Row:
    """One row in a list: its key in addresses, its name, a word more."""

    key: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row before and after a change, as people read it; both alike where nothing changes."""

    label: str
    before: str
    after: str

    @property
    def changes(self) -> bool:
        return self.before != self.after


class Table(ABC):
    """Table de référence / جدول مرجعي. `form` has one field a value; what is said in French is said in Arabic too."""

    code: ClassVar[str]
    title: ClassVar[Text]
    one: ClassVar[Text]  # what a row is called
    help: ClassVar[Text] = ""
    note: ClassVar[Text] = _("About")  # what the word more of a row says
    form: ClassVar[type[forms.Form]]
    adds: ClassVar[bool] = True
    removes: ClassVar[bool] = True

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        fields = cls.form.base_fields
        for name in fields:
            if name.endswith("_fr"):
                pair = (fields[name], fields[f"{name.removesuffix('_fr')}_ar"])
                assert all(field.required for field in pair), f"{cls.code}.{name}: both languages are required"
        TABLES[cls.code] = cls()

    @abstractmethod
    def rows(self, words: str) -> list[Row]:
        """The rows that hold these words, in order; all of them for ""."""

    @abstractmethod
    def read(self, key: str) -> Values | None:
        """The values of a row; None when there is no such row."""

    @abstractmethod
    def write(self, key: str, values: Values, *, by: Account, now: dt.datetime) -> str:
        """Write a row by the service of its domain. Returns its key. May raise a DomainError."""

    def remove(self, key: str, *, by: Account, now: dt.datetime) -> None:
        """Take a row away by the service of its domain. May raise a DomainError."""
        raise NotImplementedError

    def name_of(self, key: str, values: Mapping[str, Any]) -> str:  # noqa: ARG002
        """The name of a row, from its values: the first of them in the language of the page, unless it says better."""
        first = next(iter(self.form.base_fields))
        return str(values.get(f"{first.removesuffix('_fr')}_{language()}", values.get(first, "")))

    def differences(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
        """Field by field; of a row that is added or taken away, one side is empty."""
        for name, field in self.form.base_fields.items():
            label = str(field.label or name)
            yield Difference(label, shown(field, before.get(name)), shown(field, after.get(name)))


TABLES: dict[str, Table] = {}


def shown(field: forms.Field, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return "\n".join(shown(field, each) for each in value)
    if isinstance(field, forms.ChoiceField | forms.MultipleChoiceField):
        return str(dict(field.choices).get(value, value or ""))  # type: ignore[arg-type]
    return "" if value is None else str(value)


def plain(cleaned: Mapping[str, Any]) -> Values:
    """What a form read, as plain JSON values."""
    return {name: _plain(value) for name, value in cleaned.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | list) else str(value).replace("\r\n", "\n").strip()
