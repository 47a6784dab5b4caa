"""What a file's names say of which table it is, and when that has to be asked."""

from __future__ import annotations

from modules.sources.mapped.table_choice import doubts

LIKES = {"requested_datetime": 1.0, "service_name": 1.0}


def test_a_case_of_the_police_is_no_request_until_somebody_says_so() -> None:
    (question,) = doubts("requests", LIKES, ["Case Number", "Date", "IUCR", "Primary Type", "Arrest"], "2024.csv", ())
    assert question.startswith("is this requests? IUCR, Arrest speaks of other records")
    (question,) = doubts("requests", LIKES, ["Case Number", "Date", "Type"], "Crimes_2024.csv", ())
    assert "Crimes_2024.csv speaks of other records" in question


def test_a_file_of_requests_is_not_asked_about() -> None:
    assert doubts("requests", LIKES, ["SR Number", "Created Date", "SR Type", "Police District"], "311.csv", ()) == []
