from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OutsideSystem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20, unique=True)),
                ("is_up", models.BooleanField()),
                ("cause", models.CharField(blank=True, max_length=40)),
                ("since", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
            ],
        ),
    ]
