"""What may be attached: a PDF, a JPEG or a PNG, by its own bytes. A picture is stored without what it says of its maker
and of where it was taken.

JPEG: ITU-T T.81, Exif 2.32 · PNG: W3C Portable Network Graphics, 3rd edition. Pure; nothing is decoded here.
"""

import re
import struct
from collections.abc import Iterator
from typing import Final

import msgspec

from server.errors import Invalid, TooLarge

MOST: Final = 5
LARGEST: Final = 8 * 1024 * 1024
TOGETHER: Final = 16 * 1024 * 1024
PIXELS: Final = 24_000_000
PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
ENDING: Final = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}

_EOI, _SOS, _EXIF = 0xD9, 0xDA, 0xE1
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_KEPT_APP = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
"""What is needed to show it, by how it begins. Exif, XMP, IPTC, thumbnails and comments go."""
_COMMENT = 0xFE
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_KEPT_CHUNKS = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD",
})  # fmt: skip
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|]+")


class Attached(msgspec.Struct, frozen=True):
    """As it is stored: the name with the ending that its bytes have."""

    name: str
    kind: str
    content: bytes


def all_checked(files: list[tuple[str, bytes]]) -> list[Attached]:
    """(name, bytes) as they were chosen. Raises TooLarge and Invalid, in words that name the file."""
    if len(files) > MOST:
        raise TooLarge(f"{len(files)} files are too many.", next_step=f"At most {MOST} go with one message.")
    for name, content in files:
        if len(content) > LARGEST:
            raise TooLarge(f"{_shown(name)} has {_megabytes(len(content))} MB.", next_step=_LIMITS)
    total = sum(len(content) for _, content in files)
    if total > TOGETHER:
        raise TooLarge(f"Together they have {_megabytes(total)} MB.", next_step=_LIMITS)
    return [checked(name, content) for name, content in files]


_LIMITS = f"A file may have {LARGEST // 1024**2} MB, all of a message {TOGETHER // 1024**2} MB."


def checked(name: str, content: bytes) -> Attached:
    """One file by its bytes, whatever its name says. Raises Invalid."""
    try:
        if content.startswith(b"%PDF-"):
            return Attached(named(name, PDF), PDF, content)
        if content.startswith(b"\xff\xd8\xff"):
            return Attached(named(name, JPEG), JPEG, jpeg(content))
        if content.startswith(_SIGNATURE):
            return Attached(named(name, PNG), PNG, png(content))
    except (IndexError, struct.error, ValueError):
        raise Invalid(
            f"{_shown(name)} is damaged or cut off.", next_step="Open it, save it anew, then attach that."
        ) from None
    raise Invalid(
        f"{_shown(name)} is neither a PDF nor a JPEG or PNG picture.",
        next_step="Save it as one of these, then attach it.",
    )


def named(name: str, kind: str) -> str:
    """Fit for every system, at most 120 letters, with the ending of its kind."""
    stem = " ".join(_NAME.sub(" ", name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]).split()).strip(" .")
    ends = (ENDING[kind], ".jpeg") if kind == JPEG else (ENDING[kind],)
    for end in ends:
        if stem.lower().endswith(end):
            stem = stem[: -len(end)].rstrip(" .")
    return f"{stem[:110].strip() or 'file'}{ENDING[kind]}"


def jpeg(content: bytes) -> bytes:
    """The same picture, turned as it was, without Exif, XMP, IPTC, comments and anything behind its end."""
    out = [b"\xff\xd8"]
    turned, sized = 1, False
    for code, segment in _segments(content):
        body = segment[4:]
        if code in _SIZES:
            height, width = struct.unpack_from(">HH", body, 1)
            _bounded(width, height)
            sized = True
        if code == _EXIF and body.startswith(b"Exif\x00\x00"):
            turned = orientation(body[6:])
        if _kept(code, body):
            out.append(segment)
    if not sized:
        raise ValueError("a picture without a size")
    if turned != 1:
        out.insert(1, _turned(turned))
    return b"".join(out)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, its bytes), to the end of the picture; a scan with its data. Raises ValueError, IndexError."""
    at = 2
    while True:
        at = _marker(content, at)
        code = content[at + 1]
        if code == _EOI or code in _ALONE:
            end = at + 2
        else:
            (length,) = struct.unpack_from(">H", content, at + 2)
            end = at + 2 + length
            if length < 2 or end > len(content):
                raise ValueError("a segment longer than the file")
            if code == _SOS:
                end = _scanned(content, end)
        yield code, content[at:end]
        if code == _EOI:
            return
        at = end


def _kept(code: int, body: bytes) -> bool:
    if 0xE0 <= code <= 0xEF:
        return code in _KEPT_APP and body.startswith(_KEPT_APP[code])
    return code != _COMMENT


def _marker(content: bytes, at: int) -> int:
    if content[at] != 0xFF:
        raise ValueError("no marker where one must be")
    while content[at + 1] == 0xFF:
        at += 1
    return at


def _scanned(content: bytes, at: int) -> int:
    """Where the picture's own data ends: at the next marker that isn't part of it."""
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] == 0x00 or 0xD0 <= content[at + 1] <= 0xD7:
            at += 2
        elif content[at + 1] == 0xFF:
            at += 1
        else:
            return at


def orientation(tiff: bytes) -> int:
    """How the picture lies, 1 to 8, as Exif's tag 274 says; 1 where it says nothing that can be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (many,) = struct.unpack_from(f"{order}H", tiff, at)
        for n in range(min(many, 200)):
            tag, kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * n)
            if tag == 274 and kind == 3:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _turned(value: int) -> bytes:
    """An Exif segment that says how the picture lies, and nothing else."""
    tiff = b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, 274, 3, 1, value, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def png(content: bytes) -> bytes:
    """The same picture without text, time, Exif, chunks of others, and anything behind its end."""
    out, at = [_SIGNATURE], len(_SIGNATURE)
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError("a chunk longer than the file")
        if at == len(_SIGNATURE):
            if name != b"IHDR":
                raise ValueError("a picture without a size")
            _bounded(*struct.unpack_from(">II", content, at + 8))
        if name in _KEPT_CHUNKS:
            out.append(content[at:end])
        at = end
        if name == b"IEND":
            return b"".join(out)


def _bounded(width: int, height: int) -> None:
    if width * height > PIXELS:
        raise TooLarge(
            f"This picture has {width} × {height} points.", next_step="Save it smaller: 24 million points at most."
        )


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:.1f}"


def _shown(name: str) -> str:
    return f"“{_NAME.sub(' ', name).strip()[:60]}”"
