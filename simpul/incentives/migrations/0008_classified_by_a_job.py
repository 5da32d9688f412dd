"""Lines are classified again by a job that tells how far it is."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("incentives", "0007_ledger_of_advances")]

    operations = [
        migrations.AddField(
            model_name="costreport",
            name="renewing_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="costreport",
            name="step_part",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="costreport",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("renewing_at__isnull", True),
                    ("state__in", ["ready", "auditing"]),
                    _connector="OR",
                ),
                name="cost_report_renewed_while_open",
            ),
        ),
    ]
