"""The list of banks that the migration brings: tests on real transactions empty every table behind them."""

from importlib import import_module

import pytest

from macnss.personal.models import Bank


@pytest.fixture(autouse=True)
def banks(db: None) -> None:
    shipped = import_module("macnss.personal.migrations.0002_banks").BANKS
    known = set(Bank.objects.values_list("code", flat=True))
    Bank.objects.bulk_create(Bank(code=code, name_fr=fr, name_ar=ar) for code, fr, ar in shipped if code not in known)
