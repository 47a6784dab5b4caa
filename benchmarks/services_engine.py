"""Every question of `/services` in the engine, computed and not cached, in a process that does nothing else."""

from __future__ import annotations

import multiprocessing
import random
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

from app import create_app
from benchmarks.measured import Measured
from benchmarks.services_views import CLIENTS, views
from components.shell import registry
from data.city.pack import load_city
from data.reading.answer import NotInScopeError
from data.reading.question import Question
from data.reading.store import Store
from settings import settings


def questions(chance: random.Random) -> list[Question]:
    """What the page asks for a view, each once: every tile, every panel and one measure of the map with its line."""
    page = registry.pages()["services"]
    asked = [question for tile in page.tiles for question in (tile.question, tile.trend)]
    asked += [panel.question for panel in page.panels]
    asked.append(chance.choice(page.measures).question)
    if page.places:
        asked.append(page.places)
    return list(dict.fromkeys(asked))


def _play(store: Store, city: str, pages: int, seed: int) -> tuple[list[float], int, int]:
    """(ms in the engine a question, questions asked, questions told to be out of scope)."""
    chance, chosen = random.Random(seed), views(store, load_city(city, settings().cities_dir), seed)
    engine, refused, asked = [], 0, 0
    for _ in range(pages):
        view = next(chosen)
        told: set[str] = set()
        for question in questions(chance):
            asked += 1
            snapshot = store.versions(city).snapshot("services")
            try:
                statements = store.statements(question, view, snapshot)
            except NotInScopeError:
                refused += 1
                continue
            # Of questions that share one the first has it computed.
            new = [sql for sql in statements if sql and str(sql) not in told]
            told |= set(map(str, new))
            before = time.perf_counter()
            for sql in new:
                store.compute(snapshot, sql)
            if new:
                engine.append((time.perf_counter() - before) * 1000)
    return engine, asked, refused


def _asked(snapshots: Path, cache: Path, city: str, runs: int, note: str) -> list[Measured]:
    create_app()  # the pages are known to an application only
    store, lines = Store(snapshots, cache), []
    _play(store, city, 1, 0)
    for clients in CLIENTS:
        pages = max(1, runs // clients)
        with ThreadPoolExecutor(clients) as pool:
            # The clients' seeds are their own: nobody asks what another one asked.
            waiting = [pool.submit(_play, store, city, pages, clients * 100 + each) for each in range(clients)]
            played = [each.result() for each in waiting]
        engine = [each for client in played for each in client[0]]
        asked, refused = sum(client[1] for client in played), sum(client[2] for client in played)
        told = f"{note}, {clients} clients, {refused} of {asked} not answerable in their view"
        alone = clients == 1
        lines.append(
            Measured("question in the engine", "ms", engine, 15 if alone else None, 40 if alone else None, note=told)
        )
    return lines


def measure(snapshots: Path, cache: Path, city: str, runs: int, note: str) -> list[Measured]:
    """Time in the engine with 1, 8 and 32 clients, with what they wait for each other."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(_asked, snapshots, cache, city, runs, note).result()
