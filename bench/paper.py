"""How long does a paper take? Against a page of the typesetter that holds one word, fonts and promises the same."""

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import override

from bench.register import a_database

ROUNDS = 15


def papers() -> tuple[float, float, float]:
    """Milliseconds for a request, for a form filled, and for a bare page: the median of each."""
    from macnss.cases.services.printing import printed
    from macnss.cases.tests.factories import of_person, sent
    from macnss.gateways.typst.typesetting import typeset
    from macnss.identity.tests.factories import NOW
    from macnss.insured.tests.factories import amina
    from macnss.registration.services import form_321

    with a_database(), tempfile.TemporaryDirectory() as folder, override("ar"):
        case, bare = sent(of_person(amina())), Path(folder) / "bare.typ"
        bare.write_text('#set document(title: "x")\n#set text(font: "IBM Plex Sans")\nx')
        return (
            _median(lambda at: printed(case=case, tongue="ar", now=NOW + at)),
            _median(lambda at: form_321.filled(case, employer=None, at=NOW + at)),
            _median(lambda at: typeset(bare, {}, at=NOW + at)),
        )


def _median(make: Callable[[dt.timedelta], bytes]) -> float:
    spent = []
    for turn in range(ROUNDS):
        started = time.perf_counter()
        make(dt.timedelta(minutes=turn))
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)
