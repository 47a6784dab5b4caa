"""A process that gives way to all others, whoever started it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from data.upkeep.give_way import AUTOGROUP, LOWEST_PRIORITY

TELL = """
import os
from data.upkeep.give_way import AUTOGROUP, give_way
give_way()
give_way()  # who gives way already goes on doing so
print(os.getpid() == os.getsid(0), os.getpriority(os.PRIO_PROCESS, 0))
print(AUTOGROUP.read_text().split()[-1] if AUTOGROUP.exists() else "")
"""


@pytest.mark.parametrize("leads_a_session", [False, True])
def test_a_process_that_gives_way_does_so_in_its_session_and_as_a_session(leads_a_session: bool) -> None:
    command = [sys.executable, "-c", TELL]
    told = subprocess.run(command, start_new_session=leads_a_session, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == [f"True {LOWEST_PRIORITY}", str(LOWEST_PRIORITY) if AUTOGROUP.exists() else ""]
