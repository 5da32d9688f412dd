"""The API keeps to its own OpenAPI document, whatever is thrown at it."""

from __future__ import annotations

from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from simpul.config.wsgi import application

pytestmark = pytest.mark.slow
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    ("/api/v1/plan", "POST"),
    ("/api/v1/rules", "GET"),
    ("/api/v1/sites", "GET"),
    ("/api/v1/areas/locate", "GET"),
    ("/api/v1/permits/{code}", "GET"),
    ("/api/v1/schemes", "GET"),
    ("/api/v1/schemes/{scheme_id}", "GET"),
    ("/api/v1/schemes/{scheme_id}/quote", "POST"),
    ("/api/v1/funds", "GET"),
    ("/api/v1/funds/{code}", "GET"),
    ("/api/v1/incentive-cases/{case_id}", "GET"),
    ("/api/v1/certificates/{code}", "GET"),
    ("/api/v1/network/node", "GET"),
    ("/api/v1/network/passport-schema", "GET"),
    ("/api/v1/network/messages", "POST"),
]


@cache
def described():
    """The API's own description; it is the same whatever is in the tables."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def document(jakarta):
    """The description, and the city's rules to answer from."""
    # A real request ends by closing its connection; here that would end the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield described()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_operation_of_the_document_is_tested(document):
    found = {
        (operation.ok().path, operation.ok().method.upper())
        for operation in document.get_all_operations()
    }
    assert found == set(OPERATIONS)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_as_the_document_says(document, path, method, mode, one_window):
    operation = document[path][method]
    if path.endswith(("{code}", "{scheme_id}")) and mode is GenerationMode.NEGATIVE:
        pytest.skip("any text may be typed as a code: there is no malformed request")
    if path.endswith(("/funds", "/node", "/passport-schema")) and mode is GenerationMode.NEGATIVE:
        pytest.skip("nothing is asked there: there is no malformed request")

    @settings(
        max_examples=max(20, settings.default.max_examples // 2),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        one_window(60)  # Nobody asks too often here, and nothing is put in the place of the limit.
        case.call_and_validate(checks=CHECKS)

    ask()
