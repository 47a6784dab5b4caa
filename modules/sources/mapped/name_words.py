"""The words of a column's name: camelCase and run-together capitals parted, abbreviations written out.

`NUMCRITVIOL`, `NumCritViol` and `num_crit_viol` are all `number critical violation`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

#: Abbreviations, spellings and words of one meaning in names of columns.
_WRITTEN_OUT: Mapping[str, str] = {
    "insp": "inspection", "inspect": "inspection", "num": "number", "nbr": "number", "no": "number", "nr": "number",
    "numb": "number", "desc": "description", "descr": "description", "amt": "amount", "dept": "department",
    "inv": "invoice", "txn": "transaction", "trx": "transaction", "trans": "transaction", "viol": "violation",
    "fac": "facility", "addr": "address", "pmt": "payment", "pymt": "payment", "pay": "payment", "acct": "account",
    "dt": "date", "crit": "critical", "req": "request", "svc": "service", "serv": "service", "srv": "service",
    "org": "organization", "organisation": "organization", "cat": "category", "estab": "establishment",
    "est": "establishment", "lic": "license", "licence": "license", "programme": "program", "vend": "vendor",
    "supp": "supplier", "ref": "reference", "loc": "location", "yr": "year", "approp": "appropriation",
    "neighbourhood": "neighborhood", "centre": "center", "datetime": "date", "timestamp": "date",
    "sr": "service request", "cd": "code", "nm": "name", "stat": "status", "rslt": "result", "res": "result",
    "biz": "business", "init": "initiated",
}  # fmt: skip
#: Words that join others, in the languages of the known names.
_JOINING = frozenset(("of", "the", "de", "da", "do", "di", "du", "des", "la", "le", "del", "der", "des", "and", "for"))
#: Words of names run together beside those of the known names.
_PARTS = frozenset((
    "physical", "mailing", "zip", "city", "state", "street", "organization", "acronym", "order", "due", "update",
    "updated", "last", "modified", "total", "count", "non", "time", "group", "note", "notes", "permit", "owner",
    "phone", "init",
    "demerit", "point", "item", "line", "tracking", "hazard", "unique", "record", "visit", "site", "trade",
))  # fmt: skip
#: Short words that stand at the end of names run together: PAIDTO, PAYEEID.
_ENDINGS = frozenset(("id", "no", "to", "by", "on", "dt", "cd"))
_SHORTEST_TO_PART, _SHORTEST_PART = 6, 3


#: Traditional characters of names of columns, words and places -> the simplified ones that they are compared as.
_SIMPLIFIED = str.maketrans(
    "類時間編號處單結區緯經態辦報請領種預數額檢驗業營執許證評級違規項務門來當責應滿聯絡電話關機構稱負發對導訴廳價戶歲紀錄線點縣鄉鎮總計"
    "約購買標資產歸屬實際決撥進開書員質風險餐飲臺灣東華龍雲",
    "类时间编号处单结区纬经态办报请领种预数额检验业营执许证评级违规项务门来当责应满联络电话关机构称负发对导诉厅价户岁纪录线点县乡镇总计"
    "约购买标资产归属实际决拨进开书员质风险餐饮台湾东华龙云",
)


def bare_words(text: str) -> list[str]:
    """The words of a text in small letters, without accents and marks; traditional characters as simplified ones."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(each for each in letters if not unicodedata.combining(each) or "\u3040" <= each <= "\u30ff")
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", kept).translate(_SIMPLIFIED))


@cache
def name_words(name: str, vocabulary: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of a name in its order, without accents and marks; names run together are parted by `vocabulary`."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name.replace("#", " number "))
    parts = [part for token in bare_words(parted) for part in _parted(token, vocabulary) or (token,)]
    # Alone a short word may be one of another language: an Amt is an office, and no amount.
    written = [_WRITTEN_OUT.get(part, part) for part in parts] if len(parts) > 1 else parts
    words = [_singular(word) for each in written for word in each.split()]
    said = [each for each in words if each not in _JOINING]
    # A date and a time of one moment are its date: the columns are told apart by what happened then.
    return tuple(each for at, each in enumerate(said) if not (each == "time" and at and said[at - 1] == "date"))


def _singular(word: str) -> str:
    plural = word.isascii() and len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word


def _parted(token: str, vocabulary: frozenset[str]) -> tuple[str, ...]:
    """The fewest known words that a token run together is made of; none where it is not."""
    known = vocabulary | _PARTS | _WRITTEN_OUT.keys()
    if not vocabulary or token in known or not token.isascii() or not token.isalpha() or len(token) < _SHORTEST_TO_PART:
        return ()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(token)
    for end in range(_SHORTEST_PART, len(token) + 1):
        for start in range(end):
            before, part = best[start], token[start:end]
            fits = (len(part) >= _SHORTEST_PART and part in known) or (end == len(token) and start and part in _ENDINGS)
            if before is not None and fits and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                best[end] = (*before, part)
    return best[len(token)] or ()
