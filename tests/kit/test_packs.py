"""Pack files: every problem names its file, line and field; nothing bad is read silently."""

from __future__ import annotations

import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.kit.packs import (
    PackFolder,
    PackProblem,
    Problems,
    Row,
    parse_toml,
    read_provenance,
    register_messages,
)
from simpul.kit.tomllines import toml_lines

ORIGIN = {
    "source": "S1",
    "law": "UU_1|UU_2",
    "status": "confirmed",
    "valid_from": "2024-01-16",
    "valid_to": "",
}


@pytest.fixture
def folder(tmp_path):
    def write(**files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_csv", ".csv").replace(
                "_toml", ".toml"
            )
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return PackFolder(tmp_path)

    return write


def found(problems):
    return [(p.file, p.line, p.field, p.code) for p in problems]


def test_a_csv_is_read_with_its_lines(folder):
    problems = Problems()
    text = '\ufeffid,name\r\na, Satu \r\n\r\nb,"two\nlines"\r\nc,Tiga\r\n'
    rows = folder(x_csv=text).csv("x.csv", problems, columns=["id", "name"])
    assert [(r.text("id"), r.text("name"), r.line) for r in rows] == [
        ("a", "Satu", 2),
        ("b", "two\nlines", 4),
        ("c", "Tiga", 6),
    ]
    assert not problems


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("id\na\n", ("x.csv", 1, "name", "no_column")),
        ("id,name,nane\n", ("x.csv", 1, "nane", "unknown_column")),
        ("id,name,id\n", ("x.csv", 1, "id", "double_column")),
        ("id,name\na,b\nc\n", ("x.csv", 3, "", "cell_count")),
        ("id,name\na,b,c\n", ("x.csv", 2, "", "cell_count")),
        ('id,name\na,"b\n', ("x.csv", 2, "", "not_csv")),
        (b"id,name\na,caf\xe9\n", ("x.csv", 2, "", "not_utf8")),
        ("", ("x.csv", 1, "", "no_column")),
    ],
)
def test_a_broken_csv_names_file_line_and_column(folder, content, expected):
    problems = Problems()
    folder(x_csv=content).csv("x.csv", problems, columns=["id", "name"], optional=[])
    assert expected in found(problems)


def test_a_file_that_is_missing_or_outside_is_not_read(folder, tmp_path):
    (tmp_path.parent / "secret.csv").write_text("id\n1\n")
    problems = Problems()
    pack = folder()
    assert pack.csv("none.csv", problems) == []
    assert pack.csv("../secret.csv", problems) == []
    assert [p.code for p in problems] == ["no_file", "outside"]


TOML = """\
# comment = 1
title = "a [b] = c # d"
[city]
name.id = "Jakarta"
name.en = 'Jakarta'
many = [
  1, # one
  {code = "x", deep = {y = 2}},
]
["quoted key"]
"k.e.y" = 1
[[sites]]
name = \"\"\"
two [x]
lines\"\"\"
after = 1
[[sites]]
name = "second"
[sites.terms]
fee = 5
[[sites.days]]
n = 1
"""


def test_toml_keys_know_their_lines():
    tomllib.loads(TOML)
    lines = toml_lines(TOML)
    expected = {
        "title": 2,
        "city": 3,
        "city.name": 4,
        "city.name.id": 4,
        "city.name.en": 5,
        "city.many": 6,
        "city.many.0": 7,
        "city.many.1": 8,
        "city.many.1.code": 8,
        "city.many.1.deep.y": 8,
        "quoted key": 10,
        "quoted key.k.e.y": 11,
        "sites": 12,
        "sites.0": 12,
        "sites.0.name": 13,
        "sites.0.after": 16,
        "sites.1": 17,
        "sites.1.name": 18,
        "sites.1.terms": 19,
        "sites.1.terms.fee": 20,
        "sites.1.days.0.n": 22,
    }
    assert {key: lines.get(key) for key in expected} == expected


def test_toml_tables_are_rows(folder):
    problems = Problems()
    text = (
        '[desks.DISHUB]\nname.id = "Dishub"\nlaw = ["UU"]\n\n[desks.DISBUD]\nname.id = "Disbud"\n'
    )
    rows = folder(x_toml=text).toml_rows("x.toml", "desks", problems)
    assert [(r.key, r.line, r.line_of("name.id"), r.texts("name")) for r in rows] == [
        ("DISHUB", 1, 2, {"id": "Dishub"}),
        ("DISBUD", 5, 6, {"id": "Disbud"}),
    ]
    assert rows[0].list_of("law") == ["UU"]
    assert not problems


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[desks\n", ("x.toml", 1, "", "not_toml")),
        ("a = 1\n", ("x.toml", 1, "desks", "no_table")),
        ("b = 2\n[desks]\nDISHUB = 5\n", ("x.toml", 3, "desks.DISHUB", "not_a_table")),
        ("desks = 5\n", ("x.toml", 1, "desks", "not_a_table")),
    ],
)
def test_a_broken_toml_names_file_line_and_key(folder, content, expected):
    problems = Problems()
    assert folder(x_toml=content).toml_rows("x.toml", "desks", problems) == []
    assert expected in found(problems)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a = 1\n" + "a" + ".a" * 50_000 + " = 1\n", (2, "long_line")),
        ("b = 1 # " + "." * 9_000 + "\n" + "a" + ".a" * 2_000 + " = 1", (2, "long_key")),
        ("x = { " + '"a" . ' * 17 + "b = 1 }", (1, "long_key")),
        ("[" + "a." * 16 + "a]", (1, "long_key")),
    ],
    ids=["line", "key", "inline", "header"],
)
def test_a_key_made_to_stop_the_reader_is_refused_unread(content, expected):
    problems = Problems()
    began = time.process_time()
    assert parse_toml(content, "x.toml", problems) is None
    assert [(one.line, one.code) for one in problems] == [expected]
    assert time.process_time() - began < 0.5  # the standard reader takes half a minute


