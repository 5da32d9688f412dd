from django.db import migrations

# The question of simpul/places/near.py. In a function, because the server plans what a function
# asks once for each connection; planned anew, it took as long as finding the answer. Nested loops
# only: what is wanted is little, and the plan is made without knowing it. Moments as microseconds:
# psycopg reads whole numbers ten times faster than dates. `date_part` gives them exactly until
# 2106 (2^32 seconds; later give or take one) and, unlike `extract`, without the slow type numeric.
COLUMNS = """b.id,
      (date_part('epoch', lower(b.during)) * 1000000)::bigint,
      (date_part('epoch', upper(b.during)) * 1000000)::bigint,
      b.kind, b.exclusive, b.vehicles, b.radius_m,
      CASE WHEN b.details <> '{}' THEN b.details::text END,
      h.id, h.uid, h.holder, h.source, h.state, h.title, h.confidential,
      (date_part('epoch', h.created_at) * 1000000)::bigint,
      (date_part('epoch', h.complete_at) * 1000000)::bigint,
      h.people_disturbed, h.impact, g.id, g.code, g.name::text, g.plane"""

WANTS = """unnest(wanted, boxes, periods, first_key, last_key)
      WITH ORDINALITY AS w (ground_id, extent, during, first, last, n)"""

NEAR = f"""
CREATE FUNCTION places_near(
  wanted bigint[], boxes box[], periods tstzmultirange[], first_key int[], last_key int[],
  keys bigint[], but_not text)
RETURNS TABLE (n bigint, linked boolean, booking_id bigint, begins bigint, ends bigint,
  kind varchar, exclusive boolean, vehicles int, radius_m int, details text, hold_id bigint,
  uid uuid, holder varchar, source varchar, state varchar, title varchar, confidential boolean,
  recorded_at bigint, complete_at bigint, people_disturbed int, impact smallint,
  ground_id bigint, ground_code varchar, ground_name text, plane bytea)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
#variable_conflict use_column
BEGIN
  IF keys IS NULL THEN
    RETURN QUERY
    SELECT w.n, false, {COLUMNS}
    FROM {WANTS}
    JOIN places_booking b ON b.extent && w.extent AND b.during && w.during
      AND NOT b.state = 'released'
    JOIN places_hold h ON h.id = b.hold_id
    JOIN places_ground g ON g.id = b.ground_id
    WHERE h.holder <> but_not;
  ELSE
    RETURN QUERY
    SELECT w.n, false, {COLUMNS}
    FROM {WANTS}
    JOIN places_booking b ON b.squares && keys[w.first:w.last]
      AND b.extent && w.extent AND b.during && w.during AND NOT b.state = 'released'
    JOIN places_hold h ON h.id = b.hold_id
    JOIN places_ground g ON g.id = b.ground_id
    WHERE h.holder <> but_not;
  END IF;
  -- Parts and wholes, and grounds without a shape: by their keys.
  IF array_position(first_key, NULL) IS NOT NULL OR EXISTS (
      SELECT FROM places_groundpart p WHERE p.whole_id = ANY (wanted) OR p.part_id = ANY (wanted))
  THEN
    RETURN QUERY
    WITH RECURSIVE wants AS (SELECT * FROM {WANTS}),
    down (n, id) AS (
      SELECT n, ground_id FROM wants
      UNION SELECT d.n, p.part_id FROM down d JOIN places_groundpart p ON p.whole_id = d.id),
    links (n, id) AS (
      SELECT n, id FROM down
      UNION SELECT l.n, p.whole_id FROM links l JOIN places_groundpart p ON p.part_id = l.id)
    SELECT w.n, true, {COLUMNS}
    FROM links l JOIN wants w ON w.n = l.n
    JOIN places_booking b ON b.ground_id = l.id AND upper(b.during) > lower(w.during)
      AND b.during && w.during AND NOT b.state = 'released'
    JOIN places_hold h ON h.id = b.hold_id
    JOIN places_ground g ON g.id = b.ground_id
    WHERE (l.id <> w.ground_id OR w.extent IS NULL) AND h.holder <> but_not;
  END IF;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0008_neighbourhoods_and_quiet'),
    ]

    operations = [
        migrations.RunSQL(
            NEAR,
            "DROP FUNCTION places_near("
            "bigint[], box[], tstzmultirange[], int[], int[], bigint[], text);",
        ),
    ]
