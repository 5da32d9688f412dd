"""The causes in the reader's language, one sentence per code."""

from __future__ import annotations

from collections.abc import Mapping

from simpul.kit.texts import Texts

SENTENCES: Mapping[str, Texts] = {
    # --- a whole file ---
    "unreadable": {
        "id": "Berkas tidak dapat dibuka: {why}.",
        "en": "The file cannot be opened: {why}.",
    },
    "empty_file": {"id": "Berkas kosong.", "en": "The file is empty."},
    "too_large": {
        "id": "Berkas lebih besar dari {most} MB. Bagi menurut tahun atau wilayah, atau hapus "
        "yang tidak dipakai.",
        "en": "The file is larger than {most} MB. Split it by year or area, or leave out what is "
        "not needed.",
    },
    "too_many_rows": {
        "id": "Lebih dari {most} baris. Bagi menurut tahun.",
        "en": "More than {most} rows. Split the file by year.",
    },
    "too_many_features": {
        "id": "Lebih dari {most} fitur. Sertakan hanya tempat yang dipesan.",
        "en": "More than {most} features. Keep only places that are booked.",
    },
    "broken_gzip": {
        "id": "Berkas gzip rusak atau terpotong.",
        "en": "The gzip file is damaged or cut off.",
    },
    "wrong_encoding": {
        "id": "Ada huruf yang bukan {encoding}. Simpan sebagai CSV UTF-8, atau sebutkan "
        "--encoding (misalnya cp1252).",
        "en": "A letter here is not {encoding}. Save as CSV UTF-8, or name the --encoding "
        "(cp1252, for example).",
    },
    "not_utf8": {
        "id": "Ada huruf yang bukan UTF-8. Simpan sebagai UTF-8.",
        "en": "A letter here is not UTF-8. Save the file as UTF-8.",
    },
    "more_text": {
        "id": "Setelah akhir JSON masih ada teks lain. Satu berkas memuat satu FeatureCollection.",
        "en": "There is more text after the end of the JSON. A file holds one FeatureCollection.",
    },
    "not_storable": {
        "id": "Teksnya memuat tanda yang tidak dapat disimpan (NUL atau huruf separuh).",
        "en": "Its text holds a sign that cannot be kept (NUL or half of a letter).",
    },
    "unknown_encoding": {
        "id": "Pengodean {encoding} tidak dikenal.",
        "en": "The encoding {encoding} is not known.",
    },
    "nul": {
        "id": "Ada bita NUL: ini bukan berkas teks.",
        "en": "There is a NUL byte: this is not a text file.",
    },
    "not_a_table": {
        "id": "Ini bukan tabel (CSV, .xlsx, .xls, .ods), melainkan {kind}.",
        "en": "This is not a table (CSV, .xlsx, .xls, .ods) but {kind}.",
    },
    "broken_workbook": {
        "id": "Buku kerja tidak terbaca: {why}.",
        "en": "The workbook cannot be read: {why}.",
    },
    "unknown_sheet": {
        "id": "Tidak ada lembar {name}; yang ada: {found}.",
        "en": "There is no sheet {name}; there are: {found}.",
    },
    "line_too_long": {
        "id": "Baris lebih panjang dari {most} MB.",
        "en": "The line is longer than {most} MB.",
    },
    "broken_csv": {
        "id": "Baris tabel rusak, mungkin tanda kutip tidak ditutup ({why}).",
        "en": "The row is broken, a quotation mark may not be closed ({why}).",
    },
    "missing_column": {
        "id": "Tidak ada kolom untuk {role}; yang ada: {found}. Sebutkan dengan "
        "--column {role}=NAMA.",
        "en": "No column for {role}; there are: {found}. Name it with --column {role}=NAME.",
    },
    "unknown_column": {
        "id": "Tidak ada kolom {name}; yang ada: {found}.",
        "en": "There is no column {name}; there are: {found}.",
    },
    "double_column": {
        "id": "Kolom {name} ada dua kali.",
        "en": "The column {name} is there twice.",
    },
    "no_places_named": {
        "id": "Tidak ada kolom tempat (place) atau bentuk (geometry), dan tidak ada --links. "
        "Kolom yang ada: {found}.",
        "en": "There is no column for place or geometry, and no --links. The columns are: {found}.",
    },
    "unknown_zone": {
        "id": "Zona waktu {zone} tidak dikenal; tulis nama IANA, misalnya Asia/Jakarta.",
        "en": "The time zone {zone} is not known; write an IANA name such as Asia/Jakarta.",
    },
    "not_json": {
        "id": "Bukan JSON yang utuh (kolom {column}): {why}.",
        "en": "Not whole JSON (column {column}): {why}.",
    },
    "not_collection": {
        "id": "Ini bukan FeatureCollection GeoJSON.",
        "en": "This is not a GeoJSON FeatureCollection.",
    },
    "feature_too_large": {
        "id": "Satu bagian lebih besar dari {most} MB; sederhanakan bentuknya.",
        "en": "One part is larger than {most} MB; draw the shape more simply.",
    },
    "other_system": {
        "id": "Sistem koordinat berkas ini {system}; ekspor sebagai WGS 84 (EPSG:4326).",
        "en": "The file's coordinate system is {system}; export it as WGS 84 (EPSG:4326).",
    },
    "all_swapped": {
        "id": "Lintang dan bujur tampaknya tertukar di seluruh berkas: tempatnya {km} km dari "
        "{zone}, tetapi dekat jika urutannya dibalik. Tulis bujur dahulu, atau periksa --zone.",
        "en": "Latitude and longitude seem to be swapped in the whole file: the places lie {km} "
        "km from {zone}, and near it in the other order. Write longitude first, or check --zone.",
    },
    "nothing_usable": {
        "id": "Tidak ada satu baris pun yang dapat dipakai.",
        "en": "Not one row can be used.",
    },
    # --- a row of bookings ---
    "too_many_cells": {
        "id": "Baris ini berisi {cells} sel, judulnya {columns}.",
        "en": "The row has {cells} cells, the header {columns}.",
    },
    "no_id": {"id": "Tidak ada id pemesanan.", "en": "The booking has no id."},
    "long_id": {
        "id": "Id lebih panjang dari {most} huruf.",
        "en": "The id is longer than {most} characters.",
    },
    "no_time": {"id": "Waktu kosong: {field}.", "en": "The time is empty: {field}."},
    "bad_time": {
        "id": "Waktu {field} tidak terbaca: {value}. Tulis 2026-12-10 07:00, atau sebutkan "
        "--time-format.",
        "en": "The time of {field} cannot be read: {value}. Write 2026-12-10 07:00, or name the "
        "--time-format.",
    },
    "no_clock": {
        "id": "Waktu {field} tanpa jam: {value}.",
        "en": "The time of {field} has no hours: {value}.",
    },
    "bad_year": {
        "id": "Tahun {year} pada {field} di luar {first}–{last}.",
        "en": "The year {year} of {field} is outside {first}–{last}.",
    },
    "offset": {
        "id": "Selisih {offset} pada {field} bukan waktu {zone} ({right}). Tulis waktu setempat "
        "tanpa selisih, atau sebutkan zona yang benar.",
        "en": "The offset {offset} of {field} is not the time of {zone} ({right}). Write local "
        "time without offset, or name the right zone.",
    },
    "row_zone": {
        "id": "Zona waktu {zone} tidak dikenal.",
        "en": "The time zone {zone} is not known.",
    },
    "end_before_start": {
        "id": "Selesai ({end}) tidak sesudah mulai ({start}).",
        "en": "The end ({end}) is not after the start ({start}).",
    },
    "skipped": {
        "id": "Antara {start} dan {end} tidak ada waktu: malam itu jam di {zone} dimajukan.",
        "en": "Between {start} and {end} is no time: that night clocks in {zone} go forward.",
    },
    "no_place": {
        "id": "Tidak ada tempat dan tidak ada bentuk.",
        "en": "There is no place and no shape.",
    },
    "not_a_shape": {
        "id": "Bentuk tidak terbaca, bukan WKT dan bukan GeoJSON.",
        "en": "The shape cannot be read, it is neither WKT nor GeoJSON.",
    },
    "geometry": {"id": "Bentuk tidak dapat dipakai.", "en": "The shape cannot be used."},
    "duplicate": {
        "id": "Id yang sama dengan isi lain ada di baris {other}; keduanya tidak diikutkan.",
        "en": "The same id with other content stands on line {other}; neither counts.",
    },
    "repeated": {
        "id": "Sama persis dengan baris {other}.",
        "en": "The same as line {other}.",
    },
    "unknown_place": {
        "id": "Tempat {place} tidak ada di berkas tempat; bentrok karena id yang sama tetap "
        "dicari, jarak tidak diukur.",
        "en": "The place {place} is not in the file of places; clashes by the same id are still "
        "found, distances are not measured.",
    },
    # --- a booking that is to be loaded ---
    "place_not_there": {
        "id": "Tempat {place} tidak ada di berkas tempat dan bukan lokasi atau tempat yang dikenal "
        "di sini.",
        "en": "The place {place} is not in the file of places, nor a site or ground known here.",
    },
    "outside_city": {
        "id": "{place} terletak di luar kota ini.",
        "en": "{place} lies outside this city.",
    },
    "unknown_kind": {
        "id": "Jenis {kind} tidak dikenal; yang dikenal: {known}.",
        "en": "The kind {kind} is not known; known are: {known}.",
    },
    "refused": {"id": "Ditolak: {why}", "en": "Refused: {why}"},
    # --- a row of links ---
    "no_link": {
        "id": "Id pemesanan atau id tempat kosong.",
        "en": "The id of the booking or of the place is empty.",
    },
    "unknown_booking": {
        "id": "Pemesanan {booking} tidak ada di berkas pemesanan.",
        "en": "The booking {booking} is not in the file of bookings.",
    },
    # --- a feature ---
    "not_a_feature": {"id": "Ini bukan Feature.", "en": "This is not a Feature."},
    "no_feature_id": {
        "id": "Fitur tanpa id; sebutkan sifatnya dengan --column feature=NAMA.",
        "en": "The feature has no id; name its property with --column feature=NAME.",
    },
    "far_away": {
        "id": "Letaknya {km} km dari tengah data; jaraknya tidak diukur. Periksa koordinatnya.",
        "en": "It lies {km} km from the middle of the data; distances to it are not measured. "
        "Check the coordinates.",
    },
    "swapped": {
        "id": "Lintang dan bujur tampaknya tertukar: letaknya {km} km dari tengah data, dan dekat "
        "jika urutannya dibalik.",
        "en": "Latitude and longitude seem to be swapped: it lies {km} km from the middle of the "
        "data, and near it in the other order.",
    },
}
