"""Checks a declaration as it streams by: its lines come out in batches, the report at the end.

Each batch is cut into runs of one record. Single records are read one by one; the declared lines of a batch go
through the rules together. What takes the whole file (recaps, people met twice) is settled when the stream ends.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from macnss.declarations.ebds.answers import Answers
from macnss.declarations.ebds.batches import LONGEST, Batch, batches
from macnss.declarations.ebds.digits import Integers
from macnss.declarations.ebds.expectations import Expectations
from macnss.declarations.ebds.fields import problem_of, spoiled_fields
from macnss.declarations.ebds.findings import Findings, finding
from macnss.declarations.ebds.header import Header, header_of, month_or_none, texts
from macnss.declarations.ebds.heading import (
    file_name_findings,
    identity_findings,
    nature_findings,
    reference_findings,
)
from macnss.declarations.ebds.hopeless import HopelessFile
from macnss.declarations.ebds.layout import LINE_LENGTH, RECORDS, Record
from macnss.declarations.ebds.lines import Lines
from macnss.declarations.ebds.messages import Code
from macnss.declarations.ebds.order import MANY, Order
from macnss.declarations.ebds.recaps import Recap
from macnss.declarations.ebds.report import Report, Totals, unreadable
from macnss.declarations.ebds.rules import Terms
from macnss.declarations.ebds.section import KEY, Section


class Examination:
    """One file being checked. Iterate `read` to its end, then ask for the `report`."""
