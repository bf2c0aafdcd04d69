"""The first two lines as they are read, and the affiliate and period that all the others must repeat."""

import numpy as np

from macnss.declarations.ebds.batches import Batch
from macnss.declarations.ebds.expectations import Expectations
from macnss.declarations.ebds.findings import Finding, Severity
from macnss.declarations.ebds.header import Header, header_of, texts
from macnss.declarations.ebds.heading import (
    file_name_findings,
    identity_findings,
    nature_findings,
    reference_findings,
)
from macnss.declarations.ebds.layout import RECORDS

KEY = slice(RECORDS["B02"]["affiliate"].start, RECORDS["B02"]["period"].end)
"""Affiliate and period: the same on every line from x01 on."""


class Head:
    """What x00 and x01 say."""

    def __init__(self, family: str, expectations: Expectations) -> None:
        self.nature_code, self.identity_code = f"{family}00", f"{family}01"
        self._expected = expectations
        self._nature: dict[str, str] = {"category": f"{family}0"}
        self._identity: dict[str, str] = {}
        self._identity_line = 0
        self._identity_key = b""
        self._wrong: set[str] = set()
        """Names of the fields of x01 that have their finding already."""

    def __contains__(self, code: str) -> bool:
        return code in (self.nature_code, self.identity_code)

    @property
    def header(self) -> Header | None:
        return header_of(self._nature, self._identity) if self._identity else None

    def take(self, code: str, line: int, raw: bytes) -> list[Finding]:
        """Read x00 or x01."""
        fields = texts(RECORDS[code], raw)
        if code == self.nature_code:
            self._nature = fields
            return list(nature_findings(code, line, fields, self._expected))
        self._identity, self._identity_line, self._identity_key = fields, line, raw[KEY]
        found = list(identity_findings(code, line, fields, self._expected))
        self._wrong = {each.field for each in found if each.severity is Severity.ERROR}
        return found

    def reference(self, batch: Batch) -> tuple[bytes, list[Finding]]:
        """Affiliate and period of the file, from the first batch that has more than its head.

        They are those of x01, unless most lines agree on others: then x01 is what is wrong, not every line.
        """
        after_head = (batch.table[:, 2] > ord("1")) & ~batch.misshapen
        written = batch.table[after_head, KEY].copy().view(f"S{KEY.stop - KEY.start}")[:, 0]
        keys, counts = np.unique(written, return_counts=True)
        if not len(keys):
            return self._identity_key, []
        most = counts.argmax()
        common = bytes(keys[most]).ljust(KEY.stop - KEY.start, b"\0")  # numpy drops trailing NULs
        if self._identity_key and (common == self._identity_key or 2 * counts[most] <= len(written)):
            return self._identity_key, []
        if not self._identity_key:
            return common, []
        differing = reference_findings(self.identity_code, self._identity_line, self._identity_key, common)
        return common, [each for each in differing if each.field not in self._wrong]

    def name_findings(self) -> list[Finding]:
        """Whether the name of the file says something else."""
        name, header = self._expected.file_name, self.header
        return list(file_name_findings(name, header, self._identity_line)) if name and header else []
