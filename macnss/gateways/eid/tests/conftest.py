from collections.abc import Iterator
from typing import Any

import pytest

from macnss.gateways.eid.tests.scripted import ScriptedProvider, listening


@pytest.fixture
def provider(settings: Any) -> Iterator[ScriptedProvider]:
    """A provider that listens, and the settings that point at it."""
    with listening(settings) as running:
        yield running
