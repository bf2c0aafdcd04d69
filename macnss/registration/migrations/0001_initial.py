import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0001_initial"),
        ("insured", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("rank", models.SmallIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[("first", "First card"), ("lost", "Lost or stolen"), ("changed", "Changed data")],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ordered", "To be printed"),
                            ("printed", "Printed, on its way to the agency"),
                            ("at_agency", "At the agency"),
                            ("handed_over", "Handed over"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="ordered",
                        max_length=12,
                    ),
                ),
                ("photo", models.CharField(blank=True, max_length=120)),
                ("ordered_at", models.DateTimeField()),
                ("printed_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("handed_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "arrived_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "insured",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cards", to="insured.insured"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.office"
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "printed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["office", "state", "id"], name="cards_of_an_office"),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("insured",),
                name="one_card_in_force_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(fields=("insured", "rank"), name="one_card_of_a_rank"),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                    models.Q(("cancelled_at", None), ("printed_at", None), ("state", "ordered")),
                    models.Q(
                        ("arrived_at", None),
                        ("cancelled_at", None),
                        ("printed_at__isnull", False),
                        ("state", "printed"),
                    ),
                    models.Q(
                        ("arrived_at__isnull", False),
                        ("cancelled_at", None),
                        ("handed_at", None),
                        ("state", "at_agency"),
                    ),
                    models.Q(("cancelled_at", None), ("handed_at__isnull", False), ("state", "handed_over")),
                    _connector="OR",
                ),
                name="a_card_has_the_day_of_its_state",
            ),
        ),
    ]
