"""What the processes of a server know of each other's requests."""

from __future__ import annotations

import os
import subprocess
import sys

from api.shared_loads import PLACES, Quiet, SharedLoads


def test_a_process_alone_has_no_others() -> None:
    loads = SharedLoads()
    assert loads.least_of_others(1) is None
    loads.tell(1, 3)
    assert loads.least_of_others(1) is None


def test_the_process_with_the_fewest_requests_is_known() -> None:
    loads = SharedLoads()
    for age, requests in ((1, 5), (2, 0), (3, 2)):
        loads.tell(age, requests)
    assert (loads.least_of_others(1), loads.least_of_others(2)) == (0, 2)
    loads.tell(2, 4)
    assert loads.least_of_others(1) == 2


def test_a_process_that_ended_is_no_longer_one_without_requests() -> None:
    loads = SharedLoads()
    loads.tell(1, 0)
    loads.tell(2, 1)
    loads.forget(1)
    assert loads.least_of_others(2) is None


def test_numbers_beyond_a_byte_are_the_highest_and_ages_go_round() -> None:
    loads = SharedLoads()
    loads.tell(1, 1000)
    assert loads.least_of_others(2) == PLACES - 2
    loads.tell(1 + PLACES, 7)
    assert loads.least_of_others(2) == 7


def test_a_forked_process_tells_the_one_that_forked_it() -> None:
    loads = SharedLoads()
    child = os.fork()
    if not child:
        loads.tell(2, 6)
        os._exit(0)
    os.waitpid(child, 0)
    assert loads.least_of_others(1) == 6


TELL = """
import sys
from api.shared_loads import SharedLoads
print(SharedLoads(int(sys.argv[1])).requests())
"""


def test_a_process_that_is_given_the_file_sees_how_many_all_are_at() -> None:
    loads = SharedLoads()
    loads.tell(1, 3)
    loads.tell(2, 0)
    loads.tell(3, 2)
    command = [sys.executable, "-c", TELL, str(loads.file)]
    told = subprocess.run(command, pass_fds=[loads.file], capture_output=True, text=True, check=True)
    assert told.stdout == "5\n"


def test_it_is_quiet_when_nobody_has_asked_for_a_while() -> None:
    loads = SharedLoads()
    for requests, quiet in ((0, True), (1, False), (0, True)):
        loads.tell(1, requests)
        assert Quiet(loads, seconds=0.01).wait(most_seconds=60 * quiet) is quiet, requests


def test_a_moment_without_a_request_is_not_quiet_yet() -> None:
    assert not Quiet(SharedLoads(), seconds=60).wait(most_seconds=0)
