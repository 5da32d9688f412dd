"""An answer link may go out by itself: no person made it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("permits", "0003_payees_notes_and_evidence"),
    ]
    operations = [
        migrations.AlterField(
            model_name="answerlink", name="created_at", field=models.DateTimeField()
        ),
        migrations.AlterField(
            model_name="answerlink",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
