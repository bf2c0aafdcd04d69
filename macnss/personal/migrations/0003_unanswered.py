from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("personal", "0002_banks")]

    operations = [
        migrations.AddField("bankaccount", "reminded_on", models.DateField(null=True)),
        migrations.AlterField(
            "bankaccount",
            "rejection",
            models.CharField(
                blank=True,
                choices=[
                    ("unknown", "The bank does not know this account: check the RIB with it."),
                    ("closed", "The bank says that this account is closed: declare another one."),
                    (
                        "other_holder",
                        "The bank says that this account bears another name: declare an account of yours.",
                    ),
                    (
                        "unanswered",
                        "The bank did not answer in time: an agent can look instead, with its paper.",
                    ),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            "bankaccount",
            models.Index(
                condition=models.Q(("rejection", "unanswered"), ("reminded_on__isnull", True)),
                fields=["ended_at"],
                name="bank_accounts_to_remind",
            ),
        ),
    ]
