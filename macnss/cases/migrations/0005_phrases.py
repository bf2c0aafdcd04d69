"""Ready words with which agents begin: those who keep the reference data change them afterwards, two by two."""

from django.db import migrations

PHRASES = (
    (
        "Pièce illisible",
        "وثيقة غير مقروءة",
        "Bonjour, une pièce jointe ne se lit pas bien (photo floue, coupée ou trop sombre). Merci de la reprendre à la "
        "lumière du jour, à plat et en entier, puis de la renvoyer.",
        "السلام عليكم، إحدى الوثائق المرفقة غير مقروءة (صورة غير واضحة أو ناقصة أو مظلمة). المرجو إعادة تصويرها في ضوء "
        "النهار، مبسوطة وكاملة، ثم إرسالها من جديد.",
    ),
    (
        "Pièce manquante",
        "وثيقة ناقصة",
        "Bonjour, il manque une pièce pour étudier votre demande : elle est indiquée dans votre dossier. Vous pouvez "
        "l'ajouter depuis votre téléphone, sans vous déplacer.",
        "السلام عليكم، تنقص وثيقة لدراسة طلبكم، وهي مبينة في ملفكم. يمكنكم إضافتها من هاتفكم دون التنقل إلى الوكالة.",
    ),
    (
        "Pièce périmée",
        "وثيقة منتهية الصلاحية",
        "Bonjour, la pièce d'identité jointe n'est plus valable. Merci d'envoyer celle qui est en cours de validité, "
        "recto et verso.",
        "السلام عليكم، وثيقة الهوية المرفقة منتهية الصلاحية. المرجو إرسال الوثيقة السارية المفعول، من الوجهين.",
    ),
    (
        "Nom ou date différents",
        "اختلاف في الاسم أو التاريخ",
        "Bonjour, le nom ou la date de naissance que vous avez saisis ne sont pas ceux de vos pièces. Pouvez-vous nous "
        "dire lesquels sont exacts ?",
        "السلام عليكم، الاسم أو تاريخ الازدياد الذي أدخلتموه لا يطابق وثائقكم. هل يمكنكم إخبارنا بالصحيح منهما؟",
    ),
    (
        "Préciser le mois",
        "تحديد الشهر",
        "Bonjour, pour quel mois et pour quel employeur faites-vous cette demande ? Une copie de la fiche de paie nous "
        "aiderait.",
        "السلام عليكم، ما هو الشهر ومن هو المشغل المعنيان بطلبكم؟ نسخة من ورقة الأداء ستساعدنا.",
    ),
    (
        "Employeur interrogé",
        "تمت مراسلة المشغل",
        "Bonjour, nous avons demandé des explications à votre employeur. Dès sa réponse, ou à la fin du délai qui lui est "
        "donné, nous reprenons l'étude de votre demande.",
        "السلام عليكم، طلبنا توضيحات من مشغلكم. سنواصل دراسة طلبكم فور توصلنا بجوابه أو عند انتهاء الأجل الممنوح له.",
    ),
    (
        "Étude en cours",
        "الطلب قيد الدراسة",
        "Bonjour, votre demande est en cours d'étude. Vous n'avez rien à faire : nous vous écrivons dès que la décision "
        "est prise.",
        "السلام عليكم، طلبكم قيد الدراسة. لا حاجة إلى أي إجراء من جانبكم، وسنراسلكم فور اتخاذ القرار.",
    ),
    (
        "Retard : nos excuses",
        "تأخر: نعتذر لكم",
        "Bonjour, votre demande prend plus de temps que prévu et nous vous prions de nous en excuser. Nous l'étudions en "
        "priorité.",
        "السلام عليكم، تستغرق دراسة طلبكم وقتا أطول من المتوقع ونعتذر لكم عن ذلك. نحن نعطيها الأولوية.",
    ),
    (
        "Demande en double",
        "طلب مكرر",
        "Bonjour, une autre demande de même objet est déjà en cours à votre nom. Nous la traitons ; vous pouvez retirer "
        "celle-ci.",
        "السلام عليكم، يوجد طلب آخر في نفس الموضوع قيد المعالجة باسمكم. سنعالجه، ويمكنكم سحب هذا الطلب.",
    ),
    (
        "Autre administration",
        "إدارة أخرى",
        "Bonjour, votre question relève d'une autre administration. Merci de vous adresser à elle directement : nous ne "
        "pouvons pas agir à sa place.",
        "السلام عليكم، سؤالكم من اختصاص إدارة أخرى. المرجو التوجه إليها مباشرة، إذ لا يمكننا التصرف مكانها.",
    ),
    (
        "Passer à l'agence",
        "الحضور إلى الوكالة",
        "Bonjour, nous avons besoin de vous voir avec vos pièces originales. Vous pouvez prendre rendez-vous en ligne, à "
        "l'agence de votre choix.",
        "السلام عليكم، نحتاج إلى حضوركم مع الوثائق الأصلية. يمكنكم حجز موعد عبر الإنترنت في الوكالة التي تختارونها.",
    ),
    (
        "Réponse complète : merci",
        "جواب كامل: شكرا",
        "Bonjour, nous avons bien reçu vos pièces, merci. L'étude de votre demande continue.",
        "السلام عليكم، توصلنا بوثائقكم، شكرا لكم. دراسة طلبكم متواصلة.",
    ),
)


def add(apps, schema_editor):  # noqa: ARG001
    phrase = apps.get_model("cases", "Phrase")
    phrase.objects.bulk_create(
        phrase(title_fr=title_fr, title_ar=title_ar, body_fr=body_fr, body_ar=body_ar)
        for title_fr, title_ar, body_fr, body_ar in PHRASES
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_found_by_secret")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
