"""A city whose numbers can be added up by hand, and views of it by chance: page, period, area, selections, day."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from components.shell import registry
from components.view.reader import read
from data.city.pack import load_city
from data.published.snapshots import new_snapshot_id
from data.publishing.publish import publish
from data.reading.answer import answered
from data.reading.dimensions import join_values
from data.reading.periods import month_end, months_back
from tests.city_with_records import CITY, DISTRICTS, DOMAINS, read_records, write_city, write_records, write_secret
from tests.compiled import share_compiled
from tests.data.reading.queries.published import _table as with_every_column
from tests.data.reading.queries.services.rows import CATALOGUE, FIRST, FRAME, REQUESTS
from tests.serving import folders

FLOOR = 5
#: Periods whose year before is known, of services and of food safety.
WITH_YEAR_BEFORE = (("2024-11-25", "2024-12-09"), ("2025-03-01", "2025-05-31"))
#: A page as it opens.
PLAIN = {"city": CITY, "lang": "en"}
#: The day by whose end only Riverton's thirteen requests of the hand-written file were published.
EARLIER = date(2025, 7, 1)


@cache
def requests_known(earlier: bool) -> pd.DataFrame:
    """The requests of the city (of what was known by EARLIER, else of today), with what they are told apart by:
    `day`, `month`, `area` (of the districts), `service`, `department`, `life_area`, `channel`, `nature`."""
    frame = FRAME
    if earlier:
        told = {name: table.to_pandas() for name, table in read_records("services").items()}
        frame = told["requests"].query("duplicate == 'false'").merge(told["services"], on="service_id")
        frame["day"] = pd.to_datetime(frame.requested_datetime).dt.date
        frame["area"] = frame.area_id.fillna(pd.Series(map(_district_of, frame.lat, frame.long), frame.index))
    names = {"service_id": "service", "department_id": "department"}
    return frame.rename(columns=names).assign(month=frame.day.map(lambda day: day.replace(day=1)))


def _district_of(lat: str | None, long: str | None) -> str | None:
    for name, _, _, south, west in DISTRICTS:
        if lat and long and south <= float(lat) <= south + 0.1 and west <= float(long) <= west + 0.1:
            return name
    return None


def publish_city(root: Path, floor: int) -> dict[str, str]:
    """Riverton with that floor, its hand-written records, and since then six hundred requests in place of thirteen."""
    write_secret(root)
    pack = write_city(root / "cities") / "city.toml"
    pack.write_text(pack.read_text("utf-8").replace("small_cell_floor = 0", f"small_cell_floor = {floor}"), "utf-8")
    city = load_city(CITY, root / "cities")
    for domain in DOMAINS:
        write_records(root / "outputs", domain)
        publish(city, domain, outputs_dir=root / "outputs", snapshots_dir=root / "snapshots")
    _publish_earlier(root / "snapshots" / CITY / "services")
    more = {"services": CATALOGUE, "requests": REQUESTS}
    tables = {name: with_every_column("services", name, rows) for name, rows in more.items()}
    run = write_records(root / "outputs", "services", tables).name
    # They end before those of the hand-written file, which a person has to accept.
    outcome = publish(city, "services", outputs_dir=root / "outputs", snapshots_dir=root / "snapshots", accept=run)
    assert outcome.state == "published", outcome.message
    return {**folders(share_compiled(root)), "CITYDECK_DEFAULT_CITY": CITY}


def _publish_earlier(home: Path) -> None:
    """Make what is served there one that was published on EARLIER."""
    before = (home / "CURRENT").read_text("utf-8").strip()
    since = new_snapshot_id(datetime(EARLIER.year, EARLIER.month, EARLIER.day, 12, tzinfo=UTC))
    shutil.move(home / before, home / since)
    told = home / since / "snapshot.json"
    told.write_text(told.read_text("utf-8").replace(before, since), "utf-8")
    for sums in (home / since).glob("*SUMS*"):
        sums.unlink()
    for file in ("CURRENT", "SERVED"):
        (home / file).write_text((home / file).read_text("utf-8").replace(before, since), "utf-8")


#: A view asks thirty parts of a page and their exports, so that few are tried; what fails is not made smaller.
FEW = settings(max_examples=6, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
DAYS = st.dates(FIRST - timedelta(days=40), date(2025, 8, 1))
SPANS = st.one_of(
    st.none(),
    st.tuples(DAYS, DAYS).map(lambda days: (min(days), max(days))),
    st.tuples(DAYS, st.integers(0, 14)).map(lambda pair: (months_back(pair[0], pair[1]), month_end(pair[0]))),
)


@st.composite
def addresses(draw: st.DrawFn, key: str) -> dict[str, str]:
    """The keys of an address of a page."""
    page, asked = registry.pages()[key], dict(PLAIN)
    if (span := draw(SPANS)) is not None:
        asked |= {"since": span[0].isoformat(), "until": span[1].isoformat()}
    if (area := draw(st.sampled_from([None, "NW", "SE", "NE", "NW-W", "SE-E"]))) is not None:
        asked["area"] = area
    if draw(st.integers(0, 3)) == 0:
        asked["as_of"] = EARLIER.isoformat()
    if page.key == "service":
        asked["service"] = draw(st.sampled_from(["bins", "noise", "trees", "pothole"]))
    for dimension in draw(st.sets(st.sampled_from([*page.options] or ["channel"]), max_size=2)):
        reader = read(asked)
        assert reader is not None
        known = answered(reader.ask(page.options[dimension], reader.whole)) if dimension in page.options else None
        if known is not None and known.rows:
            values = draw(st.lists(st.sampled_from(known.values(known.one("id"))), min_size=1, max_size=2, unique=True))
            asked[dimension] = join_values(map(str, values))
    return asked


def each_view(key: str, check: Callable[[dict[str, str]], None]) -> None:
    """Check the page as it opens and in two periods whose year before is known, and then views of it by chance.

    These are the same ones for every check, so that a statement is compiled for all of them once.
    """
    for period in ({}, *({"since": since, "until": until} for since, until in WITH_YEAR_BEFORE)):
        check(PLAIN | period | ({"service": "bins"} if key == "service" else {}))
    seed(f"views of {key}")(FEW(given(addresses(key))(check)))()
