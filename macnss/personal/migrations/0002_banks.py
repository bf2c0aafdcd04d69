"""The well-known banks by the code that begins their RIBs, to be checked: the public lists contradict one another."""

from django.db import migrations

BANKS = (
    ("007", "Attijariwafa bank", "التجاري وفا بنك"),
    ("011", "Bank of Africa (BMCE)", "بنك أفريقيا"),
    ("013", "BMCI", "البنك المغربي للتجارة والصناعة"),
    ("021", "Crédit du Maroc", "مصرف المغرب"),
    ("022", "Saham Bank (Société Générale Maroc)", "سهام بنك (الشركة العامة المغربية)"),
    ("050", "CFG Bank", "بنك سي إف جي"),
    ("101", "Banque Populaire", "البنك الشعبي"),
    ("127", "Banque Populaire", "البنك الشعبي"),
    ("145", "Banque Populaire", "البنك الشعبي"),
    ("157", "Banque Populaire", "البنك الشعبي"),
    ("164", "Banque Populaire", "البنك الشعبي"),
    ("181", "Banque Populaire", "البنك الشعبي"),
    ("190", "Banque Populaire", "البنك الشعبي"),
    ("225", "Crédit Agricole du Maroc", "القرض الفلاحي للمغرب"),
    ("230", "CIH Bank", "القرض العقاري والسياحي"),
    ("310", "Trésorerie générale du Royaume", "الخزينة العامة للمملكة"),
    ("350", "Al Barid Bank", "البريد بنك"),
)


def add(apps, schema_editor):  # noqa: ARG001
    bank = apps.get_model("personal", "Bank")
    bank.objects.bulk_create(bank(code=code, name_fr=fr, name_ar=ar) for code, fr, ar in BANKS)


class Migration(migrations.Migration):
    dependencies = [("personal", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
