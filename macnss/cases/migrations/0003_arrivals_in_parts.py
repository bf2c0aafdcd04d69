"""Files arrive in parts, each sealed by itself; a page says what may be wrong with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_watching")]

    operations = [
        migrations.AddField(
            model_name="page",
            name="doubt",
            field=models.CharField(blank=True, default="", max_length=8),
            preserve_default=False,
        ),
        migrations.AddIndex(model_name="page", index=models.Index(fields=["document"], name="pages_by_document")),
        migrations.RemoveField(model_name="arrival", name="document"),
        migrations.AddField(model_name="arrival", name="parts", field=models.JSONField(default=list)),
        migrations.AddField(model_name="arrival", name="taken_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(
                condition=models.Q(("state", "checking")), fields=["moved_at"], name="arrivals_to_check"
            ),
        ),
    ]
