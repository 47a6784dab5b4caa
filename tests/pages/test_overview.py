"""The overview brings every domain to one page and leads on to each."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.pages.asking import panel, parts, tiles, words

PAGE = "overview"


def test_every_domain_has_its_tile(client: FlaskClient) -> None:
    shown = {tile[0]: tile for tile in tiles(client, PAGE)}
    for label, value in (
        ("Service requests", "12"),
        ("Food inspections", "7"),
        ("Open alerts", "2"),
        ("Approved budget", "$10.0M"),
        ("GDP growth", "1.2"),
    ):
        assert value in shown[label]


def test_open_alerts_stand_worst_first(client: FlaskClient) -> None:
    shown = panel(client, PAGE, "alerts")
    lines = [words(row["children"]) for row in parts(shown, "Tr")[1:]]
    assert [line[0] for line in lines] == ["Class I · immediate", "Class II · by deadline"]
    # Riverton's records are an archive: they name nobody as a danger of today.
    assert "Harbour Grill" not in words(shown)
    assert any(text.startswith("Not re-checked in these records, which end on 30 Jun 2025") for text in words(shown))


def test_the_last_week_stands_beside_the_one_before(client: FlaskClient) -> None:
    lines = [words(row["children"]) for row in parts(panel(client, PAGE, "changes_services"), "Tr")[1:]]
    assert lines[0] == ["Requests received", "1", "0", "+1"]  # r05, a week before the records end
