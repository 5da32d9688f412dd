"""What can be wrong in a feed, in words."""

from __future__ import annotations

from collections.abc import Mapping

from simpul.kit.texts import Texts

MESSAGES: Mapping[str, Texts] = {
    "unreadable": {
        "id": "berkas tidak dapat dibuka: {why}",
        "en": "the file cannot be opened: {why}",
    },
    "not_zip": {"id": "bukan berkas ZIP yang utuh", "en": "not a whole ZIP file"},
    "too_many_files": {
        "id": "memuat {count} berkas; paling banyak {most}",
        "en": "holds {count} files; at most {most}",
    },
    "too_large": {
        "id": "menjadi lebih dari {most} MB bila dibuka; umpan GTFS tidak sebesar itu",
        "en": "unpacks to more than {most} MB; no GTFS feed is that large",
    },
    "bomb": {
        "id": "dimampatkan {ratio} kali; itu bukan tabel teks",
        "en": "is packed {ratio} times; that is no table of text",
    },
    "encrypted": {"id": "terkunci kata sandi", "en": "is locked by a password"},
    "twice_in_zip": {
        "id": "ada dua kali di dalam ZIP",
        "en": "is twice in the ZIP",
    },
    "in_folder": {
        "id": "berada di dalam map {folder}; berkas GTFS harus di akar ZIP",
        "en": "lies in the folder {folder}; GTFS files belong at the root of the ZIP",
    },
    "no_file": {"id": "berkas ini tidak ada", "en": "this file is missing"},
    "no_column": {"id": "kolom {column} tidak ada", "en": "the column {column} is missing"},
    "double_column": {
        "id": "kolom {column} ada dua kali",
        "en": "the column {column} is there twice",
    },
    "too_many_rows": {
        "id": "lebih dari {most} baris",
        "en": "more than {most} rows",
    },
    "not_utf8": {
        "id": "bukan UTF-8 (bita ke-{byte} di baris ini)",
        "en": "not UTF-8 (byte {byte} of this line)",
    },
    "not_csv": {"id": "CSV tidak terbaca: {why}", "en": "not readable as CSV: {why}"},
    "cell_count": {
        "id": "{found} sel, seharusnya {wanted}",
        "en": "{found} cells where the header has {wanted}",
    },
    "required": {"id": "{column} harus diisi", "en": "{column} must be filled in"},
    "not_number": {
        "id": "{column} bukan bilangan: {value}",
        "en": "{column} is not a number: {value}",
    },
    "twice": {"id": "sama dengan baris {first}", "en": "the same as line {first}"},
    "different": {
        "id": "id ini sudah ada di baris {first} dengan isi lain; yang pertama dipakai",
        "en": "this id is line {first} already, with other contents; the first one is kept",
    },
    "swapped": {
        "id": "lintang dan bujur tertukar",
        "en": "latitude and longitude are swapped",
    },
    "outside_city": {
        "id": "terletak jauh di luar kota ({lat}, {lon})",
        "en": "lies far outside the city ({lat}, {lon})",
    },
    "unknown_agency": {
        "id": "operator {value} tidak ada di agency.txt",
        "en": "the agency {value} is not in agency.txt",
    },
    "unknown_route": {
        "id": "rute {value} tidak ada di routes.txt",
        "en": "the route {value} is not in routes.txt",
    },
    "unknown_trip": {
        "id": "perjalanan {value} tidak ada di trips.txt",
        "en": "the trip {value} is not in trips.txt",
    },
    "unknown_stop": {
        "id": "halte {value} tidak ada di stops.txt",
        "en": "the stop {value} is not in stops.txt",
    },
    "unknown_shape": {
        "id": "garis {value} tidak ada di shapes.txt; digambar dari halte ke halte",
        "en": "the shape {value} is not in shapes.txt; drawn from stop to stop",
    },
    "bad_colour": {
        "id": "warna {value} tidak terbaca; dikosongkan",
        "en": "the colour {value} cannot be read; left empty",
    },
    "bad_direction": {
        "id": "arah {value} bukan 0 atau 1; dikosongkan",
        "en": "the direction {value} is neither 0 nor 1; left empty",
    },
    "bad_date": {
        "id": "{column} bukan tanggal TTTTBBHH yang masuk akal: {value}",
        "en": "{column} is not a sensible date YYYYMMDD: {value}",
    },
    "off_road": {
        "id": "tidak berjalan di jalan (jenis {value}); tidak diambil",
        "en": "does not run on the road (type {value}); not taken",
    },
    "id_reused": {
        "id": "id ini dipakai {count} perjalanan; dipisahkan menurut urutan berkas",
        "en": "this id stands for {count} trips; taken apart in the order of the file",
    },
    "id_reused_unclear": {
        "id": "id ini dipakai {count} perjalanan, tetapi haltenya {found} rangkaian",
        "en": "this id stands for {count} trips, but its stops make {found} sequences",
    },
    "shape_reused": {
        "id": "id ini memuat {count} garis; tiap perjalanan diberi garis yang melewati haltenya",
        "en": "this id holds {count} lines; each trip was given the one that passes its stops",
    },
    "shape_unclear": {
        "id": "tidak satu pun garis {value} melewati halte perjalanan ini; "
        "digambar dari halte ke halte",
        "en": "no line of the shape {value} passes the stops of this trip; drawn from stop to stop",
    },
    "no_way": {
        "id": "tidak punya garis maupun dua halte; tidak dapat digambar",
        "en": "has neither a line nor two stops; it cannot be drawn",
    },
    "no_trips": {"id": "tidak punya perjalanan", "en": "has no trips"},
    "expired": {
        "id": "jadwalnya berakhir pada {day}; jalur dan halte mungkin sudah berubah",
        "en": "its timetable ended on {day}; lines and stops may have changed since",
    },
    "corridors_unknown": {
        "id": "umpan ini tidak menyebut jalur mana yang koridor; sebutkan dengan --corridors",
        "en": "the feed does not say which lines are busways; name them with --corridors",
    },
    "no_such_corridor": {
        "id": "tidak ada jalur bernama {value} dalam umpan ini",
        "en": "no line of the feed is called {value}",
    },
    "nothing": {
        "id": "tidak ada satu jalur bus pun yang dapat dibaca",
        "en": "not one bus line can be read",
    },
}
