"""The story of a company, for the tests of its pages."""

import pytest
from django.test import Client

from macnss.declarations.tests.company_story import Story


@pytest.fixture
def story(client: Client, monkeypatch: pytest.MonkeyPatch, db: None) -> Story:
    return Story(client, monkeypatch)
