import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# The same keys as in simpul/places/squares.py; a test holds the two together. The seconds since
# 1970 do not depend on a time zone, so the function may be called immutable.
SQUARES = """
CREATE FUNCTION places_squares(extent box, during tstzrange) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  first bigint := extract(epoch FROM lower(during)) * 1000000;
  last bigint := extract(epoch FROM upper(during)) * 1000000 - 1;
  low point := extent[1];
  high point := extent[0];
  metres int := 500;
  length bigint := 86400000000;
  west int; south int; east int; north int; a bigint; b bigint;
  keys bigint[];
BEGIN
  FOR level IN 0..1 LOOP
    west := floor(low[0] / metres);
    south := floor(low[1] / metres);
    east := floor(high[0] / metres);
    north := floor(high[1] / metres);
    a := first / length;
    b := last / length;
    IF (east - west + 1)::bigint * (north - south + 1) * (b - a + 1) <= 64 THEN
      FOR day IN a..b LOOP
        FOR x IN west..east LOOP
          FOR y IN south..north LOOP
            keys := keys || ((level::bigint << 52) | (day::bigint << 32)
              | ((x & 65535)::bigint << 16) | (y & 65535)::bigint);
          END LOOP;
        END LOOP;
      END LOOP;
      RETURN keys;
    END IF;
    metres := 4000;
    length := 86400000000 * 16;
  END LOOP;
  RETURN ARRAY[-1::bigint];
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0004_imported_events'),
    ]

    operations = [
        migrations.RunSQL(SQUARES, "DROP FUNCTION places_squares(box, tstzrange);"),
        migrations.RemoveIndex(
            model_name='booking',
            name='booking_near',
        ),
        migrations.AddField(
            model_name='booking',
            name='squares',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('extent'), models.F('during'), function='places_squares'), null=True, output_field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('state', 'released'), _negated=True), fastupdate=False, fields=['squares'], name='booking_squares'),
        ),
    ]
