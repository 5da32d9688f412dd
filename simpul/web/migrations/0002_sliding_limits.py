import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Counts of the last minutes are not worth keeping: the table is made anew."""

    dependencies = [("web", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="Hit"),
        migrations.CreateModel(
            name="Hit",
            fields=[
                (
                    "key",
                    models.CharField(max_length=200, primary_key=True, serialize=False),
                ),
                (
                    "tries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("allowed", models.BooleanField()),
                ("seen_at", models.BigIntegerField(db_index=True)),
            ],
        ),
    ]
