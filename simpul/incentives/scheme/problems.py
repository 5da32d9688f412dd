"""What can be wrong in a scheme file, in words."""

from __future__ import annotations

from simpul.kit.packproblems import register_messages

register_messages(
    {
        "inexact": {
            "id": 'bilangan pecahan {value} harus ditulis dalam tanda kutip, misalnya "0.32" '
            'atau "32%"; pecahan TOML tidak eksak',
            "en": 'the decimal {value} must be written in quotes, as "0.32" or "32%"; '
            "TOML's own are not exact",
        },
        "other_currency": {
            "id": "{value} bukan dalam mata uang skema ({currency})",
            "en": "{value} is not in the scheme's currency ({currency})",
        },
        "not_a_term": {
            "id": "{value} bukan bilangan, tanggal, atau nama",
            "en": "{value} is no number, date or name",
        },
        "share_over_one": {
            "id": '{value} terlalu besar sebagai bagian; tulis "{value}%" bila itu persen',
            "en": '{value} is too large for a share; write "{value}%" if per cent is meant',
        },
        "not_a_name": {
            "id": "{value} tidak dapat menjadi nama: huruf kecil, angka, dan garis bawah",
            "en": "{value} cannot be a name: small letters, digits and underscores",
        },
        "name_taken": {
            "id": "nama {value} sudah dipakai di baris {line}",
            "en": "the name {value} is taken on line {line}",
        },
        "unknown_name": {"id": "{value} tidak dikenal", "en": "{value} is not known"},
        "used_before": {
            "id": "{value} baru dihitung kemudian (baris {line}); urutan langkah tidak mungkin",
            "en": "{value} is computed only later (line {line}); the steps stand in an "
            "impossible order",
        },
        "refers_to_itself": {
            "id": "{value} mengacu pada dirinya sendiri tanpa penyelesaian; batas yang menghitung "
            'dirinya sendiri ditulis sebagai category_sub_cap dengan base = "result"',
            "en": "{value} refers to itself without a solution; a cap that includes itself is "
            'written as category_sub_cap with base = "result"',
        },
        "circular": {
            "id": "{value} dan {other} saling menunggu",
            "en": "{value} and {other} wait for each other",
        },
        "cap_without_solution": {
            "id": "batas ini mengacu pada dirinya sendiri tanpa penyelesaian: {why}",
            "en": "this cap refers to itself without a solution: {why}",
        },
        "units_mixed": {
            "id": "satuan tercampur: {one} dan {other}",
            "en": "units are mixed: {one} and {other}",
        },
        "line_step_late": {
            "id": "langkah atas biaya harus berdiri sebelum biaya dijumlahkan (baris {line})",
            "en": "a step on costs must stand before costs are added up (line {line})",
        },
        "category_not_input": {
            "id": "{value} adalah biaya kategori {category}; pakailah nama kategorinya",
            "en": "{value} is a cost of the category {category}; name the category",
        },
        "not_the_file": {
            "id": "id {value} tidak sama dengan nama berkas",
            "en": "the id {value} is not the name of the file",
        },
        "not_currency": {
            "id": "{value} bukan kode mata uang ISO",
            "en": "{value} is no ISO code of a currency",
        },
        "not_country": {"id": "{value} bukan kode negara ISO", "en": "{value} is no ISO country"},
        "one_of_these": {
            "id": "tepat satu dari ini harus ada: {names}",
            "en": "exactly one of these must be there: {names}",
        },
        "not_this_and_that": {
            "id": "{one} dan {other} tidak bersamaan",
            "en": "{one} and {other} do not go together",
        },
        "test_without_effect": {
            "id": "tidak ada langkah yang memakai uji {value}",
            "en": "no step uses the test {value}",
        },
        "no_steps": {
            "id": "skema tanpa langkah hanya boleh berstatus unknown",
            "en": "only a scheme of status unknown has no steps",
        },
        "too_deep": {"id": "terlalu dalam bersarang", "en": "nested too deeply"},
        "no_condition": {"id": "syarat kosong", "en": "the condition is empty"},
        "not_in_order": {
            "id": "nilai {value} tidak menaik",
            "en": "the value {value} does not rise",
        },
        "paid_before": {
            "id": "bagian dengan due {value} tidak dapat berdiri setelah bagian dengan due {other}",
            "en": "a part due at {value} cannot stand after one due at {other}",
        },
        "last_band": {
            "id": "hanya tingkat terakhir yang tanpa batas atas",
            "en": "only the last tier is without an upper bound",
        },
        "result_unit": {
            "id": "hasil harus berupa bilangan, bukan {unit}",
            "en": "the result must be a number, not {unit}",
        },
        "not_a_default": {
            "id": "nilai bawaan {value} tidak cocok dengan jenis {kind}",
            "en": "the default {value} does not fit the kind {kind}",
        },
    }
)
