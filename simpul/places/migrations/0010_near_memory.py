from django.db import migrations

# The recursive half of places_near collects links in a table of hashes, which the server makes as
# large as its guess allows before the first row: with few links to guess from, all of work_mem,
# cleared for each question (some 40 ms). With a little memory it begins small and grows.
NEAR = "places_near(bigint[], box[], tstzmultirange[], int[], int[], bigint[], text)"


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0009_near'),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION {NEAR} SET work_mem = '1MB'",
            f"ALTER FUNCTION {NEAR} RESET work_mem",
        ),
    ]
