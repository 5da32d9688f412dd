"""Cards and lists of people: read whole or not at all, written so that they read the same."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.network.contacts.rows import Contact, from_plain, to_plain
from simpul.network.contacts.sheets import COLUMNS, read_sheet, write_sheet
from simpul.network.contacts.vcards import read_vcards, write_vcards

KINDS = ("film_commission", "market")
IPHONE = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iOS//EN\r\nN:Contoh;Park;;;\r\n"
    "FN:Park Contoh\r\nORG:Komisi Contoh\\; Pusat;Bagian Lokasi;\r\nTITLE:Manajer Lokasi\r\n"
    "item1.EMAIL;type=INTERNET;type=HOME:rumah@contoh.test\r\n"
    "item2.EMAIL;type=INTERNET;type=WORK;type=pref:kantor@contoh.test\r\n"
    "TEL;type=CELL;type=VOICE:+82 10 0000 0000\r\nTEL;type=WORK:+82 51 000 0000\r\n"
    "item1.X-ABLabel:_$!<HomePage>!$_\r\nNOTE:baris satu\\nbaris\r\n  dua\r\nEND:VCARD\r\n"
)
ANDROID = (
    "BEGIN:VCARD\nVERSION:4.0\nFN;LANGUAGE=en:Choi Example\nFN;LANGUAGE=ko:최예시\n"
    'EMAIL;TYPE="work,internet":choi@contoh.test\nTEL;VALUE=uri;TYPE="voice,work":tel:+82-51-1\n'
    "ADR;TYPE=work:;;;;;;KR\nLANG;PREF=1:ko\nLANG;PREF=2:en\nORG:Komisi Contoh\n"
    "UID:urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6\nEND:VCARD\n"
)


def test_a_card_of_version_3_gives_what_is_for_work_and_nothing_private():
    (one,) = read_vcards(IPHONE).contacts
    assert (one.name, one.organisation, one.title) == (
        "Park Contoh",
        "Komisi Contoh; Pusat",
        "Manajer Lokasi",
    )
    assert (one.email, one.phone, one.mobile) == (
        "kantor@contoh.test",
        "+82 51 000 0000",
        "+82 10 0000 0000",
    )
    assert "rumah" not in repr(one)


def test_a_card_of_version_4_gives_its_names_languages_country_and_uid():
    (one,) = read_vcards(ANDROID).contacts
    assert (one.name, one.names, one.languages) == (
        "Choi Example",
        {"ko": "최예시"},
        ("ko", "en"),
    )
    assert (one.country, one.phone) == ("KR", "+82-51-1")
    assert one.uid == "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 0, "no_card"),
        (IPHONE.replace("VERSION:3.0", "VERSION:2.1"), 1, "version"),
        (IPHONE.replace("END:VCARD\r\n", ""), 1, "never_ends"),
        (IPHONE + "TEL:1\r\n", 16, "outside"),
        (IPHONE.replace("FN:Park Contoh\r\n", "").replace("Contoh;Park", ";"), 1, "no_name"),
        (IPHONE.replace("TITLE:Manajer", "TITLE Manajer"), 7, "bad_line"),
        (ANDROID.replace("FN;LANGUAGE=en", "KIND:group\nFN"), 1, "no_person"),
        (ANDROID.replace("choi@contoh.test", "choi"), 5, "email"),
        (IPHONE.replace("Park Contoh", "x" * 201), 1, "too_long"),
        (IPHONE.replace("END:VCARD", "BEGIN:VCARD"), 1, "never_ends"),
    ],
)
def test_a_broken_card_is_named_by_its_line_and_nothing_of_the_file_is_taken(text, line, code):
    reading = read_vcards(text + (ANDROID if text else ""))
    assert reading.contacts == ()
    assert (line, code) in [(one.line, one.code) for one in reading.troubles]


def sheet(*lines: str, head: str = "name,organisation,country,email,valid_from,valid_to") -> str:
    return "\n".join([head, *lines]) + "\n"


def test_a_list_may_use_semicolons_and_a_byte_order_mark():
    reading = read_sheet("\ufeffname;title\r\nBudi Contoh;Kurator\r\n", KINDS)
    assert [(one.name, one.title, one.line) for one in reading.contacts] == [
        ("Budi Contoh", "Kurator", 2)
    ]


@pytest.mark.parametrize(
    ("text", "line", "field", "code"),
    [
        ("", 0, "", "empty"),
        (sheet(), 0, "", "empty"),
        ("nama,email\nA,b@c.id\n", 1, "nama", "unknown_column"),
        ("name,name\nA,B\n", 1, "name", "twice"),
        ("email\na@b.id\n", 1, "name", "missing_column"),
        (sheet("A,,KR,a@b.id,,", ",Komisi,KR,,,"), 3, "name", "no_name"),
        (sheet("A,Komisi,Korea,,,"), 2, "country", "country"),
        (sheet("A,Komisi,KR,a b@c,,"), 2, "email", "email"),
        (sheet("A,Komisi,KR,,31-12-2026,"), 2, "valid_from", "day"),
        (sheet("A,Komisi,KR,,2026-02-01,2026-02-01"), 2, "valid_to", "days_order"),
        (sheet("A,Komisi,KR,,,,,"), 2, "", "too_many_cells"),
        (sheet('A,"Komisi,KR,,,'), 2, "", "broken"),
        ("name,kind\nA,penerbit\n", 2, "kind", "choice"),
        ("name,languages\nA,ko !!\n", 2, "languages", "language"),
        ("name,consent\nA,contact\n", 2, "consent_how", "choice"),
        ("name,consent_on\nA,2026-01-01\n", 2, "consent", "consent_whole"),
    ],
)
def test_a_broken_list_is_named_by_line_and_field_and_nothing_is_taken(text, line, field, code):
    reading = read_sheet(text, KINDS)
    assert reading.contacts == ()
    assert (line, field, code) in [(one.line, one.field, one.code) for one in reading.troubles]


words = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Zs", "Cn", "Co")),
    min_size=1,
    max_size=60,
).map(lambda said: "x" + said)
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))
contacts = st.builds(
    Contact,
    line=st.just(0),
    name=words,
    uid=st.uuids().map(str),
    organisation=words,
    country=st.sampled_from(["KR", "HK", "ID"]),
    kind=st.sampled_from(KINDS),
    title=words | st.just("=cmd()") | st.just("+62 Ketua"),
    email=st.just("orang@contoh.test"),
    phone=st.sampled_from(["", "+62 21 000", "-1"]),
    valid_from=st.none() | days,
    languages=st.lists(st.sampled_from(["ko", "en", "zh-hant"]), unique=True).map(tuple),
    mobile=st.sampled_from(["", "+82 10 1"]),
)


@given(st.lists(contacts, min_size=1, max_size=5))
def test_a_list_that_was_written_reads_the_same_and_no_cell_of_it_runs(found):
    text = write_sheet(found)
    again = read_sheet(text, KINDS)
    assert not again.troubles
    assert [{**to_plain(one), "line": 0} for one in again.contacts] == [
        {**to_plain(one), "line": 0} for one in found
    ]
    cells = [cell for line in text.splitlines()[1:] for cell in line.split(",")]
    assert not any(cell.lstrip('"')[:1] in ("=", "+", "-", "@") for cell in cells if cell)


@given(st.lists(contacts, min_size=1, max_size=5), st.sampled_from(["3.0", "4.0"]))
def test_cards_that_were_written_read_the_same_in_lines_of_75_octets(found, version):
    text = write_vcards(found, version=version)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    again = read_vcards(text)
    assert not again.troubles
    for one, back in zip(found, again.contacts, strict=True):
        assert (back.name, back.organisation, back.title) == (
            one.name,
            one.organisation,
            one.title,
        )
        assert (back.uid, back.email, back.mobile, back.country) == (
            one.uid,
            one.email,
            one.mobile,
            one.country,
        )


@given(st.text(max_size=400))
def test_no_text_whatever_stops_the_readers(text):
    read_vcards("BEGIN:VCARD\n" + text)
    read_sheet("name,email\n" + text, KINDS)


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCARD\nTEL" + ";a" * 50_000 + '="' * 50_000,
        "BEGIN:VCARD\nVERSION:4.0\nFN:x\nORG:" + "\\" * 300_001 + "\nEND:VCARD\n",
        "BEGIN:VCARD\nVERSION:4.0\nORG:" + ";" * 300_000 + "\nEND:VCARD\n",
        "BEGIN:VCARD\nVERSION:4.0\nFN:x" + "\n a" * 300_000 + "\nEND:VCARD\n",
    ],
)
def test_a_file_made_to_stop_the_reader_is_read_in_a_moment(text):
    began = process_time()
    assert read_vcards(text).troubles
    assert process_time() - began < 2


@given(contacts)
def test_what_waits_to_be_looked_at_comes_back_as_it_was(one):
    assert from_plain(to_plain(one)) == one


def test_every_column_of_a_list_is_written():
    assert write_sheet([]).removeprefix("\ufeff").strip() == ",".join(COLUMNS)
