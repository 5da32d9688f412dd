"""A scheme's questions on pages: few on each, what belongs together stands together. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simpul.incentives.estimate.answers import asked
from simpul.incentives.scheme.spec import Input, Scheme

MOST = 5
"""Questions on one page."""

THE_PRODUCTION, COSTS, DAYS, PEOPLE, MORE = "production", "costs", "days", "people", "more"
TOPICS = (THE_PRODUCTION, COSTS, DAYS, PEOPLE, MORE)
"""The order in which a producer is asked: what it is, what it costs, how long, who, what else."""

_TOPIC_OF_MEANING = {
    **dict.fromkeys(("project_kind", "origin", "first_time", "animation"), THE_PRODUCTION),
    **dict.fromkeys(("coproduction", "coproduction_share", "runtime_minutes"), THE_PRODUCTION),
    **dict.fromkeys(("episodes", "countries_released"), THE_PRODUCTION),
    **dict.fromkeys(("crew_count", "local_crew_share", "local_cast_count", "key_crew"), PEOPLE),
}


@dataclass(frozen=True, slots=True)
class Page:
    """`number` counts from 1; `part` and `parts` where a topic needs several pages."""

    number: int
    topic: str
    inputs: tuple[Input, ...]
    part: int = 1
    parts: int = 1


def topic_of(one: Input) -> str:
    """Where a question belongs: by what it means, else by its kind."""
    if one.means in _TOPIC_OF_MEANING:
        return _TOPIC_OF_MEANING[one.means]
    if one.kind == "amount":
        return COSTS
    if one.kind == "choice":
        return THE_PRODUCTION
    if one.kind == "date":
        return DAYS
    if one.kind == "count":
        return DAYS if one.unit == "days" else PEOPLE if one.unit == "persons" else MORE
    return MORE


def pages(scheme: Scheme) -> tuple[Page, ...]:
    """All pages in order; none for a scheme of which nothing is known."""
    grouped = {topic: [i for i in asked(scheme) if topic_of(i) == topic] for topic in TOPICS}
    made: list[Page] = []
    for topic, inputs in _joined(grouped):
        chunks = [tuple(inputs[at : at + MOST]) for at in range(0, len(inputs), MOST)]
        for part, chunk in enumerate(chunks, start=1):
            made.append(Page(len(made) + 1, topic, chunk, part, len(chunks)))
    return tuple(made)


def _joined(grouped: dict[str, list[Input]]) -> Sequence[tuple[str, list[Input]]]:
    """Topics of one or two questions share a page with the next one, within the limit."""
    made: list[tuple[str, list[Input]]] = []
    for topic in TOPICS:
        inputs = grouped[topic]
        if not inputs:
            continue
        if (
            made
            and len(made[-1][1]) + len(inputs) <= MOST
            and min(len(made[-1][1]), len(inputs)) <= 2
        ):
            before, earlier = made.pop()
            made.append((before if len(earlier) >= len(inputs) else topic, [*earlier, *inputs]))
        else:
            made.append((topic, list(inputs)))
    return made


def page_of(scheme: Scheme, name: str) -> int:
    """The number of the page that asks for an input; 1 for what is nowhere asked."""
    for page in pages(scheme):
        if any(one.id == name for one in page.inputs):
            return page.number
    return 1
