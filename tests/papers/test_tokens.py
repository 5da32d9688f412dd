"""A token is read back as it was issued, and in no other form."""

import base64
import json
import stat
import threading
import time

import jwt
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simpul.papers import tokens
from simpul.papers.keys import KeyProblem
from simpul.papers.tokens import ORDER, ExpiredToken, InvalidToken, issue, read

values = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=40)
payloads = st.dictionaries(
    st.text(min_size=1, max_size=8).filter(lambda key: key != "exp"),
    values | st.lists(values, max_size=3),
    max_size=5,
)
in_one_folder = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SPELLING = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."


@in_one_folder
@given(payloads)
def test_what_was_issued_is_read(payload):
    try:
        token = issue(payload)
    except UnicodeEncodeError:  # half a character
        return
    assert read(token) == payload


@in_one_folder
@given(st.data())
def test_one_character_changed_is_one_too_many(data):
    token = issue({"n": "JKT-26-000123-K", "v": 1})
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from(SPELLING).filter(lambda char: char != token[place]))
    with pytest.raises(InvalidToken):
        read(token[:place] + other + token[place + 1 :])


@in_one_folder
@given(st.text(max_size=60) | st.text(SPELLING, max_size=120))
def test_whatever_is_typed_is_refused_never_an_accident(text):
    with pytest.raises(InvalidToken):
        read(text)


def _part(value) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "ES384"},
        {"kid": "unknown"},
        {"crit": ["x"]},
        {"jwk": {}},
    ],
)
def test_a_head_of_another_kind_is_refused(change):
    head, body, tail = issue({"n": 1}).split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    for signature in (tail, "", _part(b"\0" * 64)):
        with pytest.raises(InvalidToken):
            read(f"{_part({**header, **change})}.{body}.{signature}")


def test_the_mirrored_signature_is_refused():
    head, body, tail = issue({"n": 1}).split(".")
    raw = base64.urlsafe_b64decode(tail + "==")
    mirrored = raw[:32] + (ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    with pytest.raises(InvalidToken, match="misspelled"):
        read(f"{head}.{body}.{_part(mirrored)}")


def test_a_token_for_one_use_opens_nothing_else():
    token = issue({"n": 1}, use="answer-link")
    assert read(token, use="answer-link") == {"n": 1}
    with pytest.raises(InvalidToken, match="another use"):
        read(token)


def test_an_expired_token_says_so_and_may_be_read_on_request():
    token = issue({"exp": int(time.time()) - 1})
    with pytest.raises(ExpiredToken):
        read(token)
    assert "exp" in read(token, allow_expired=True)
    assert read(issue({"exp": int(time.time()) + 60}))


@pytest.mark.parametrize("expires", ["soon", [1], {}, True, None])
def test_an_end_that_is_no_time_is_refused(expires):
    with pytest.raises(InvalidToken):
        read(issue({"exp": expires}))


def test_a_payload_too_big_for_a_qr_code_is_refused():
    with pytest.raises(ValueError, match="QR"):
        issue({"n": "x" * 3000})


def test_another_library_agrees():
    token = issue({"n": "JKT-26-000123-K"})
    key = jwt.PyJWK(tokens.public_jwk())
    assert jwt.decode(token, key.key, algorithms=["ES256"]) == {"n": "JKT-26-000123-K"}


def test_old_tokens_are_read_after_the_key_was_changed():
    old_token, old_kid = issue({"n": 1}), tokens.public_jwk()["kid"]
    new_kid = tokens.rotate_key()
    new_token = issue({"n": 2})
    assert new_kid != old_kid
    assert (read(old_token), read(new_token)) == ({"n": 1}, {"n": 2})
    assert [jwk["kid"] for jwk in tokens.public_jwks()] == [new_kid, old_kid]


def test_the_old_private_key_is_destroyed(signer_folder):
    issue({"n": 1})
    tokens.rotate_key()
    assert len(list((signer_folder / "tokens").glob("*.key.pem"))) == 1
    [public] = (signer_folder / "tokens").glob("*.jwk.json")
    assert '"d"' not in public.read_text()


def test_key_files_are_for_the_owner_only(signer_folder):
    issue({"n": 1})
    [key] = (signer_folder / "tokens").glob("*.key.pem")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.chmod(0o644)
    tokens._load_key.cache_clear()
    with pytest.raises(KeyProblem, match="chmod 600"):
        issue({"n": 1})


def test_many_who_need_the_first_key_at_once_share_it(signer_folder):
    start, made = threading.Barrier(8), []

    def work() -> None:
        start.wait(timeout=10)
        made.append(issue({"n": 1}))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len({token.split(".")[0] for token in made}) == 1
    assert len(made) == 8
    assert len(list((signer_folder / "tokens").glob("*.key.pem"))) == 1


def test_the_keys_are_published_for_everyone_and_hold_no_secret(client):
    issue({"n": 1})
    answer = client.get(reverse("papers:keys"))
    assert answer.status_code == 200
    assert reverse("papers:keys") == "/.well-known/simpul-keys.json"
    [jwk] = answer.json()["keys"]
    assert set(jwk) == {"kty", "crv", "x", "y", "kid", "alg", "use"}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.post(reverse("papers:keys")).status_code == 405


CHECK = """async token => {
  const {keys} = await (await fetch("/.well-known/simpul-keys.json")).json();
  const raw = part => Uint8Array.from(
    atob(part.replaceAll("-", "+").replaceAll("_", "/")), char => char.charCodeAt(0));
  const [head, body, tail] = token.split(".");
  const {kid} = JSON.parse(new TextDecoder().decode(raw(head)));
  const jwk = keys.find(key => key.kid === kid);
  const key = await crypto.subtle.importKey(
    "jwk", jwk, {name: "ECDSA", namedCurve: "P-256"}, false, ["verify"]);
  return crypto.subtle.verify({name: "ECDSA", hash: "SHA-256"}, key, raw(tail),
    new TextEncoder().encode(head + "." + body));
}"""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_browser_checks_a_token_with_the_published_keys(browser, live_server):
    token = issue({"n": "JKT-26-000123-K"})
    page = browser.new_page()
    page.goto(f"{live_server}/.well-known/simpul-keys.json")
    head, body, tail = token.split(".")
    assert page.evaluate(CHECK, token) is True
    assert page.evaluate(CHECK, f"{head}.{body[:-1]}A.{tail}") is False
    page.close()
