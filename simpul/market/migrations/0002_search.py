"""The search in the catalogue: see market/search_words.py, which spells the same expression."""

from django.db import migrations

_INDEX = """
CREATE INDEX {name} ON market_entry USING gin (
  (to_tsvector('indonesian', {column}) || to_tsvector('english', {column})
   || to_tsvector('simple', {column}))
)
"""


class Migration(migrations.Migration):

    dependencies = [("market", "0001_market_room")]

    operations = [
        migrations.RunSQL(
            _INDEX.format(name="market_entry_public", column="words_public"),
            "DROP INDEX market_entry_public",
        ),
        migrations.RunSQL(
            _INDEX.format(name="market_entry_guests", column="words_guests"),
            "DROP INDEX market_entry_guests",
        ),
    ]
