from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_arrivals_in_parts")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["holder"], name="cases_held_by_a_secret", condition=Q(holder__isnull=False)),
        ),
    ]
