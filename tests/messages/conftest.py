"""Templates that only these tests know."""

import copy
import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _templates(settings):
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [HERE / "templates"]
    settings.TEMPLATES = templates


@pytest.fixture
def empty_queue(transactional_db):
    """The jobs of other tests do not wait here: their table is not emptied between tests."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def run_jobs(empty_queue):
    """Let the real worker do all waiting jobs, once, as `simpul run` would."""
    from procrastinate.contrib.django import app

    def work() -> None:
        worker_app = app.with_connector(app.connector.get_worker_connector())
        with worker_app.replace_connector(worker_app.connector):
            worker_app.run_worker(
                wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1
            )

    def run() -> None:
        # In a thread of its own: the browser tests keep an event loop running on this one.
        with ThreadPoolExecutor(max_workers=1) as pool:
            pool.submit(work).result(timeout=60)
        gc.collect()  # the worker's threads are gone, their connections must go too

    return run
