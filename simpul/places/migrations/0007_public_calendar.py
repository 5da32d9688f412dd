import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0006_booking_details'),
    ]

    operations = [
        migrations.CreateModel(
            name='Withdrawn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('booking_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=12)),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('sequence', models.PositiveIntegerField()),
                ('at', models.DateTimeField(db_index=True)),
                ('ground', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.ground')),
                ('hold', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawn', to='places.hold')),
            ],
            options={
                'verbose_name': 'withdrawn booking',
            },
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(django.db.models.functions.text.Upper('during'), condition=models.Q(('state', 'confirmed')), name='booking_ends'),
        ),
        migrations.AddIndex(
            model_name='hold',
            index=models.Index(condition=models.Q(('cancelled', True)), fields=['released_at'], name='hold_cancelled'),
        ),
        migrations.AddIndex(
            model_name='street',
            index=models.Index(django.db.models.functions.text.Upper('name'), condition=models.Q(('in_force', True)), name='street_named'),
        ),
    ]
