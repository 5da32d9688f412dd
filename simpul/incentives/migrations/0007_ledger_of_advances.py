"""The database keeps money on account as it keeps the rest: what was paid already is never promised
or certified again, more than was reserved comes only from what is free, and what comes back has a
receipt.
"""

from importlib import import_module

from django.db import migrations

_first = import_module("simpul.incentives.migrations.0002_ledger_keeps_itself")

CHECK = """
CREATE OR REPLACE FUNCTION incentives_booking_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held numeric;
    had numeric;
BEGIN
    PERFORM 1 FROM incentives_fund WHERE id = NEW.fund_id FOR NO KEY UPDATE;
    IF NEW.case_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM incentives_case WHERE id = NEW.case_id AND fund_id = NEW.fund_id
    ) THEN
        RAISE EXCEPTION 'the case asks another fund' USING ERRCODE = 'check_violation';
    END IF;
    -- An award names the whole; what was paid on account is part of it, and for a final award that
    -- is more than the case holds, only the difference is taken from what is free.
    SELECT coalesce(sum(amount) FILTER (WHERE account = 'paid'), 0),
           coalesce(sum(amount) FILTER (WHERE account IN ('paid', 'committed')), 0)
    INTO had, held FROM incentives_casebalance WHERE case_id = NEW.case_id;
    IF NEW.kind IN ('reserve', 'certify', 'top_up') AND NOT EXISTS (
        SELECT 1 FROM incentives_award
        WHERE id = NEW.award_id AND case_id = NEW.case_id
          AND state = 'approved' AND decided_by_id <> proposed_by_id
          AND amount = NEW.amount + CASE NEW.kind WHEN 'top_up' THEN held ELSE had END
          AND kind = CASE NEW.kind WHEN 'reserve' THEN 'provisional' ELSE 'final' END
    ) THEN
        RAISE EXCEPTION 'no award of this amount was approved by a second person'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind IN ('pay', 'bounce') AND NOT EXISTS (
        SELECT 1 FROM incentives_payment p JOIN incentives_award a ON a.id = p.award_id
        WHERE p.id = NEW.payment_id AND p.case_id = NEW.case_id AND p.amount = NEW.amount
          AND p.released_by_id <> p.prepared_by_id AND p.state IN ('paid', 'bounced')
          AND a.state = 'approved'
          AND (a.kind = 'provisional' OR 'committed' NOT IN (NEW.source, NEW.target))
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
    IF NEW.kind = 'recover' AND NOT EXISTS (
        SELECT 1 FROM incentives_receipt c JOIN incentives_recovery r ON r.id = c.recovery_id
        WHERE c.id = NEW.receipt_id AND r.case_id = NEW.case_id AND c.amount = NEW.amount
          AND r.state = 'open' AND r.amount >= (
              SELECT sum(amount) FROM incentives_receipt WHERE recovery_id = r.id
          )
    ) THEN
        RAISE EXCEPTION 'no receipt of this amount settles a claim of this case'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
UNCHECK = _first.CHECK.split("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

FROZEN = {
    "recovery": "case_id, amount, currency, cause, due_on, claimed_at",
    "receipt": "recovery_id, amount, received_on, evidence, recorded_by_id, recorded_at",
    "waiver": "recovery_id, amount, reason, law, proposed_by_id, proposed_at",
}
FREEZE = "".join(_first._frozen(table, columns) for table, columns in FROZEN.items())
UNFREEZE = "".join(
    f"DROP TRIGGER incentives_{table}_frozen ON incentives_{table};"
    f"DROP TRIGGER incentives_{table}_stays ON incentives_{table};"
    f"DROP FUNCTION incentives_{table}_frozen();"
    for table in FROZEN
)


class Migration(migrations.Migration):
    dependencies = [("incentives", "0006_advances_and_recoveries")]
    operations = [
        migrations.RunSQL(CHECK, UNCHECK),
        migrations.RunSQL(FREEZE, UNFREEZE),
    ]
