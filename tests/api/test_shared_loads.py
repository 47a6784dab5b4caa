"""What the processes of a server know of each other's requests."""

from __future__ import annotations

import os

from api.shared_loads import PLACES, SharedLoads


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
