from django.db import migrations

GUARD = """
CREATE FUNCTION rulebook_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF (NEW.contents, NEW.digest, NEW.city_code, NEW.number, NEW.loaded_as)
           IS DISTINCT FROM (OLD.contents, OLD.digest, OLD.city_code, OLD.number, OLD.loaded_as) THEN
            RAISE EXCEPTION 'a version of the rules keeps its contents' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published version of the rules is never deleted' USING ERRCODE = '23514';
    END IF;
    IF NOT (OLD.state = 'published' AND NEW.state = 'superseded' OR OLD.state = NEW.state)
       OR (NEW.contents, NEW.digest, NEW.city_code, NEW.number, NEW.note, NEW.loaded_as,
           NEW.loaded_by_id, NEW.loaded_at, NEW.published_as, NEW.published_by_id, NEW.published_at)
          IS DISTINCT FROM
          (OLD.contents, OLD.digest, OLD.city_code, OLD.number, OLD.note, OLD.loaded_as,
           OLD.loaded_by_id, OLD.loaded_at, OLD.published_as, OLD.published_by_id, OLD.published_at)
    THEN
        RAISE EXCEPTION 'a published version of the rules never changes' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER rulebook_version_guard BEFORE UPDATE OR DELETE ON rulebook_version
    FOR EACH ROW EXECUTE FUNCTION rulebook_guard_version();
"""
UNGUARD = """
DROP TRIGGER rulebook_version_guard ON rulebook_version;
DROP FUNCTION rulebook_guard_version();
"""


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
