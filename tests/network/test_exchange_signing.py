"""Requests between nodes: signed as RFC 9421 says; anything changed is refused."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from hypothesis import given
from hypothesis import strategies as st

from simpul.network.exchange import addresses, envelope, keys, signing

URL = "https://simpul.example.org/api/v1/network/messages"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = keys.key_id(keys.public_text(KEY.public_key()))
BODY = b'{"a":1}'


def _signed(body=BODY, now=NOW, url=URL, key=KEY, name=NAME):
    return signing.sign(method="POST", url=url, body=body, key_id=name, private=key, now=now)


def _verify(headers, body=BODY, now=NOW, url=URL, method="POST", known=None):
    known = {NAME: KEY.public_key()} if known is None else known
    return signing.verify(
        method=method, url=url, headers=headers, body=body, find=known.get, now=now
    )


def test_a_signed_request_is_accepted_and_says_who_sent_it():
    found = _verify(_signed())
    assert found.key_id == NAME
    assert found.created == NOW
    assert _verify(_signed()).nonce != found.nonce


def test_the_signature_is_the_one_of_the_standard():
    """Computed by hand: the signature base of RFC 9421 section 2.5, signed with Ed25519."""
    headers = _signed()
    digest = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    assert headers["Content-Digest"] == f"sha-256=:{digest}:"
    params = headers["Signature-Input"].removeprefix("simpul=")
    base = "\n".join(
        [
            '"@method": POST',
            f'"@target-uri": {URL}',
            '"content-type": application/json',
            f'"content-digest": sha-256=:{digest}:',
            f'"@signature-params": {params}',
        ]
    )
    signature = base64.b64decode(headers["Signature"].removeprefix("simpul=:").removesuffix(":"))
    KEY.public_key().verify(signature, base.encode())
    assert f"created={int(NOW.timestamp())}" in params
    assert f'keyid="{NAME}"' in params
    assert 'alg="ed25519"' in params
    assert 'tag="simpul-node-1"' in params


def test_a_key_is_named_by_the_thumbprint_of_rfc_8037():
    # RFC 8037, appendix A.3.
    text = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    assert keys.key_id(text) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize(
    "header", ["Content-Type", "Content-Digest", "Signature-Input", "Signature"]
)
def test_a_request_without_one_of_its_headers_is_refused(header):
    headers = _signed()
    del headers[header]
    with pytest.raises(signing.NotAccepted):
        _verify(headers)


@pytest.mark.parametrize(
    "changed",
    [
        {"body": b'{"a":2}'},
        {"body": b""},
        {"url": URL.replace("simpul", "other")},
        {"url": URL + "?x=1"},
        {"method": "PUT"},
        {"known": {}},
        {"known": {NAME: Ed25519PrivateKey.generate().public_key()}},
    ],
)
def test_another_body_target_method_or_key_is_refused(changed):
    with pytest.raises(signing.NotAccepted):
        _verify(_signed(), **changed)


def _without(headers, parameter):
    text = re.sub(rf";{parameter}=(\"[^\"]*\"|\d+)", "", headers["Signature-Input"])
    return {**headers, "Signature-Input": text}


@pytest.mark.parametrize("parameter", ["created", "nonce", "keyid", "tag"])
def test_a_parameter_taken_out_is_refused(parameter):
    with pytest.raises(signing.NotAccepted):
        _verify(_without(_signed(), parameter))


@pytest.mark.parametrize("covered", ['"@method"', '"@target-uri"', '"content-digest"'])
def test_a_signature_that_covers_less_is_refused_though_it_is_right(covered):
    left = [f'"{one}"' for one in signing.COVERED if f'"{one}"' != covered]
    digest = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    params = (
        f'({" ".join(left)});created={int(NOW.timestamp())};keyid="{NAME}";'
        'alg="ed25519";nonce="0123456789abcdef";tag="simpul-node-1"'
    )
    lines = {
        '"@method"': "POST",
        '"@target-uri"': URL,
        '"content-type"': "application/json",
        '"content-digest"': f"sha-256=:{digest}:",
    }
    base = "\n".join([*(f"{one}: {lines[one]}" for one in left), f'"@signature-params": {params}'])
    headers = {
        "Content-Type": "application/json",
        "Content-Digest": f"sha-256=:{digest}:",
        "Signature-Input": f"simpul={params}",
        "Signature": f"simpul=:{base64.b64encode(KEY.sign(base.encode())).decode()}:",
    }
    with pytest.raises(signing.NotAccepted):
        _verify(headers)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_only_who_is_known_hears_that_the_clock_is_wrong(minutes):
    headers = _signed(now=NOW + timedelta(minutes=minutes))
    with pytest.raises(signing.WrongClock):
        _verify(headers)
    with pytest.raises(signing.NotAccepted):
        _verify(headers, known={})


def test_clocks_may_be_some_minutes_apart():
    for minutes in (-4, 4):
        assert _verify(_signed(now=NOW + timedelta(minutes=minutes))).key_id == NAME


@given(st.binary(max_size=300), st.integers(0, 299), st.integers(1, 255))
def test_one_changed_byte_of_the_body_is_refused(body, at, change):
    headers = _signed(body=body)
    assert _verify(headers, body=body).key_id == NAME
    if body:
        other = bytearray(body)
        other[at % len(body)] ^= change
        with pytest.raises(signing.NotAccepted):
            _verify(headers, body=bytes(other))


@given(
    st.sampled_from(["Content-Digest", "Signature-Input", "Signature"]),
    st.text(st.characters(max_codepoint=0x2FF), max_size=300),
)
def test_whatever_stands_in_a_header_it_is_refused_and_nothing_breaks(header, text):
    with pytest.raises(signing.NotAccepted):
        _verify({**_signed(), header: text})


# --- messages ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"\xff", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"simpul":NaN}', "not_json"),
        (b"[]", "not_a_message"),
        (b'{"simpul":1}', "not_a_message"),
        (b'{"simpul":2,"id":"x","kind":"k","about":{}}', "unknown_version"),
        (b'{"simpul":true,"id":"x","kind":"k","about":{}}', "unknown_version"),
        (b'{"simpul":1,"id":"x","kind":"k","about":{}}', "unknown_kind"),
        (b'{"simpul":1,"id":"x","kind":["k"],"about":{}}', "unknown_kind"),
        (b'{"simpul":1,"id":"x","kind":"passport.held","about":{}}', "not_a_message"),
        (b'{"simpul":1,"id":"x","kind":"passport.revoked","about":{"share":"y"}}', "not_a_message"),
    ],
)
def test_what_is_no_message_is_refused_with_a_code(body, code):
    with pytest.raises(envelope.NotAMessage) as refused:
        envelope.read(body)
    assert refused.value.code == code


# --- where requests may go ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("http://busan.example.org", "https_only"),
        ("https://127.0.0.1", "inner_address"),
        ("https://10.1.2.3:8443", "inner_address"),
        ("https://169.254.169.254", "inner_address"),
        ("https://[::1]", "inner_address"),
        ("https://user@busan.example.org", "not_an_origin"),
        ("https://busan.example.org/path", "not_an_origin"),
        ("https://busan.example.org?x", "not_an_origin"),
        ("https://busan.example.org:99999", "not_an_origin"),
        ("ftp://busan.example.org", "not_an_origin"),
        ("", "not_an_origin"),
    ],
)
def test_requests_go_to_public_https_origins_only(text, code):
    with pytest.raises(addresses.BadAddress) as refused:
        addresses.parse(text, anywhere=False)
    assert refused.value.code == code


def test_a_name_that_leads_inside_is_refused_when_it_is_looked_up():
    origin = addresses.parse("https://localhost", anywhere=False)
    with pytest.raises(addresses.BadAddress):
        addresses.resolve(origin, anywhere=False)


def test_an_origin_has_one_spelling():
    assert addresses.parse("HTTPS://Busan.Example.org:443/", anywhere=False).text == (
        "https://busan.example.org"
    )
    assert addresses.parse("http://127.0.0.1:8473", anywhere=True).text == "http://127.0.0.1:8473"


# --- our own key --------------------------------------------------------------------------------
@pytest.fixture
def folder(settings, tmp_path):
    settings.SIGNER_FOLDER = tmp_path / "signer"
    return tmp_path / "signer" / "node"


def test_the_key_is_made_once_and_only_its_owner_reads_it(folder):
    first = keys.own_key()
    assert keys.own_key().key_id == first.key_id
    (path,) = folder.glob("*.key.pem")
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert isinstance(load_pem_private_key(path.read_bytes(), None), Ed25519PrivateKey)


def test_a_key_that_others_can_read_is_not_used(folder):
    keys.own_key()
    (path,) = folder.glob("*.key.pem")
    path.chmod(0o644)
    keys._load.cache_clear()
    with pytest.raises(keys.KeyProblem):
        keys.own_key()


def test_after_a_change_the_new_key_signs_and_the_old_one_is_there_until_dropped(folder):
    old, new = (one.key_id for one in keys.new_key())
    assert keys.own_key().key_id == new != old
    assert keys.by_id(old) is not None
    assert keys.drop_old() == 1
    assert keys.by_id(old) is None
    assert keys.own_key().key_id == new


def test_a_fingerprint_is_compared_whole():
    text = keys.public_text(KEY.public_key())
    shown = keys.fingerprint(text)
    assert re.fullmatch(r"([0-9a-f]{4} ){7}[0-9a-f]{4}", shown)
    assert keys.same_fingerprint(text, shown.upper().replace(" ", "-"))
    assert not keys.same_fingerprint(text, shown[:-1])
    assert not keys.same_fingerprint(text, shown[:-1] + ("0" if shown[-1] != "0" else "1"))
    assert not keys.same_fingerprint(text, "")
