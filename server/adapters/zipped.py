"""A ZIP that is written part by part, for a file that is never whole in memory."""

import io
import zipfile
from datetime import UTC, datetime


class _Sink(io.RawIOBase):
    """What was written since it was last asked; zipfile can't go back in it."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(data)  # type: ignore[call-overload]
        self._parts.append(part)
        return len(part)

    def taken(self) -> bytes:
        found = b"".join(self._parts)
        self._parts.clear()
        return found


class Zip:
    def __init__(self) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, content: bytes, *, at: datetime = datetime(1980, 1, 1, tzinfo=UTC)) -> bytes:
        """One file; what is to be sent of it."""
        about = zipfile.ZipInfo(name, at.timetuple()[:6])
        about.compress_type = zipfile.ZIP_DEFLATED
        about.external_attr = 0o644 << 16
        self._zip.writestr(about, content)
        return self._sink.taken()

    def end(self) -> bytes:
        """The list of what is in it."""
        self._zip.close()
        return self._sink.taken()
