"""Contacts as phones export them."""

import time

import pytest

from server.errors import Invalid
from server.rules.production.paper import Kind
from server.rules.production.people_found import in_departments, people_of
from server.rules.production.vcard import read_cards

OLD = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Si=C3=A2n;=
;;
TEL;HOME:(212) 555-0101
TEL;CELL:(212) 555-0100
TEL;WORK;FAX:(212) 555-0102
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ
 this is no base64 at all

END:VCARD
BEGIN:VCARD
VERSION:2.1
EMAIL;PREF:nobody@x.org
END:VCARD
"""


def test_the_cell_comes_first_and_a_fax_never():
    (sian,), remarks = (cards := read_cards(OLD, country="US")).entries, cards.remarks
    assert (sian.name, sian.contacts.mobile, sian.contacts.second) == (
        "Siân Müller",
        "(212) 555-0100",
        "(212) 555-0101",
    )
    assert [(r.line, r.kind) for r in remarks] == [(12, Kind.REFUSED)]
    assert "nobody@x.org" in remarks[0].says


def test_grouped_and_folded_lines():
    text = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo\r\n  Eze\r\nN:Eze;Bo;;;\r\nitem1.EMAIL;type=pref:B@X.org\r\n"
        "TITLE:Key\r\n  Grip\r\nEND:VCARD"
    )
    (bo,) = read_cards(text, country="US").entries
    assert (bo.name, bo.contacts.email, bo.title) == ("Bo Eze", "b@x.org", "Key Grip")


def test_a_name_folded_for_ever_is_refused_by_its_line_at_once():
    text = "BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:" + "=41=\n" * 200_000 + "\nEND:VCARD\n"
    began = time.process_time()
    assert [(r.line, r.kind) for r in read_cards(text, country="US").remarks] == [(1, Kind.REFUSED)]
    assert time.process_time() - began < 4


def test_a_broken_card_leaves_the_others_in():
    broken = "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=FF\nEND:VCARD\n"
    cards = read_cards(broken + OLD, country="US")
    assert [e.name for e in cards.entries] == ["Siân Müller"]
    assert cards.remarks[0].line == 1


def test_a_file_without_contacts_is_refused():
    with pytest.raises(Invalid):
        read_cards("Name,Mail\nBo,b@x.org", country="US")


def test_a_title_without_a_department_is_doubted_by_its_line():
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nTITLE:{}\nEND:VCARD\n"
    cards = read_cards(card.format("Bo Eze", "Loader") + card.format("Di", ""), country="US")
    people = in_departments(people_of(cards.entries, country="US"))
    assert [p.positions for p in people.people] == [(), ()]
    assert [(r.line, r.says, r.kind) for r in people.remarks] == [
        (1, "Row 1, Bo Eze: 'Loader' stands in no department, so it isn't kept.", Kind.DOUBTED)
    ]
