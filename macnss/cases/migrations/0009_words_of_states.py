"""Whose answer is awaited, in words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_touched_and_taken_back"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("sent", "Sent, waiting for an agent"),
                    ("examined", "Being examined"),
                    ("awaiting", "Waiting for your papers"),
                    ("asked", "Waiting for the company's answer"),
                    ("second_look", "Being checked by a second agent"),
                    ("accepted", "Accepted"),
                    ("refused", "Refused"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="name",
            field=models.CharField(
                choices=[
                    ("received", "Received"),
                    ("examined", "Examined by an agent"),
                    ("awaiting", "Papers asked of you"),
                    ("asked", "The company is asked"),
                    ("second_look", "Checked by a second agent"),
                ],
                max_length=12,
            ),
        ),
    ]
