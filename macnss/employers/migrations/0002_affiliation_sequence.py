"""The first six digits of the affiliation numbers that the fund gives; the seventh is their key."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("employers", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE employers_affiliation AS integer START 100001 MAXVALUE 999999",
            "DROP SEQUENCE employers_affiliation",
        )
    ]
