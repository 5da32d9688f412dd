"""The database keeps the ledger: balances follow the rows, nothing sinks below zero, nothing is
edited, and no money moves on one person's word.
"""

from django.db import migrations

# Before a row: one writer per fund at a time, always locked first, so that no interleaving and no
# other path can count the same money twice. FOR NO KEY UPDATE lets rows that only point to the
# fund come in meanwhile.
CHECK = """
CREATE FUNCTION incentives_booking_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM incentives_fund WHERE id = NEW.fund_id FOR NO KEY UPDATE;
    IF NEW.case_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM incentives_case WHERE id = NEW.case_id AND fund_id = NEW.fund_id
    ) THEN
        RAISE EXCEPTION 'the case asks another fund' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind IN ('reserve', 'certify') AND NOT EXISTS (
        SELECT 1 FROM incentives_award
        WHERE id = NEW.award_id AND case_id = NEW.case_id AND amount = NEW.amount
          AND state = 'approved' AND decided_by_id <> proposed_by_id
          AND kind = CASE NEW.kind WHEN 'reserve' THEN 'provisional' ELSE 'final' END
    ) THEN
        RAISE EXCEPTION 'no award of this amount was approved by a second person'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind IN ('pay', 'bounce') AND NOT EXISTS (
        SELECT 1 FROM incentives_payment
        WHERE id = NEW.payment_id AND case_id = NEW.case_id AND amount = NEW.amount
          AND released_by_id <> prepared_by_id AND state IN ('paid', 'bounced')
    ) THEN
        RAISE EXCEPTION 'no payment of this amount was released by a second person'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind IN ('appropriate', 'cut') AND NOT EXISTS (
        SELECT 1 FROM incentives_appropriation
        WHERE id = NEW.appropriation_id AND fund_id = NEW.fund_id AND NOT refused
          AND decided_by_id <> proposed_by_id
          AND amount = CASE NEW.kind WHEN 'cut' THEN -NEW.amount ELSE NEW.amount END
    ) THEN
        RAISE EXCEPTION 'no appropriation of this amount was confirmed by a second person'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incentives_booking_check BEFORE INSERT ON incentives_booking
FOR EACH ROW EXECUTE FUNCTION incentives_booking_check();
"""

# After a row: both balances move. An UPDATE first, because ON CONFLICT would hold the negative row
# against the check before it notices the conflict.
POST = """
CREATE FUNCTION incentives_move_fund(fund uuid, account_name text, change numeric) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE incentives_fundbalance SET amount = amount + change
    WHERE fund_id = fund AND account = account_name;
    IF NOT FOUND THEN
        INSERT INTO incentives_fundbalance (fund_id, account, amount)
        VALUES (fund, account_name, change);
    END IF;
END $$;
CREATE FUNCTION incentives_move_case(owner uuid, account_name text, change numeric) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF account_name NOT IN ('reserved', 'committed', 'final', 'paid') THEN
        RETURN;
    END IF;
    UPDATE incentives_casebalance SET amount = amount + change
    WHERE case_id = owner AND account = account_name;
    IF NOT FOUND THEN
        INSERT INTO incentives_casebalance (case_id, account, amount)
        VALUES (owner, account_name, change);
    END IF;
END $$;
CREATE FUNCTION incentives_booking_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM incentives_move_fund(NEW.fund_id, NEW.source, -NEW.amount);
    PERFORM incentives_move_fund(NEW.fund_id, NEW.target, NEW.amount);
    IF NEW.case_id IS NOT NULL THEN
        PERFORM incentives_move_case(NEW.case_id, NEW.source, -NEW.amount);
        PERFORM incentives_move_case(NEW.case_id, NEW.target, NEW.amount);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER incentives_booking_post AFTER INSERT ON incentives_booking
FOR EACH ROW EXECUTE FUNCTION incentives_booking_post();
"""

