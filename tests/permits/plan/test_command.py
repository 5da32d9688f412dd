"""`simpul plan FILE.json`: sentences, JSON, and an exit status that says yes, no or unusable."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from simpul.config.output import BAD_INPUT, GOOD, NEGATIVE, Output
from simpul.kit.outcomes import InvalidInput
from simpul.permits.commands import plan
from simpul.permits.demo.flows import FOLDER

pytestmark = pytest.mark.django_db


TIM = FOLDER / "b_tim_two_days.json"
MENTENG = FOLDER / "a_menteng_footpath.json"


def asked(file: Path, filed: str, language: str = "en", *, as_json: bool = False) -> Any:
    out = io.StringIO()
    status = plan(file, filed=filed, language=language, output=Output(as_json=as_json, out=out))
    return status, out.getvalue()


def test_a_plan_in_time_is_a_yes(jakarta: Any) -> None:
    status, text = asked(TIM, "2026-11-23")
    assert status == GOOD
    assert "Rp\N{NO-BREAK SPACE}2,200,000" in text
    assert "Rp\N{NO-BREAK SPACE}2,700,000" in text
    assert "Nothing else is payable." in text


def test_every_clearance_says_why_with_what_until_when_and_how_sure_it_is(jakarta: Any) -> None:
    status, text = asked(MENTENG, "2026-11-23")
    assert status == GOOD
    police = text[text.index("2. District police") :].split("\n3. ")[0]
    assert "Polsek of Kecamatan Menteng" in police
    assert "One district: the district police chief decides. [confirmed]" in police
    assert "National Police Regulation 7/2023" in police
    assert "Papers: List of the organising committee; " in police
    assert "Last filing day: Wednesday, 25 November 2026" in police
    assert "Earliest lawful start: Friday, 11 December 2026" in police
    assert "No fee" in police
    assert "At most 6 people: no review by the commission." in text
    assert "Kecamatan Menteng and Kelurahan Cikini: Filming outdoors is told" in text


def test_the_chain_says_what_comes_first(jakarta: Any) -> None:
    _, text = asked(FOLDER / "e_kota_tua_foreign.json", "2026-11-23")
    police = text[text.index("National Police Headquarters") :]
    assert police.index("Comes after: Ministry of Culture (foreign film)") < police.index("5. ")


def test_a_plan_too_late_is_a_no(jakarta: Any) -> None:
    status, text = asked(MENTENG, "2026-12-01")
    assert status == NEGATIVE
    assert "not possible any more" in text


def test_for_programs_it_is_one_json_document(jakarta: Any) -> None:
    status, text = asked(TIM, "2026-11-23", as_json=True)
    data = json.loads(text)
    assert status == GOOD
    assert data["lawful"] is True
    assert [line["amount"] for line in data["fees"]["lines"]] == ["2200000", "2700000"]


def test_it_speaks_indonesian(jakarta: Any) -> None:
    _, text = asked(TIM, "2026-11-23", "id")
    assert "Rp\N{NO-BREAK SPACE}2.200.000" in text
    _, text = asked(MENTENG, "2026-11-23", "id")
    assert "Polsek di Kecamatan Menteng" in text
    assert "Paling cepat boleh mulai: Jumat, 11 Desember 2026" in text


@pytest.mark.parametrize(
    ("content", "path"),
    [
        (b"{", ""),
        (b"\xff\xfe\x00", ""),
        (b"[" * 100_000, ""),
        (b'{"days": [{"date": "2026-02-30"}]}', "days[0].date"),
        (b'{"x": 1}', "x"),
        (b'{"production": {"foreign_crew": NaN}}', "production.foreign_crew"),
    ],
)
def test_what_cannot_be_used_is_named(
    jakarta: Any, tmp_path: Path, content: bytes, path: str
) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        asked(file, "2026-11-23")
    assert list(refused.value.errors) == [path]


def test_a_file_that_is_not_there_and_a_day_that_is_none(jakarta: Any, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        asked(tmp_path / "nothing.json", "2026-11-23", "id")
    assert refused.value.errors == {"": ["Berkas tidak dapat dibaca: berkas tidak ada"]}
    with pytest.raises(InvalidInput) as refused:
        asked(tmp_path, "2026-11-23", "en")
    assert refused.value.errors == {"": ["The file cannot be read: it is a folder, not a file"]}
    with pytest.raises(InvalidInput) as refused:
        asked(TIM, "tomorrow")
    assert list(refused.value.errors) == ["--filed"]


def test_unusable_input_has_its_own_exit_status() -> None:
    assert (GOOD, NEGATIVE, BAD_INPUT) == (0, 1, 2)
