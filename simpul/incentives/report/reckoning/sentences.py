"""The causes of a refusal and the questions about a file, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from simpul.kit.texts import Texts

SENTENCES: Mapping[str, Texts] = {
    "too_large": {
        "en": "the file is larger than {more} MB; send the ledger in parts or as CSV",
        "id": "berkas lebih besar dari {more} MB; kirim per bagian atau sebagai CSV",
    },
    "broken_off": {
        "en": "reading broke off on our side; nothing was kept, send the file again",
        "id": "pembacaan terhenti di pihak kami; tidak ada yang disimpan, kirim ulang berkasnya",
    },
    "empty": {"en": "the file has no lines", "id": "berkas tidak berisi baris"},
    "too_many_lines": {
        "en": "more than {more} lines; send the ledger in parts",
        "id": "lebih dari {more} baris; kirim buku besar per bagian",
    },
    "not_a_table": {
        "en": "this is neither CSV nor XLSX nor SAF-T",
        "id": "ini bukan CSV, XLSX, ataupun SAF-T",
    },
    "damaged": {
        "en": "the file is damaged: {more}",
        "id": "berkas rusak: {more}",
    },
    "not_utf8": {
        "en": "the text is not UTF-8; save it as “CSV UTF-8”",
        "id": "teks bukan UTF-8; simpan sebagai “CSV UTF-8”",
    },
    "nul": {"en": "a hidden zero byte stands here", "id": "ada bita nol tersembunyi di sini"},
    "quotes": {
        "en": "a quotation mark is opened and never closed",
        "id": "tanda kutip dibuka tetapi tidak ditutup",
    },
    "cells": {
        "en": "{value} cells where the header has {more}",
        "id": "{value} sel, padahal kepala tabel punya {more}",
    },
    "formula": {
        "en": "a formula stands in cell {value}; save values only",
        "id": "sel {value} berisi rumus; simpan hanya nilainya",
    },
    "formula_text": {
        "en": "“{value}” would run as a formula; save values only",
        "id": "“{value}” akan dijalankan sebagai rumus; simpan hanya nilainya",
    },
    "macros": {
        "en": "the workbook carries macros; save it as XLSX without them",
        "id": "buku kerja berisi makro; simpan sebagai XLSX tanpa makro",
    },
    "links": {
        "en": "the workbook takes values from other files; save values only",
        "id": "buku kerja mengambil nilai dari berkas lain; simpan hanya nilainya",
    },
    "error_cell": {
        "en": "cell {value} shows the error {more}",
        "id": "sel {value} menunjukkan galat {more}",
    },
    "sheets": {
        "en": "the workbook has several sheets with lines ({more}); say which one",
        "id": "buku kerja punya beberapa lembar berisi baris ({more}); sebutkan yang mana",
    },
    "unknown_sheet": {
        "en": "there is no sheet {value}; there are {more}",
        "id": "lembar {value} tidak ada; yang ada: {more}",
    },
    "doctype": {
        "en": "the XML declares a document type or entities, which are not read",
        "id": "XML menyatakan jenis dokumen atau entitas, yang tidak dibaca",
    },
    "not_saft": {
        "en": "this XML is not a Standard Audit File (SAF-T)",
        "id": "XML ini bukan Standard Audit File (SAF-T)",
    },
    "too_deep": {"en": "the XML is nested too deeply", "id": "XML bersarang terlalu dalam"},
    "no_header": {
        "en": "no line of the first {more} names the columns date, account and amount",
        "id": "tidak ada baris dari {more} baris pertama yang menyebut kolom tanggal, akun, dan "
        "jumlah",
    },
    "double_column": {
        "en": "two columns are both read as {more}; say which one",
        "id": "dua kolom sama-sama dibaca sebagai {more}; sebutkan yang mana",
    },
    "missing_column": {
        "en": "no column for {more}; say which one it is",
        "id": "tidak ada kolom untuk {more}; sebutkan yang mana",
    },
    "unknown_column": {
        "en": "there is no column {value}",
        "id": "kolom {value} tidak ada",
    },
    "not_number": {"en": "“{value}” is no number", "id": "“{value}” bukan bilangan"},
    "other_separators": {
        "en": "“{value}” does not follow the way numbers are written here ({more})",
        "id": "“{value}” tidak mengikuti cara penulisan angka di sini ({more})",
    },
    "too_precise": {
        "en": "“{value}” has more than {more} digits after the point",
        "id": "“{value}” punya lebih dari {more} angka di belakang koma",
    },
    "too_big": {"en": "“{value}” is too large", "id": "“{value}” terlalu besar"},
    "required": {"en": "is empty", "id": "kosong"},
    "not_date": {
        "en": "“{value}” is no date (2026-03-24, 24/03/2026 or a day number of Excel)",
        "id": "“{value}” bukan tanggal (2026-03-24, 24/03/2026, atau nomor hari Excel)",
    },
    "two_currencies": {
        "en": "two currencies in one column: {value} here, {more} before",
        "id": "dua mata uang dalam satu kolom: {value} di sini, {more} sebelumnya",
    },
    "currency_differs": {
        "en": "the amount says {value}, the currency column {more}",
        "id": "jumlah menyebut {value}, kolom mata uang {more}",
    },
    "not_currency": {
        "en": "“{value}” is no currency code such as IDR or USD",
        "id": "“{value}” bukan kode mata uang seperti IDR atau USD",
    },
    "no_rate": {
        "en": "no exchange rate for {value} on {more}",
        "id": "tidak ada kurs untuk {value} pada {more}",
    },
    "bad_rate": {
        "en": "the rate {value} must be more than zero",
        "id": "kurs {value} harus lebih dari nol",
    },
    "rate_not_one": {
        "en": "the rate of the report's own currency is {value}, not 1",
        "id": "kurs mata uang laporan sendiri {value}, bukan 1",
    },
    "amount_differs": {
        "en": "{value} is not the amount times its rate, which is {more}",
        "id": "{value} bukan jumlah kali kursnya, yaitu {more}",
    },
    "both_sides": {
        "en": "both debit and credit are filled in",
        "id": "debit dan kredit sama-sama terisi",
    },
    "no_amount": {"en": "there is no amount", "id": "tidak ada jumlah"},
    "amount_sides": {
        "en": "the amount {value} is not debit less credit, {more}",
        "id": "jumlah {value} bukan debit dikurangi kredit, {more}",
    },
    "double_row": {
        "en": "the line number {value} is there already, on line {more}",
        "id": "nomor baris {value} sudah ada di baris {more}",
    },
    "reverses_unknown": {
        "en": "it reverses line {value}, which is not in the report",
        "id": "membalik baris {value} yang tidak ada dalam laporan",
    },
    "not_yes_no": {"en": "“{value}” is neither yes nor no", "id": "“{value}” bukan ya atau tidak"},
    "bad_share": {
        "en": "the share {value} must lie between 0 and 100%",
        "id": "bagian {value} harus antara 0 dan 100%",
    },
    "share_without_method": {
        "en": "a share of {value} needs the method and the reason beside it",
        "id": "bagian {value} perlu metode dan alasan di sampingnya",
    },
    "period_order": {
        "en": "the service ends before it begins ({value})",
        "id": "jasa berakhir sebelum dimulai ({value})",
    },
    "control_lines": {
        "en": "the control total says {more} lines, the file has {value}",
        "id": "total kendali menyebut {more} baris, berkas berisi {value}",
    },
    "control_entries": {
        "en": "the control total says {more} entries, the file has {value}",
        "id": "total kendali menyebut {more} jurnal, berkas berisi {value}",
    },
    "control_total": {
        "en": "the control total says {more}, the lines add up to {value}",
        "id": "total kendali menyebut {more}, jumlah semua baris {value}",
    },
    "control_account": {
        "en": "the control total of this account says {more}, its lines add up to {value}",
        "id": "total kendali akun ini menyebut {more}, jumlah barisnya {value}",
    },
    "arms_length_side": {
        "en": "the arm's-length price {value} is below zero, the amount {more} is not",
        "id": "harga wajar {value} di bawah nol, sedangkan jumlahnya {more}",
    },
    "unbalanced": {
        "en": "debit {value} is not credit {more}",
        "id": "debit {value} tidak sama dengan kredit {more}",
    },
    "unbalanced_entry": {
        "en": "the entry {value} does not balance: debit less credit is {more}",
        "id": "jurnal {value} tidak seimbang: debit dikurangi kredit {more}",
    },
}

QUESTIONS: Mapping[str, Texts] = {
    "decimal": {
        "en": "Column {column}: {examples}. Is the sign before the last digits the decimal sign, "
        "or does it separate thousands?",
        "id": "Kolom {column}: {examples}. Apakah tanda sebelum angka-angka terakhir tanda "
        "desimal, atau pemisah ribuan?",
    },
    "dates": {
        "en": "Column {column}: {examples}. These are not days/months/years. Are they "
        "months/days/years?",
        "id": "Kolom {column}: {examples}. Ini bukan hari/bulan/tahun. Apakah bulan/hari/tahun?",
    },
    "currency": {
        "en": "The report does not say in which currency its amounts are. Which one is it?",
        "id": "Laporan tidak menyebut mata uang jumlahnya. Mata uang apa?",
    },
    "columns": {
        "en": "Which column is the {column}? {examples}",
        "id": "Kolom mana yang memuat {column}? {examples}",
    },
    "sheet": {
        "en": "Which sheet holds the lines? {examples}",
        "id": "Lembar mana yang berisi baris? {examples}",
    },
}

NAMES: Mapping[str, Texts] = {
    "row_id": {"en": "line number", "id": "nomor baris"},
    "date": {"en": "date", "id": "tanggal"},
    "period": {"en": "period", "id": "periode"},
    "account": {"en": "account", "id": "akun"},
    "account_text": {"en": "account name", "id": "nama akun"},
    "dept": {"en": "department", "id": "departemen"},
    "episode": {"en": "episode or set", "id": "episode atau set"},
    "payee_id": {"en": "payee number", "id": "nomor penerima"},
    "payee": {"en": "payee", "id": "penerima"},
    "payee_type": {"en": "kind of payee", "id": "jenis penerima"},
    "residency": {"en": "residency", "id": "domisili pajak"},
    "tax_id": {"en": "tax number", "id": "nomor pajak"},
    "doc_no": {"en": "document number", "id": "nomor bukti"},
    "po_no": {"en": "purchase order", "id": "nomor pesanan"},
    "type": {"en": "kind of entry", "id": "jenis transaksi"},
    "description": {"en": "description", "id": "keterangan"},
    "service_from": {"en": "service from", "id": "jasa dari"},
    "service_to": {"en": "service to", "id": "jasa sampai"},
    "place": {"en": "place", "id": "tempat"},
    "currency": {"en": "currency", "id": "mata uang"},
    "amount_orig": {"en": "amount in its currency", "id": "jumlah dalam mata uang asal"},
    "rate": {"en": "exchange rate", "id": "kurs"},
    "amount": {"en": "amount", "id": "jumlah"},
    "debit": {"en": "debit", "id": "debit"},
    "credit": {"en": "credit", "id": "kredit"},
    "tax": {"en": "tax", "id": "pajak"},
    "withholding": {"en": "tax withheld", "id": "pajak dipotong"},
    "tag": {"en": "tag", "id": "tanda"},
    "related_party": {"en": "related party", "id": "pihak berelasi"},
    "arms_length": {"en": "arm's-length price", "id": "harga wajar"},
    "reverses": {"en": "reverses line", "id": "membalik baris"},
    "days": {"en": "days", "id": "hari"},
    "share": {"en": "eligible share", "id": "bagian yang layak"},
    "method": {"en": "method of the share", "id": "metode bagian"},
    "reason": {"en": "reason of the share", "id": "alasan bagian"},
}
"""Role of a column -> its name in a sentence."""
