"""What was sent, charged, paid or waived is never edited: the database itself refuses it."""

from django.db import migrations

FORBID = """
CREATE FUNCTION permits_kept_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is kept as written: add a new row instead', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
TABLES = ("permits_planrevision", "permits_feeline", "permits_payment", "permits_clockevent")
ATTACH = "".join(
    f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION permits_kept_as_written();\n"
    for table in TABLES
)
DETACH = "".join(f"DROP TRIGGER {table}_kept ON {table};\n" for table in TABLES)

# The paper's content is frozen with the signature; only its living state may change.
PERMIT = """
CREATE FUNCTION permits_permit_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.number, NEW.version, NEW.short_code, NEW.token, NEW.contents, NEW.document_id,
        NEW.document_sha256, NEW.valid_from, NEW.valid_to, NEW.issued_at, NEW.issued_by_id)
       IS DISTINCT FROM
       (OLD.number, OLD.version, OLD.short_code, OLD.token, OLD.contents, OLD.document_id,
        OLD.document_sha256, OLD.valid_from, OLD.valid_to, OLD.issued_at, OLD.issued_by_id)
    THEN
        RAISE EXCEPTION 'an issued permit is never edited: issue the next version'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER permits_permit_frozen BEFORE UPDATE ON permits_permit
FOR EACH ROW EXECUTE FUNCTION permits_permit_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("permits", "0001_initial")]
    operations = [
        migrations.RunSQL(FORBID + ATTACH, DETACH + "DROP FUNCTION permits_kept_as_written();"),
        migrations.RunSQL(
            PERMIT,
            "DROP TRIGGER permits_permit_frozen ON permits_permit;"
            "DROP FUNCTION permits_permit_frozen();",
        ),
    ]
