"""What may be attached, judged by its bytes; a picture doesn't say where it was taken."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import Invalid, Refused, TooLarge
from server.rules.messages import files
from server.rules.messages.files import JPEG, PDF, PNG, checked, named

HERE = b"GPS 51.5074 N"


def segment(code, body):
    return bytes((0xFF, code)) + struct.pack(">H", len(body) + 2) + body


def exif(turned=6):
    entry = struct.pack("<HHHIHHI", 1, 274, 3, 1, turned, 0, 0)
    return segment(0xE1, b"Exif\x00\x00II\x2a\x00\x08\x00\x00\x00" + entry + HERE)


def photo(*before, width=40, height=30, after=b""):
    size = segment(0xC2, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(before) + size + scan + segment(0xC4, b"table") + scan + b"\xff\xd9" + after


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def drawing(*more, width=40, height=30):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


def test_a_photo_keeps_how_it_lies_and_loses_where_it_was_taken():
    xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + HERE)
    stored = checked("IMG_1.JPG", photo(segment(0xE0, b"JFIF\x00..."), exif(), xmp, segment(0xFE, HERE), after=HERE))
    assert (stored.name, stored.kind) == ("IMG_1.jpg", JPEG)
    assert HERE not in stored.content
    assert stored.content.count(b"\xff\xda") == 2, "every scan of a progressive picture"
    (tiff,) = [part[:26] for part in stored.content.split(b"Exif\x00\x00")[1:]]
    assert files.orientation(tiff) == 6
    assert files.jpeg(stored.content) == stored.content


def test_a_photo_that_lies_straight_says_nothing_at_all():
    assert b"Exif" not in checked("a.jpg", photo(exif(turned=1))).content


def test_a_drawing_loses_its_texts():
    stored = checked("map", drawing(chunk(b"eXIf", HERE), chunk(b"tEXt", HERE), chunk(b"sRGB", b"\0")))
    assert (stored.name, stored.kind) == ("map.png", PNG)
    assert stored.content == drawing(chunk(b"sRGB", b"\0"))


@pytest.mark.parametrize("content", [b"MZ program", b"", b"<svg onload='x'>", b"GIF89a", b"PK\x03\x04"])
def test_anything_else_is_refused_whatever_its_name_says(content):
    with pytest.raises(Invalid, match=r"map\.pdf.*neither"):
        checked("map.pdf", content)


@pytest.mark.parametrize("whole", [photo(exif()), drawing()])
def test_a_cut_picture_is_called_damaged(whole):
    for length in range(9, len(whole)):
        with pytest.raises(Invalid, match=r"damaged|neither"):
            checked("a", whole[:length])


@pytest.mark.parametrize("bomb", [photo(width=60_000, height=60_000), drawing(width=9_000, height=9_000)])
def test_a_picture_that_would_fill_a_phone_is_refused(bomb):
    with pytest.raises(TooLarge, match="points"):
        checked("a.png", bomb)


@given(st.binary(max_size=300))
def test_no_bytes_break_it(rest):
    for start in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b""):
        try:
            checked("a", start + rest)
        except Refused:
            continue


@pytest.mark.parametrize(
    ("given_name", "kind", "stored"),
    [
        ("../../etc/passwd", PDF, "passwd.pdf"), ("C:\\maps\\base.PDF", PDF, "base.pdf"), ("photo.jpeg", JPEG, "photo.jpg"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "a Set-Cookie x.pdf"), ("", PNG, "file.png"), ("x" * 300, PDF, "x" * 110 + ".pdf"),
        ("map.pdf.exe", PDF, "map.pdf.exe.pdf"),
    ],
)  # fmt: skip
def test_a_name_that_every_system_takes(given_name, kind, stored):
    assert named(given_name, kind) == stored


def test_how_many_and_how_large():
    pdf = b"%PDF-1.7 " + b"x" * 100
    assert len(files.all_checked([("a", pdf)] * files.MOST)) == files.MOST
    with pytest.raises(TooLarge, match="6 files"):
        files.all_checked([("a", pdf)] * (files.MOST + 1))
    with pytest.raises(TooLarge, match="“big”"):
        files.all_checked([("big", pdf + b"x" * files.LARGEST)])
    with pytest.raises(TooLarge, match="Together"):
        files.all_checked([("a", b"%PDF-" + b"x" * (files.LARGEST - 5))] * 2 + [("b", pdf)])
