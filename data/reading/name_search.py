"""Names found by what is typed of them: words in any order, in any of their languages, without case or accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """Something with an id and one or two names, the reader's first; the other is None where they are the same.

    `kind`: what it is, where names of several kinds are searched together.
    """

    key: str
    name: str
    other: str | None = None
    kind: str = ""


def folded(text: str) -> str:
    """The text as it is compared: small letters, no accents, full-width signs as plain ones, single blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


class NameIndex:
    """Names made ready to be searched while somebody types: four thousand take about a millisecond."""

    def __init__(self, found: Iterable[Named]) -> None:
        """In the order in which equally good finds are to come."""
        self._all = tuple(found)
        self._texts = [tuple(folded(text) for text in (each.name, each.other, each.key) if text) for each in self._all]

    def __len__(self) -> int:
        return len(self._all)

    def search(self, typed: str, most: int) -> tuple[Sequence[Named], int]:
        """(the best finds, how many there are): every typed word is in one of the names or the id.

        First what is that name, then what begins with it, then names in which every word begins one, then the rest;
        short names before long ones. Nothing typed finds everything in the given order.
        """
        wanted = folded(typed)
        words = wanted.split()
        if not words:
            return self._all[:most], len(self._all)
        ranked = []
        for place, texts in enumerate(self._texts):
            rank = min((_rank(text, wanted, words) for text in texts), default=None)
            if rank is not None and rank < _ABSENT:
                ranked.append((rank, len(texts[0]), place))
        ranked.sort()
        return [self._all[place] for _, _, place in ranked[:most]], len(ranked)


_ABSENT = 4


def _rank(text: str, wanted: str, words: Sequence[str]) -> int:
    """How well one folded name fits: 0 is it, 1 begins so, 2 has words that begin so, 3 has them within, 4 not."""
    if any(word not in text for word in words):
        return _ABSENT
    if text.startswith(wanted):
        return 0 if text == wanted else 1
    spaced = f" {text}"
    return 2 if all(f" {word}" in spaced for word in words) else 3
