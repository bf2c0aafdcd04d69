"""Every story of this folder happens on one day."""

import pytest
from django.utils import timezone

from macnss.identity.tests.factories import NOW


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
