import pytest

from simpul.kit.texts import join_words, pick, storable


@pytest.mark.parametrize(
    ("texts", "language", "found"),
    [
        ({"id": "satu", "en": "one"}, "en", "one"),
        ({"id": "satu", "en": "one"}, "ko", "satu"),
        ({"en": "one"}, "ko", "one"),
        ({"ko": "하나"}, "en", "하나"),
        ({"zh-Hant": "一", "id": "satu"}, "zh-Hant", "一"),
        ({"en": "one"}, "en-gb", "one"),
        ({"id": "", "en": "one"}, "id", "one"),
        ({}, "id", ""),
        (None, "id", ""),
        ("as it is", "id", "as it is"),
    ],
)
def test_the_nearest_language_is_picked(texts, language, found):
    assert pick(texts, language) == found


def test_words_are_joined_as_people_do():
    assert join_words([], "en") == ""
    assert join_words(["a"], "en") == "a"
    assert join_words(["a", "b", "c"], "en") == "a, b and c"
    assert join_words(["a", "b", "c"], "id", last="or") == "a, b atau c"


def test_what_a_database_cannot_keep_is_known() -> None:
    assert all(map(storable, ("", "Jalan Thamrin", "서울", "\U0001f3ac", "\x1b")))
    assert not any(map(storable, ("\0", "a\0b", "\ud83c", "a\udfac")))
