"""The database keeps agreements whole: a counterpart, every signature with its paper, and no other
word once somebody has signed; a commitment is met by evidence of its own; entries are only added.
"""

from django.db import migrations

# Looked at when the transaction ends: an agreement and its parties are written one after another.
WHOLE = """
CREATE FUNCTION network_agreement_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one bigint;
    now_in text;
BEGIN
    IF TG_TABLE_NAME = 'network_agreement' THEN
        one := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        one := OLD.agreement_id;
    ELSE
        one := NEW.agreement_id;
    END IF;
    SELECT state INTO now_in FROM network_agreement WHERE id = one;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM network_agreementparty WHERE agreement_id = one AND side = 'theirs'
    ) THEN
        RAISE EXCEPTION 'an agreement needs a counterpart' USING ERRCODE = 'check_violation';
    END IF;
    IF now_in IN ('signed', 'in_force', 'expired') AND (
        EXISTS (
            SELECT 1 FROM network_agreementparty WHERE agreement_id = one AND paper_id IS NULL
        )
        OR NOT EXISTS (
            SELECT 1 FROM network_agreementparty WHERE agreement_id = one AND side = 'ours'
        )
    ) THEN
        RAISE EXCEPTION 'a signed agreement has the signed paper of every party'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER network_agreement_whole AFTER INSERT OR UPDATE ON network_agreement
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_agreement_whole();
CREATE CONSTRAINT TRIGGER network_parties_whole
AFTER INSERT OR UPDATE OR DELETE ON network_agreementparty
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_agreement_whole();
"""

WHOLE_BACK = """
DROP TRIGGER network_parties_whole ON network_agreementparty;
DROP TRIGGER network_agreement_whole ON network_agreement;
DROP FUNCTION network_agreement_whole();
"""

WORDS = """
CREATE FUNCTION network_article_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.agreement_id ELSE NEW.agreement_id END;
BEGIN
    IF EXISTS (
        SELECT 1 FROM network_agreementparty WHERE agreement_id = one AND paper_id IS NOT NULL
    ) OR (
        TG_OP = 'UPDATE' AND OLD.agreement_id <> NEW.agreement_id
    ) THEN
        RAISE EXCEPTION 'somebody has signed these words' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER network_article_frozen BEFORE INSERT OR UPDATE OR DELETE ON network_article
FOR EACH ROW EXECUTE FUNCTION network_article_frozen();
"""

WORDS_BACK = """
DROP TRIGGER network_article_frozen ON network_article;
DROP FUNCTION network_article_frozen();
"""

EVIDENCE = """
CREATE FUNCTION network_commitment_met() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.met_by_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM network_progress
        WHERE id = NEW.met_by_id AND commitment_id = NEW.id AND on_day = NEW.met_on
          AND (link <> '' OR file_id IS NOT NULL)
          AND (NEW.target_number IS NULL OR value >= NEW.target_number)
    ) THEN
        RAISE EXCEPTION 'a commitment is met by evidence of its own'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER network_commitment_met BEFORE INSERT OR UPDATE ON network_commitment
FOR EACH ROW EXECUTE FUNCTION network_commitment_met();

CREATE FUNCTION network_progress_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries are only added' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER network_progress_stays BEFORE UPDATE OR DELETE ON network_progress
FOR EACH ROW EXECUTE FUNCTION network_progress_stays();
"""

EVIDENCE_BACK = """
DROP TRIGGER network_progress_stays ON network_progress;
DROP FUNCTION network_progress_stays();
DROP TRIGGER network_commitment_met ON network_commitment;
DROP FUNCTION network_commitment_met();
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0002_agreements")]

    operations = [
        migrations.RunSQL(WHOLE, WHOLE_BACK),
        migrations.RunSQL(WORDS, WORDS_BACK),
        migrations.RunSQL(EVIDENCE, EVIDENCE_BACK),
    ]
