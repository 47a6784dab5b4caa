"""The root of an XML file from outside, whose document type could define entities that grow without end."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


def xml_root(path: Path) -> ElementTree.Element:
    """The root. Raises ValueError with a sentence for what is not XML, and for a file with a document type."""
    content = path.read_bytes()
    if _DOCTYPE.search(content):
        raise ValueError(f"{path.name} declares a document type, which is not read")
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise ValueError(f"{path.name} is not XML: {error}") from None
