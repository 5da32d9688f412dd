from collections.abc import Callable

from django.db import migrations

# From 2106 on seconds since 1970 pass 2**32, and a double no longer tells two microseconds apart.
# Counted from 2100 they stay below that for every moment of the calendar (2000 to 2200).
SIGNATURE = "places_near(bigint[], box[], tstzmultirange[], int[], int[], bigint[], text)"
MOMENTS = ("lower(b.during)", "upper(b.during)", "h.created_at", "h.complete_at")
BASE = "timestamptz '2100-01-01 00:00:00+00'"
BASE_MICROS = 4_102_444_800_000_000


def plain(moment: str) -> str:
    return f"(date_part('epoch', {moment}) * 1000000)::bigint"


def exact(moment: str) -> str:
    return f"((date_part('epoch', {moment} - {BASE}) * 1000000)::bigint + {BASE_MICROS})"


def rewritten(before: Callable[[str], str], after: Callable[[str], str]) -> str:
    """The function with one expression for another; its settings stay."""
    steps = "\n".join(
        f"  text := replace(text, $q${before(moment)}$q$, $q${after(moment)}$q$);"
        for moment in MOMENTS
    )
    return f"""DO $do$
DECLARE text text := pg_get_functiondef('{SIGNATURE}'::regprocedure);
BEGIN
{steps}
  EXECUTE text;
END $do$;"""


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0010_near_memory'),
    ]

    operations = [
        migrations.RunSQL(rewritten(plain, exact), rewritten(exact, plain)),
    ]
