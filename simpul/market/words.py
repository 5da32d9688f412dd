"""Sentences about timetables, in the reader's language; the command line needs no database."""

from __future__ import annotations

from collections.abc import Mapping

from simpul.kit.texts import Texts, pick
from simpul.market.timetable.answer import Answer, Wish
from simpul.market.timetable.checking import Fault
from simpul.market.timetable.reading import Problem

WRONG: Mapping[str, Texts] = {
    "not_json": {"id": "bukan JSON (baris {value})", "en": "not JSON (line {value})"},
    "too_large": {
        "id": "berkas lebih besar dari {value} bita",
        "en": "the file is larger than {value} bytes",
    },
    "not_an_object": {"id": "harus berupa objek {{…}}", "en": "must be an object {{…}}"},
    "not_a_list": {"id": "harus berupa daftar […]", "en": "must be a list […]"},
    "missing": {"id": "tidak ada", "en": "is missing"},
    "unknown_field": {"id": "nama ini tidak dikenal", "en": "this name is not known"},
    "unknown_id": {"id": "“{value}” tidak ada", "en": "there is no “{value}”"},
    "unknown_half": {
        "id": "“{value}” bukan morning atau afternoon",
        "en": "“{value}” is neither morning nor afternoon",
    },
    "no_id": {"id": "tidak ada tanda pengenal yang sah", "en": "there is no valid id"},
    "twice": {"id": "“{value}” tercantum dua kali", "en": "“{value}” stands there twice"},
    "too_many": {"id": "lebih dari {value}", "en": "more than {value}"},
    "not_a_count": {
        "id": "“{value}” bukan bilangan yang dapat dipakai",
        "en": "“{value}” is not a number that can be used",
    },
    "no_slot_left": {
        "id": "“{value}” tidak punya waktu tersisa",
        "en": "“{value}” has no slot left",
    },
    "with_oneself": {
        "id": "pertemuan “{value}” dengan diri sendiri",
        "en": "meeting “{value}” is with oneself",
    },
    "nobody_to_meet": {
        "id": "pertemuan “{value}” memerlukan sedikitnya dua peserta",
        "en": "meeting “{value}” needs at least two participants",
    },
    "not_a_time": {
        "id": "“{value}” bukan tanggal dan jam (contoh 2027-03-02T09:00)",
        "en": "“{value}” is no date and time (such as 2027-03-02T09:00)",
    },
    "not_in_order": {
        "id": "{value} lebih awal daripada yang mendahuluinya",
        "en": "{value} is earlier than what comes before it",
    },
    "no_times": {
        "id": "setiap slot waktu memerlukan starts dan ends",
        "en": "every slot needs starts and ends",
    },
    "not_with_venues": {
        "id": "tidak dipakai bila ada venues: jumlah meja tercantum di sana",
        "en": "is not used together with venues: they say how many tables they have",
    },
    "not_two_venues": {
        "id": "harus menyebut dua tempat yang berbeda",
        "en": "must name two different venues",
    },
    "circle": {
        "id": "urutannya melingkar: {value}",
        "en": "the order runs in a circle: {value}",
    },
}
FAULTS: Mapping[str, Texts] = {
    "unknown_meeting": {"id": "tidak ada pertemuan {0}", "en": "there is no meeting {0}"},
    "unknown_slot": {
        "id": "pertemuan {0} pada waktu yang tidak ada",
        "en": "meeting {0} is in a slot that does not exist",
    },
    "not_placed": {
        "id": "pertemuan {0} wajib tetapi tidak dijadwalkan",
        "en": "meeting {0} must take place but does not",
    },
    "frozen": {
        "id": "pertemuan {0} sudah dibekukan tetapi berubah",
        "en": "meeting {0} is frozen but was changed",
    },
    "begun": {
        "id": "pertemuan {0} dipindah ke waktu yang sudah lewat",
        "en": "meeting {0} was put into a slot that has begun",
    },
    "not_fixed": {
        "id": "pertemuan {0} tidak pada waktunya yang tetap",
        "en": "meeting {0} is not in its fixed slot",
    },
    "wrong_half": {
        "id": "pertemuan {0} di paruh hari yang salah",
        "en": "meeting {0} is in the wrong half of the day",
    },
    "slot_not_wished": {
        "id": "pertemuan {0} di luar waktu yang diminta",
        "en": "meeting {0} is outside the slots wished",
    },
    "unavailable": {
        "id": "pertemuan {0}: {1} berhalangan",
        "en": "meeting {0}: {1} is not available",
    },
    "too_early": {
        "id": "pertemuan {0} tidak sesudah pertemuan {1}",
        "en": "meeting {0} is not after meeting {1}",
    },
    "no_venue": {
        "id": "pertemuan {0} tidak disebut tempatnya",
        "en": "meeting {0} has no venue",
    },
    "venue_not_wished": {
        "id": "pertemuan {0} di luar tempat yang diminta",
        "en": "meeting {0} is outside the venues wished",
    },
    "too_few_seats": {
        "id": "pertemuan {0}: kursi semeja di {1} tidak cukup",
        "en": "meeting {0}: a table of {1} has too few seats",
    },
    "nobody_goes": {
        "id": "pertemuan {0}: tidak disebut siapa yang hadir dari setiap pihak",
        "en": "meeting {0}: it is not said who goes for each side",
    },
    "not_theirs": {
        "id": "pertemuan {0}: {1} bukan orang dari {2}",
        "en": "meeting {0}: {1} does not belong to {2}",
    },
    "in_session": {
        "id": "pertemuan {0}: {1} sedang mengikuti sesi {2}",
        "en": "meeting {0}: {1} attends session {2} then",
    },
    "too_far_from_session": {
        "id": "pertemuan {0}: {1} tidak sempat berjalan dari atau ke sesi {2}",
        "en": "meeting {0}: {1} has no time to walk from or to session {2}",
    },
    "too_far": {
        "id": "{0} tidak sempat berjalan dari pertemuan {1} ke pertemuan {2}",
        "en": "{0} has no time to walk from meeting {1} to meeting {2}",
    },
    "no_table_there": {
        "id": "lebih banyak pertemuan daripada meja pada waktu {0} di {1}",
        "en": "more meetings than tables in slot {0} at {1}",
    },
    "two_places": {
        "id": "{0} di dua tempat pada waktu {1}",
        "en": "{0} is in two places in slot {1}",
    },
    "no_table": {
        "id": "lebih banyak pertemuan daripada meja pada waktu {0}",
        "en": "more meetings than tables in slot {0}",
    },
    "unfair": {
        "id": "jeda peserta berkisar dari {0} sampai {1}: selisihnya terlalu besar",
        "en": "participants have from {0} to {1} gaps: they differ by too much",
    },
}
WISHES: Mapping[str, Texts] = {
    "meeting": {"id": "pertemuan {0} diadakan", "en": "meeting {0} takes place"},
    "fixed": {"id": "waktu pertemuan {0} tetap", "en": "meeting {0} has a fixed slot"},
    "frozen": {"id": "pertemuan {0} dibekukan", "en": "meeting {0} is frozen"},
    "half": {
        "id": "pertemuan {0} hanya pada satu paruh hari",
        "en": "meeting {0} is only in one half of the day",
    },
    "slots": {
        "id": "pertemuan {0} hanya pada waktu tertentu",
        "en": "meeting {0} is only in some slots",
    },
    "venues": {
        "id": "pertemuan {0} hanya di tempat tertentu",
        "en": "meeting {0} is only in some venues",
    },
    "unavailable": {"id": "{0} berhalangan", "en": "{0} is not available at times"},
    "session": {"id": "{1} mengikuti sesi {0}", "en": "{1} attends session {0}"},
    "after": {"id": "pertemuan {0} sesudah {1}", "en": "meeting {0} comes after {1}"},
    "fairness": {"id": "jeda dibagi adil", "en": "gaps are shared fairly"},
}
STATUSES: Mapping[str, Texts] = {
    "optimal": {
        "id": "Terbukti terbaik: tidak ada jadwal yang lebih baik.",
        "en": "Proven best: there is no better timetable.",
    },
    "feasible": {
        "id": "Jadwal yang sah; belum terbukti terbaik.",
        "en": "A valid timetable; not proven best.",
    },
    "impossible": {
        "id": "Tidak ada jadwal yang memenuhi semua permintaan.",
        "en": "No timetable grants all wishes.",
    },
    "unknown": {
        "id": "Waktu habis sebelum ada jadwal.",
        "en": "Time ran out before there was a timetable.",
    },
}
SAID: Mapping[str, Texts] = {
    "figures": {
        "id": "Jeda: {cost} (sedikitnya {bound}). Nilai: {worth} (paling banyak {worth_bound}). "
        "Berubah: {moved}. Tidak dijadwalkan: {left_out}.",
        "en": "Idle gaps: {cost} (at least {bound}). Worth: {worth} (at most {worth_bound}). "
        "Changed: {moved}. Left out: {left_out}.",
    },
    "progress": {
        "id": "{seconds:.0f} dtk: jeda {cost} (≥ {bound}), nilai {worth} (≤ {worth_bound})",
        "en": "{seconds:.0f} s: gaps {cost} (≥ {bound}), worth {worth} (≤ {worth_bound})",
    },
    "conflict": {
        "id": "Permintaan ini tidak dapat dipenuhi bersama; tanpa salah satunya dapat:",
        "en": "These wishes cannot all be granted; without any one of them they can:",
    },
    "smallest": {
        "id": "Tidak ada pertentangan yang lebih kecil.",
        "en": "There is no smaller conflict.",
    },
    "good": {
        "id": "Jadwal ini sah. Jeda: {cost}. Nilai: {worth}. Tidak dijadwalkan: {left_out}.",
        "en": "This timetable obeys every rule. Idle gaps: {cost}. Worth: {worth}. "
        "Left out: {left_out}.",
    },
    "head": {"id": "Waktu|Pertemuan|Peserta|Tempat", "en": "Slot|Meeting|Participants|Venue"},
    "cannot_open": {"id": "tidak dapat dibuka: {why}", "en": "cannot be opened: {why}"},
    "cannot_write": {"id": "tidak dapat ditulis: {why}", "en": "cannot be written: {why}"},
}


def said(name: str, language: str, **values: object) -> str:
    """A sentence of the command."""
    return pick(SAID[name], language).format(**values)


def problem(one: Problem, language: str) -> str:
    """What is wrong with a market document, without the place."""
    return pick(WRONG[one.code], language).format(value=one.value)


def fault(one: Fault, language: str) -> str:
    return pick(FAULTS[one.code], language).format(*one.about)


def wish(one: Wish, language: str) -> str:
    return pick(WISHES[one.kind], language).format(*one.about)


def status(answer: Answer, language: str) -> str:
    return pick(STATUSES[answer.status], language)
