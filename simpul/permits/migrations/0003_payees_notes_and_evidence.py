"""One bill per payee; how an answer came in as a code; what stands behind a wrap report."""

import django.db.models.deletion
from django.db import migrations, models

# Bills of before covered a whole case; in the pack of that time each case had one payee.
PAYEES = """
UPDATE permits_bill SET payee = lines.payee FROM (
    SELECT DISTINCT ON (application_id) application_id, payee
    FROM permits_feeline ORDER BY application_id, id
) AS lines WHERE lines.application_id = permits_bill.application_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0001_initial"),
        ("permits", "0002_kept_as_written"),
    ]
    operations = [
        migrations.RemoveField(model_name="activityday", name="kelurahan_code"),
        migrations.RemoveField(model_name="clockevent", name="reason"),
        migrations.AddField(
            model_name="application", name="end_appeal", field=models.TextField(blank=True)
        ),
        migrations.RemoveConstraint(model_name="bill", name="bill_one_open"),
        migrations.AddField(
            model_name="bill",
            name="payee",
            field=models.CharField(default="", max_length=60),
            preserve_default=False,
        ),
        migrations.RunSQL(PAYEES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("application", "payee"),
                name="bill_one_open_per_payee",
            ),
        ),
        migrations.RemoveField(model_name="clearance", name="note"),
        migrations.AddField(
            model_name="clearance",
            name="note",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="wrapreport",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="papers.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="wrapreport",
            name="evidence_by_label",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="wrapreport",
            name="evidence_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="wrapreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence_level__in", ["declared", "ledger", "audited"])),
                name="wrap_evidence_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="wrapreport",
            constraint=models.CheckConstraint(
                condition=models.Q(evidence_level="declared")
                | (
                    models.Q(
                        evidence__isnull=False, evidence_at__isnull=False, submitted_at__isnull=False
                    )
                    & ~models.Q(evidence_by_label="")
                ),
                name="wrap_evidence_has_paper",
            ),
        ),
    ]
