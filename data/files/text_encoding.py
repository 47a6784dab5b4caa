"""Which encoding the bytes of a file are in: its mark, UTF-8 where every byte fits, else what reads like a language."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

#: Byte order marks, the longer before those that they begin with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
#: Encodings that cities' exports come in where they are not UTF-8, and the languages that they are usual for.
_CANDIDATES = {
    "gb18030": ("zh",), "big5": ("zh",), "shift_jis": ("ja",), "euc_kr": ("ko",), "cp1251": ("ru", "uk", "bg"),
    "cp1250": ("pl", "cs", "hu", "sk"), "cp1254": ("tr",), "cp1256": ("ar", "fa"), "cp874": ("th",),
    "cp1252": ("en", "fr", "de", "es", "pt", "it", "id", "nl"),
}  # fmt: skip
#: Bytes looked at to guess; the whole file is decoded strictly in any case.
_SAMPLE_BYTES = 200_000
_PIECE = 1 << 20


class FileNotReadError(ValueError):
    """A file that cannot be read as a table; the message is a sentence that says what to do."""


@dataclass(frozen=True)
class Encoding:
    """`name` is Python's; `why` is how it came to be known, as a clause."""

    name: str
    why: str


def _decodes(path: Path, encoding: str) -> bool:
    try:
        for _ in _decoded(path, encoding):
            pass
    except (UnicodeError, LookupError):
        return False
    return True


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    """The text of a file, piece by piece. Raises UnicodeError at the first byte that does not fit."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)


def _lines_with_letters_beyond_ascii(path: Path) -> bytes:
    """The header and the first lines that tell encodings apart, up to a sample."""
    kept, size = [], 0
    with path.open("rb") as file:
        for number, line in enumerate(file):
            if number == 0 or not line.isascii():
                kept.append(line)
                size += len(line)
            if size > _SAMPLE_BYTES:
                break
    return b"".join(kept)


def guessed(content: bytes, language: str) -> Encoding | None:
    """The encoding in which those bytes, which are not UTF-8, read like a language; None where none does.

    Of those that read equally well, one that is usual for the city's language comes first.
    """
    matches = list(from_bytes(content, cp_isolation=[*_CANDIDATES]))
    if not matches:
        return None
    best = matches[0]
    equal = [each.encoding for each in matches if each.chaos <= best.chaos]
    usual = [name for name in equal if language in _CANDIDATES.get(name, ())]
    chosen = usual[0] if usual else best.encoding
    return Encoding(chosen, "it is not UTF-8 and reads best so")


def encoding_of(path: Path, language: str, said: str = "") -> Encoding:
    """The encoding of a file; `said` is what its reader was told, `language` that of the city.

    Raises FileNotReadError with a sentence where none fits, or the one that was said does not.
    """
    if said:
        if not _decodes(path, said):
            raise FileNotReadError(f"{path.name} is not in {said}: say another --encoding, such as gb18030 or cp1252")
        return Encoding(said, "you said so")
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _MARKS:
        if start.startswith(mark) and _decodes(path, name):
            return Encoding(name, "its byte order mark says so")
    if _decodes(path, "utf-8"):
        return Encoding("utf-8", "every byte fits")
    found = guessed(_lines_with_letters_beyond_ascii(path), language)
    if found is None or not _decodes(path, found.name):
        tried = ", ".join(_CANDIDATES)
        raise FileNotReadError(
            f"the encoding of {path.name} could not be recognised: ask its publisher and say --encoding ({tried}, ...)"
        )
    return found


def write_as_utf8(path: Path, encoding: str, target: Path) -> None:
    """Copy a text file as UTF-8 without a byte order mark. Raises UnicodeError where it is in another encoding."""
    with target.open("w", encoding="utf-8", newline="") as out:
        for text in _decoded(path, encoding):
            out.write(text)
