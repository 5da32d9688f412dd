"""A complaint is neither changed nor removed, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION complaint_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'complaints are append-only: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER home_complaint_keep BEFORE UPDATE OR DELETE ON home_complaint
    FOR EACH ROW EXECUTE FUNCTION complaint_refuse();
CREATE TRIGGER home_complaint_keep_all BEFORE TRUNCATE ON home_complaint
    FOR EACH STATEMENT EXECUTE FUNCTION complaint_refuse();
"""
BACKWARD = """
DROP TRIGGER home_complaint_keep ON home_complaint;
DROP TRIGGER home_complaint_keep_all ON home_complaint;
DROP FUNCTION complaint_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
