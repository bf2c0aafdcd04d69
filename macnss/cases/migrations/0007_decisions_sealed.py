from django.db import migrations, models

from macnss.kernel.secrets import seal


def seal_what_stands(apps, _schema_editor):
    """What was written and what it rested on, in clear until now."""
    for decision in apps.get_model("cases", "Decision").objects.iterator():
        decision.sealed = seal({"words": decision.words, "grounds": decision.grounds}, "case")
        decision.second_sealed = seal(decision.second_words, "case") if decision.second_words else b""
        decision.save(update_fields=["sealed", "second_sealed"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_notes_count_once")]

    operations = [
        migrations.AddField("decision", "sealed", models.BinaryField(default=b"")),
        migrations.AddField("decision", "second_sealed", models.BinaryField(default=b"")),
        migrations.RunPython(seal_what_stands, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("decision", "words"),
        migrations.RemoveField("decision", "grounds"),
        migrations.RemoveField("decision", "second_words"),
    ]