KEEP = """
CREATE FUNCTION incentives_kept_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is kept as written: add a new row instead', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION incentives_written_by_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- 1 is whoever writes the balance by hand; from the ledger's own trigger it is deeper.
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION '% is written by the ledger only', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incentives_booking_kept BEFORE UPDATE OR DELETE ON incentives_booking
FOR EACH ROW EXECUTE FUNCTION incentives_kept_as_written();
CREATE TRIGGER incentives_booking_kept_all BEFORE TRUNCATE ON incentives_booking
FOR EACH STATEMENT EXECUTE FUNCTION incentives_kept_as_written();
CREATE TRIGGER incentives_fundbalance_kept BEFORE INSERT OR UPDATE ON incentives_fundbalance
FOR EACH ROW EXECUTE FUNCTION incentives_written_by_the_ledger();
CREATE TRIGGER incentives_casebalance_kept BEFORE INSERT OR UPDATE ON incentives_casebalance
FOR EACH ROW EXECUTE FUNCTION incentives_written_by_the_ledger();
CREATE TRIGGER incentives_fundbalance_stays BEFORE DELETE ON incentives_fundbalance
FOR EACH ROW EXECUTE FUNCTION incentives_kept_as_written();
CREATE TRIGGER incentives_casebalance_stays BEFORE DELETE ON incentives_casebalance
FOR EACH ROW EXECUTE FUNCTION incentives_kept_as_written();
"""

# Each function names what of its row was signed or decided; only the living state may change.
FROZEN = {
    "certificate": (
        "award_id, case_id, kind, number, short_code, token, contents, document_id, "
        "document_sha256, rehearsal, valid_to, issued_at, issued_by_id"
    ),
    "bankaccount": (
        "company_id, bank, number, holder, swift, requested_by_id, requested_at, usable_from"
    ),
    "award": (
        "case_id, kind, amount, currency, scheme_id, scheme_digest, facts, quote, parts, "
        "report_sha256, proposed_by_id, proposed_at"
    ),
    "payment": (
        "case_id, award_id, part, amount, currency, account_id, reference, prepared_by_id, "
        "prepared_at"
    ),
    "appropriation": "fund_id, amount, basis, proposed_by_id, proposed_at",
}


def _frozen(table: str, columns: str) -> str:
    new = ", ".join(f"NEW.{name.strip()}" for name in columns.split(","))
    old = ", ".join(f"OLD.{name.strip()}" for name in columns.split(","))
    return f"""
CREATE FUNCTION incentives_{table}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ({new}) IS DISTINCT FROM ({old}) THEN
        RAISE EXCEPTION 'what was decided in {table} is never edited: add a new row instead'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incentives_{table}_frozen BEFORE UPDATE ON incentives_{table}
FOR EACH ROW EXECUTE FUNCTION incentives_{table}_frozen();
CREATE TRIGGER incentives_{table}_stays BEFORE DELETE ON incentives_{table}
FOR EACH ROW EXECUTE FUNCTION incentives_kept_as_written();
"""


FREEZE = "".join(_frozen(table, columns) for table, columns in FROZEN.items())
UNFREEZE = "".join(
    f"DROP TRIGGER incentives_{table}_frozen ON incentives_{table};"
    f"DROP TRIGGER incentives_{table}_stays ON incentives_{table};"
    f"DROP FUNCTION incentives_{table}_frozen();"
    for table in FROZEN
)
UNKEEP = """
DROP TRIGGER incentives_booking_kept ON incentives_booking;
DROP TRIGGER incentives_booking_kept_all ON incentives_booking;
DROP TRIGGER incentives_fundbalance_kept ON incentives_fundbalance;
DROP TRIGGER incentives_casebalance_kept ON incentives_casebalance;
DROP TRIGGER incentives_fundbalance_stays ON incentives_fundbalance;
DROP TRIGGER incentives_casebalance_stays ON incentives_casebalance;
DROP FUNCTION incentives_kept_as_written();
DROP FUNCTION incentives_written_by_the_ledger();
"""
UNPOST = """
DROP TRIGGER incentives_booking_post ON incentives_booking;
DROP FUNCTION incentives_booking_post();
DROP FUNCTION incentives_move_fund(uuid, text, numeric);
DROP FUNCTION incentives_move_case(uuid, text, numeric);
"""
UNCHECK = """
DROP TRIGGER incentives_booking_check ON incentives_booking;
DROP FUNCTION incentives_booking_check();
"""


class Migration(migrations.Migration):
    dependencies = [("incentives", "0001_funds_and_cases")]
    operations = [
        migrations.RunSQL(CHECK, UNCHECK),
        migrations.RunSQL(POST, UNPOST),
        migrations.RunSQL(KEEP, UNKEEP),
        migrations.RunSQL(FREEZE, UNFREEZE),
    ]
