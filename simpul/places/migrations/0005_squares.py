import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# The same keys as in simpul/places/squares.py; a test holds the two together. The seconds since
# 1970 do not depend on a time zone, so the function may be called immutable.
SQUARES = """
CREATE FUNCTION places_squares(extent box, during tstzrange) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  first numeric := extract(epoch FROM lower(during)) * 1000000;
  last numeric := extract(epoch FROM upper(during)) * 1000000 - 1;
  metres int[] := '{500,4000}';
  days int[] := '{1,16}';
  west int; south int; east int; north int; a int; b int;
BEGIN
  FOR level IN 1..2 LOOP
    west := floor((extent[1])[0] / metres[level]);
    south := floor((extent[1])[1] / metres[level]);
    east := floor((extent[0])[0] / metres[level]);
    north := floor((extent[0])[1] / metres[level]);
    a := floor(first / (86400000000 * days[level]));
    b := floor(last / (86400000000 * days[level]));
    IF (east - west + 1)::bigint * (north - south + 1) * (b - a + 1) <= 64 THEN
      RETURN ARRAY(
        SELECT ((level - 1)::bigint << 52) | (day::bigint << 32)
          | ((x & 65535)::bigint << 16) | (y & 65535)::bigint
        FROM generate_series(a, b) day, generate_series(west, east) x,
          generate_series(south, north) y);
    END IF;
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
