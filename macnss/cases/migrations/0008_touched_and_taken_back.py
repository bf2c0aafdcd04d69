"""The company that a case is about, for the lists; a proposal taken back; a pause that did not end."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_decisions_sealed"),
        ("employers", "0004_stops"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="touched",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="employers.employer"
            ),
        ),
        migrations.AlterField(
            model_name="alarm",
            name="kind",
            field=models.CharField(
                choices=[
                    ("late", "Past the date by which it had to be decided"),
                    ("not_taken", "Nobody has taken it"),
                    ("second", "The second agent has not looked at it"),
                    ("pause", "It waits for somebody past the day given to them"),
                    ("escalated", "An agent asks for a supervisor"),
                    ("arrival", "A file that was sent is not checked"),
                    ("message", "A message could not be delivered"),
                    ("failed", "What follows from the decision failed"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Waiting for a second person"),
                    ("final", "Decided"),
                    ("turned_down", "Turned down by the second person"),
                    ("taken_back", "Taken back before a second person looked"),
                ],
                max_length=12,
            ),
        ),
    ]
