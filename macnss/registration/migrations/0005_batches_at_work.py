"""A list of employees is read, sent or erased by the worker: one thing at a time, followed in the same columns."""

from django.conf import settings
from django.db import migrations, models

SENDING = "UPDATE registration_batch SET work = 'sending' WHERE work_since IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0004_cards_watched"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("batch", "sending_since", "work_since"),
        migrations.RenameField("batch", "sent_by", "work_by"),
        migrations.RenameField("batch", "to_send", "work_total"),
        migrations.AddField("batch", "unread", models.BinaryField(default=b"")),
        migrations.AddField(
            "batch",
            "work",
            models.CharField(
                blank=True,
                choices=[("reading", "Being read"), ("sending", "Being sent"), ("erasing", "Being erased")],
                default="",
                max_length=7,
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(SENDING, migrations.RunSQL.noop, elidable=True),
        migrations.AddConstraint(
            "batch",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("work", ""), ("work_since", None)),
                    models.Q(models.Q(("work", ""), _negated=True), ("work_since__isnull", False)),
                    _connector="OR",
                ),
                name="a_batch_at_work_says_since_when",
            ),
        ),
    ]
