"""Structured logs: one JSON object a line on standard error, without tokens, codes or full telephone numbers."""

import json
import logging
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime

# `key=`, `token: "…"`, `Bearer …` and anything as long and as random as our tokens
_NAMED = re.compile(
    r"(?i)\b(token|code|secret|password|cookie|authorization|bearer|auth|p256dh)(\W{1,4})([^\s,;\"'&]+)"
)
_RANDOM = re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{24,}(?![\w-])")
_IN_PATH = re.compile(r"(/(?:p|m|c|join|g|G|sign-in)/)[^/?\s\"]+")
_ACCOUNT = re.compile(r"://[^/@\s]+@")
_NUMBER = re.compile(r"(?<![\w.:-])(\+\d|0)[\d ()./-]{6,18}\d(?![\w:-])")


def _last_two(found: re.Match[str]) -> str:
    return "…" + re.sub(r"\D", "", found[0])[-2:]


_RULES: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (_NAMED, r"\1\2…"),
    (_ACCOUNT, "://…@"),
    (_IN_PATH, r"\1…"),
    (_RANDOM, "…"),
    (_NUMBER, _last_two),
]


def discreet(text: str) -> str:
    """The text without what opens a door, and with telephone numbers down to their last two digits."""
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


class Lines(logging.Formatter):
    """at, level, who, what; `extra={"seen": {...}}` adds fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": discreet(record.getMessage()),
        }
        seen = getattr(record, "seen", None)
        if isinstance(seen, dict):
            line |= {key: discreet(value) if isinstance(value, str) else value for key, value in seen.items()}
        if record.exc_info:
            line["trace"] = discreet(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def begin(level: str) -> None:
    """Send every logger of this process through `Lines`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # they tell of every request and every job, with addresses in them
    for chatty in ("httpx", "aiohttp.access", "pgqueuer", "asyncio", "_granian.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
