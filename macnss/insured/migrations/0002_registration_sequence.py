"""The first eight digits of the numbers that the fund gives; the ninth is their key."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insured", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE insured_registration AS integer START 10000001 MAXVALUE 19999999",
            "DROP SEQUENCE insured_registration",
        )
    ]