def test_sentences_and_quoted_dots_are_no_long_keys():
    text = 'note = "A. B. C. D. E. F. G. H. I. J. K. L. M. N. O. P. Q. R. S. T."\n'
    text += "# a.b c.d e.f g.h i.j k.l m.n o.p q.r s.t\n[" + ".".join("abcdefghijklmnop") + "]\n"
    problems = Problems()
    assert parse_toml(text, "x.toml", problems) is not None
    assert not problems


KEYS = st.text("abc_-1", min_size=1, max_size=4)
VALUES = st.recursive(
    st.integers(-9, 9) | st.booleans() | st.text("ab ]=#[\"'", max_size=6),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


def _toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[\n" + ",\n".join(_toml(v) for v in value) + "\n]"
    return str(value)


@given(st.lists(st.tuples(KEYS, VALUES), unique_by=lambda pair: pair[0], max_size=6))
def test_the_line_of_a_key_is_where_it_is_written(pairs):
    text, expected = "", {}
    for key, value in pairs:
        expected[key] = text.count("\n") + 1
        text += f"{key} = {_toml(value)}\n"
    assert list(tomllib.loads(text)) == list(expected)
    lines = toml_lines(text)
    assert {key: lines[key] for key in expected} == expected


def test_texts_come_from_columns_or_tables():
    row = Row({"text_id": "satu", "text_en": "one", "text_zh_Hant": "一", "text_ko": ""}, "x", 1)
    assert row.texts("text") == {"id": "satu", "en": "one", "zh-Hant": "一"}
    assert Row({"text": {"id": "satu"}}, "x", 1).texts("text") == {"id": "satu"}


def test_provenance_is_read_whole():
    problems = Problems()
    assert read_provenance(Row(ORIGIN, "x.csv", 5), problems) == {
        "source": "S1",
        "law": ["UU_1", "UU_2"],
        "status": "confirmed",
        "valid_from": "2024-01-16",
        "valid_to": None,
    }
    assert not problems


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"source": ""}, "source", "required"),
        ({"status": ""}, "status", "required"),
        ({"status": "certain"}, "status", "unknown_status"),
        ({"valid_from": ""}, "valid_from", "required"),
        ({"valid_from": "2024-02-30"}, "valid_from", "not_date"),
        ({"valid_from": "16/01/2024"}, "valid_from", "not_date"),
        ({"valid_from": "20240116"}, "valid_from", "not_date"),
        ({"valid_to": "soon"}, "valid_to", "not_date"),
        ({"valid_to": "2024-01-15"}, "valid_to", "date_order"),
        ({"law": None}, "law", "no_column"),
        ({"valid_to": None}, "valid_to", "no_column"),
    ],
)
def test_a_row_without_its_origin_is_a_problem(change, field, code):
    values = {k: v for k, v in {**ORIGIN, **change}.items() if v is not None}
    problems = Problems()
    read_provenance(Row(values, "x.csv", 5), problems)
    assert ("x.csv", 5, field, code) in found(problems)


def test_a_problem_is_a_sentence_in_both_languages():
    problem = PackProblem("rules/levies.csv", 12, "when:7", "unknown_code", {"kind": "a"})
    assert problem.text("en") == "rules/levies.csv:12 [when:7]: unknown a {value}"
    assert problem.text("id").startswith("rules/levies.csv:12 [when:7]: ")
    assert PackProblem("x", 0, "", "never heard of").text("id") == "x: never heard of"


def test_problems_are_sorted_by_file_for_a_form():
    problems = Problems()
    problems.add("a", 1, "f", "required")
    problems.add("b", 1, "f", "required")
    problems.add("a", 2, "f", "required")
    assert {file: len(texts) for file, texts in problems.by_file("id").items()} == {"a": 2, "b": 1}
    assert len(problems.texts("en")) == len(problems) == 3


def test_a_problem_code_has_one_meaning():
    with pytest.raises(ValueError, match="taken"):
        register_messages({"required": {"id": "lain", "en": "other"}})
