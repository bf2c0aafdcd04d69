"""What a finding says, in French and in Arabic: what is wrong, then what to do.

In these sentences `{found}`, `{expected}`, `{field}`, `{record}` and `{see}` (another line) are filled in; `[...]`
marks what reads from left to right inside Arabic. Both are isolated there, or engines print "83-11" as 11-83.
"""

import re
from dataclasses import dataclass

from macnss.declarations.ebds.codes import Code
from macnss.lawbook.texts import isolate

_LEFT_TO_RIGHT = re.compile(r"\[(.*?)\]")


@dataclass(frozen=True, slots=True)
class Sentence:
    fr: str
    ar: str

    def about(self, **details: str) -> dict[str, str]:
        """Both languages, with the details in their places."""
        arabic = _LEFT_TO_RIGHT.sub(lambda marked: isolate(marked[1]), self.ar)
        return {
            "fr": self.fr.format(**{name: detail or "(vide)" for name, detail in details.items()}),
            "ar": arabic.format(**{name: _isolated(detail) for name, detail in details.items()}),
        }


def _isolated(detail: str) -> str:
    return isolate(detail) if detail else "(فارغ)"


SENTENCES: dict[Code, Sentence] = {
    Code.FILE_ABSENT: Sentence(
        "Le fichier n'a pas pu être ouvert : {found}. Vérifiez son nom et vos droits de lecture.",
        "تعذر فتح الملف: {found}. تحققوا من اسمه ومن حقكم في قراءته.",
    ),
    Code.FILE_EMPTY: Sentence(
        "Le fichier est vide. Produisez-le de nouveau avec votre logiciel de paie.",
        "الملف فارغ. أعيدوا إنتاجه ببرنامج الأجور.",
    ),
    Code.FILE_TOO_BIG: Sentence(
        "Le fichier est trop grand : {found} octets, {expected} au plus. Vérifiez que c'est bien une déclaration.",
        "حجم الملف كبير جدا: {found} بايت، والحد الأقصى {expected}. تحققوا من أنه تصريح [e-BDS].",
    ),
    Code.FILE_OF_ANOTHER_FORMAT: Sentence(
        "Ce fichier n'est pas une déclaration e-BDS (il commence par : {found}). "
        "Envoyez le fichier texte DS_ ou DSC produit par votre logiciel de paie.",
        "هذا الملف ليس تصريح [e-BDS] (بدايته: {found}). أرسلوا الملف النصي [DS_] أو [DSC] الذي ينتجه برنامج الأجور.",
    ),
    Code.FILE_PRE_ESTABLISHED: Sentence(
        "C'est le fichier préétabli, celui que la caisse vous envoie. Envoyez le fichier DS_ qui y répond.",
        "هذا هو الملف المعد مسبقا الذي يرسله إليكم الصندوق. أرسلوا ملف [DS_] الذي يجيب عنه.",
    ),
    Code.FILE_NOT_PRE_ESTABLISHED: Sentence(
        "Le fichier préétabli donné pour comparaison ne se lit pas (à : {found}). "
        "Téléchargez-le de nouveau, sans le modifier.",
        "تعذرت قراءة الملف المعد مسبقا المقدم للمقارنة (عند: {found}). حملوه من جديد دون تغيير.",
    ),
    Code.FILE_NAME_DIFFERS: Sentence(
        "Le nom du fichier annonce {found}, son contenu {expected}. Le contenu compte : vérifiez que c'est le bon.",
        "اسم الملف يشير إلى {found} ومحتواه إلى {expected}. المحتوى وحده يعتد به: تحققوا من أنه الملف الصحيح.",
    ),
    Code.LINE_TOO_LONG: Sentence(
        "La ligne a {found} caractères au lieu de {expected}. Retirez les caractères en trop.",
        "عدد حروف السطر {found} بدل {expected}. احذفوا الحروف الزائدة.",
    ),
    Code.LINE_TOO_SHORT: Sentence(
        "La ligne est coupée : {found} caractères, il en faut au moins {expected}. Complétez-la.",
        "السطر مبتور: عدد حروفه {found} والمطلوب {expected} على الأقل. أكملوه.",
    ),
    Code.LINE_BLANK: Sentence(
        "Lignes vides au milieu du fichier : {found}. Supprimez-les.",
        "عدد السطور الفارغة وسط الملف: {found}. احذفوها.",
    ),
    Code.LINES_BLANK_AT_END: Sentence(
        "Lignes vides à la fin du fichier : {found}. Elles sont ignorées.",
        "عدد السطور الفارغة في آخر الملف: {found}. لم تؤخذ بعين الاعتبار.",
    ),
    Code.RECORD_UNKNOWN: Sentence(
        "La ligne commence par {found}, qui n'est pas un enregistrement de ce fichier (attendu : {expected}). "
        "Corrigez le type ou supprimez la ligne.",
        "يبدأ السطر بـ {found} وهو ليس من تسجيلات هذا الملف (المنتظر: {expected}). صححوا النوع أو احذفوا السطر.",
    ),
    Code.RECORD_MISSING: Sentence(
        "Il manque {expected} ici. Ajoutez-le ou produisez de nouveau le fichier.",
        "ينقص {expected} في هذا الموضع. أضيفوه أو أعيدوا إنتاج الملف.",
    ),
    Code.RECORD_OUT_OF_ORDER: Sentence(
        "{found} n'est pas à sa place : l'ordre est {expected}. Remettez les lignes dans cet ordre.",
        "{found} ليس في موضعه: الترتيب هو {expected}. أعيدوا ترتيب السطور.",
    ),
    Code.RECORD_REPEATED: Sentence(
        "{found} ne doit figurer qu'une seule fois. Supprimez cette ligne.",
        "يجب ألا يرد {found} إلا مرة واحدة. احذفوا هذا السطر.",
    ),
    Code.AFTER_THE_END: Sentence(
        "La déclaration se termine par {expected} ; ce qui suit n'est pas lu. Supprimez-le ou envoyez-le à part.",
        "ينتهي التصريح بـ {expected}؛ وما بعده لا يقرأ. احذفوه أو أرسلوه على حدة.",
    ),
    Code.NOT_DIGITS: Sentence(
        "{field} doit être en chiffres, complété par des zéros à gauche : trouvé « {found} », attendu {expected}.",
        "يجب أن تكتب الخانة {field} بالأرقام مع إتمامها بأصفار إلى اليسار: وجد «{found}» والمنتظر {expected}.",
    ),
    Code.DATE_INVALID: Sentence(
        "{field} n'est pas une date : trouvé {found}, attendu {expected}. Corrigez la date.",
        "الخانة {field} ليست تاريخا صحيحا: وجد {found} والمنتظر {expected}. صححوا التاريخ.",
    ),
    Code.PERIOD_INVALID: Sentence(
        "La période {found} n'est pas un mois : écrivez l'année puis le mois, {expected}.",
        "الفترة {found} ليست شهرا: اكتبوا السنة ثم الشهر، {expected}.",
    ),
    Code.CATEGORY_INVALID: Sentence(
        "L_Cat vaut {found} au lieu de {expected}. Corrigez la nature du fichier.",
        "قيمة [L_Cat] هي {found} بدل {expected}. صححوا طبيعة الملف.",
    ),
    Code.CHARACTERS_FORBIDDEN: Sentence(
        "{field} contient des caractères interdits : « {found} ». "
        "Seuls A à Z, 0 à 9 et l'espace sont admis : écrivez « {expected} ».",
        "تتضمن الخانة {field} حروفا غير مقبولة: «{found}». لا يقبل إلا [A-Z] و[0-9] والفراغ: اكتبوا «{expected}».",
    ),
    Code.CHARACTERS_TO_FOLD: Sentence(
        "{field} contient un accent, un trait d'union ou une apostrophe : « {found} ». Il est lu « {expected} » ; "
        "écrivez-le ainsi la prochaine fois.",
        "تتضمن الخانة {field} علامة فوق حرف أو شرطة أو فاصلة عليا: «{found}». تقرأ «{expected}»؛ "
        "اكتبوها هكذا في المرة المقبلة.",
    ),
    Code.FILLER_NOT_BLANK: Sentence(
        "La fin de la ligne devrait être faite d'espaces, elle contient « {found} ». Ce texte est ignoré.",
        "يجب أن يكون آخر السطر فراغات، وهو يتضمن «{found}». لم يؤخذ هذا النص بعين الاعتبار.",
    ),
    Code.AFFILIATE_CHECK_DIGIT: Sentence(
        "Le dernier chiffre du numéro d'affiliation {found} ne convient pas aux autres "
        "(avec eux, ce serait {expected}). Comparez-le à votre carte d'affiliation.",
        "الرقم الأخير من رقم الانخراط {found} لا يطابق باقي الأرقام "
        "(المنتظر معها: {expected}). قارنوه ببطاقة الانخراط.",
    ),
    Code.AFFILIATE_UNEXPECTED: Sentence(
        "Ce fichier est celui de l'affilié {found}, et vous déclarez pour {expected}. Choisissez le bon fichier.",
        "هذا الملف يخص المنخرط {found} بينما تصرحون عن {expected}. اختاروا الملف الصحيح.",
    ),
    Code.AFFILIATE_DIFFERS: Sentence(
        "Le numéro d'affilié est {found} ici et {expected} ailleurs dans le fichier. Il doit être le même partout.",
        "رقم الانخراط هنا {found} وفي باقي الملف {expected}. يجب أن يكون واحدا في جميع السطور.",
    ),
    Code.PERIOD_UNEXPECTED: Sentence(
        "Ce fichier porte sur la période {found}, alors que {expected} est attendue. Choisissez le bon fichier.",
        "هذا الملف يتعلق بالفترة {found} بينما المنتظر {expected}. اختاروا الملف الصحيح.",
    ),
    Code.PERIOD_DIFFERS: Sentence(
        "La période est {found} ici et {expected} ailleurs dans le fichier. Elle doit être la même partout.",
        "الفترة هنا {found} وفي باقي الملف {expected}. يجب أن تكون واحدة في جميع السطور.",
    ),
    Code.TRANSFER_DIFFERS: Sentence(
        "Le numéro de transfert {found} n'est pas celui du fichier préétabli, {expected}. Recopiez-le.",
        "رقم التحويل {found} ليس رقم الملف المعد مسبقا {expected}. انسخوه كما هو.",
    ),
    Code.NUMBER_REFUSED: Sentence(
        "Le numéro {found} n'est à personne. Écrivez le vrai, ou {expected} avec la CIN s'il n'y en a pas encore.",
        "الرقم {found} لا يخص أحدا. اكتبوا رقم التسجيل الصحيح أو {expected} مع رقم البطاقة الوطنية إن لم يوجد بعد.",
    ),
    Code.NUMBER_SPECIAL: Sentence(
        "Le numéro {found} ne convient qu'aux entrants. Écrivez le numéro du fichier préétabli, "
        "ou déclarez la personne en {expected}.",
        "الرقم {found} خاص بالأجراء الجدد. اكتبوا الرقم الوارد في الملف المعد مسبقا أو صرحوا بالشخص في {expected}.",
    ),
    Code.NUMBER_FIRST_DIGIT: Sentence(
        "Le numéro d'immatriculation {found} ne commence pas par {expected}. Comparez-le à la carte de l'assuré.",
        "رقم التسجيل {found} لا يبدأ بـ {expected}. قارنوه ببطاقة المؤمن له.",
    ),
    Code.NUMBER_CHECK_DIGIT: Sentence(
        "Le dernier chiffre du numéro d'immatriculation {found} ne convient pas aux autres "
        "(avec eux, ce serait {expected}). Comparez-le à la carte de l'assuré.",
        "الرقم الأخير من رقم التسجيل {found} لا يطابق باقي الأرقام "
        "(المنتظر معها: {expected}). قارنوه ببطاقة المؤمن له.",
    ),
    Code.NUMBER_REPEATED: Sentence(
        "Le numéro {found} est déjà déclaré à la ligne {see}. Une personne n'a qu'une ligne : réunissez les deux.",
        "الرقم {found} مصرح به من قبل في السطر {see}. لكل شخص سطر واحد: اجمعوا السطرين.",
    ),
    Code.NUMBER_UNSORTED: Sentence(
        "Les lignes {record} ne sont plus dans l'ordre des numéros à partir d'ici ({found} vient après {expected}). "
        "Triez-les, de préférence.",
        "ابتداء من هنا لم تعد سطور {record} مرتبة حسب الأرقام ({found} بعد {expected}). يستحسن ترتيبها.",
    ),
    Code.NUMBER_NOT_PRE_ESTABLISHED: Sentence(
        "L'assuré {found} n'est pas dans le fichier préétabli. Déclarez-le parmi les entrants, en {expected}.",
        "الرقم {found} غير وارد في الملف المعد مسبقا. صرحوا بهذا الشخص ضمن الأجراء الجدد في {expected}.",
    ),
    Code.NUMBER_UNANSWERED: Sentence(
        "L'assuré {expected} du fichier préétabli n'a pas de ligne. Ajoutez-la, avec la situation SO s'il est sorti.",
        "المؤمن له {expected} الوارد في الملف المعد مسبقا ليس له سطر. أضيفوه مع الوضعية [SO] إذا غادر العمل.",
    ),
    Code.PRE_ESTABLISHED_CHANGED: Sentence(
        "{field} vaut {found}, et {expected} dans le fichier préétabli. Recopiez la valeur de la caisse.",
        "قيمة {field} هي {found} وفي الملف المعد مسبقا {expected}. انسخوا القيمة الواردة من الصندوق.",
    ),
    Code.NAME_MISSING: Sentence(
        "Le nom de cet entrant manque. Écrivez son nom et son prénom.",
        "ينقص اسم هذا الأجير الجديد. اكتبوا اسمه العائلي والشخصي.",
    ),
    Code.CIN_MISSING: Sentence(
        "Cet entrant n'a pas encore de numéro : sa CIN est obligatoire. Écrivez-la.",
        "هذا الأجير الجديد ليس له رقم تسجيل بعد: رقم بطاقته الوطنية إجباري. اكتبوه.",
    ),
    Code.CIN_REPEATED: Sentence(
        "L'entrant sans numéro de CIN {found} est déjà à la ligne {see}. Gardez une seule ligne.",
        "الأجير بدون رقم صاحب البطاقة الوطنية {found} وارد من قبل في السطر {see}. احتفظوا بسطر واحد.",
    ),
    Code.SITUATION_UNKNOWN: Sentence(
        "La situation {found} n'existe pas. Écrivez {expected}, ou deux espaces pour un travail normal.",
        "الوضعية {found} غير موجودة. اكتبوا {expected} أو فراغين في حالة العمل العادي.",
    ),
    Code.SITUATION_MISSING: Sentence(
        "Ni jours ni salaire, et aucune situation pour l'expliquer. "
        "Écrivez une situation ({expected}), ou les jours et le salaire.",
        "لا أيام ولا أجر ولا وضعية تفسر ذلك. اكتبوا وضعية ({expected}) أو الأيام والأجر.",
    ),
    Code.DAYS_TOO_MANY: Sentence(
        "{found} jours déclarés : un mois en compte {expected} au plus. Corrigez les jours.",
        "عدد الأيام المصرح بها {found} بينما الحد الأقصى في الشهر {expected}. صححوا عدد الأيام.",
    ),
    Code.DAYS_MISSING: Sentence(
        "Un salaire est déclaré sans aucun jour. Écrivez les jours, ou une situation.",
        "صرح بأجر دون أي يوم عمل. اكتبوا عدد الأيام أو وضعية.",
    ),
    Code.DAYS_FORBIDDEN: Sentence(
        "{found} jours déclarés, alors que la situation n'en permet aucun. Corrigez les jours ou la situation.",
        "صرح بعدد أيام {found} بينما لا تسمح الوضعية بأي يوم. صححوا الأيام أو الوضعية.",
    ),
    Code.WAGE_MISSING: Sentence(
        "Des jours sont déclarés sans aucun salaire. Écrivez le salaire, ou une situation.",
        "صرح بأيام عمل دون أي أجر. اكتبوا الأجر أو وضعية.",
    ),
    Code.WAGE_FORBIDDEN: Sentence(
        "Un salaire de {found} centimes est déclaré, alors que la situation n'en permet aucun. "
        "Corrigez le salaire ou la situation.",
        "صرح بأجر قدره {found} سنتيم بينما لا تسمح الوضعية بأي أجر. صححوا الأجر أو الوضعية.",
    ),
    Code.CAPPED_ABOVE_REAL: Sentence(
        "Le salaire plafonné {found} dépasse le salaire réel ({expected}). Corrigez-le.",
        "الأجر المسقف {found} يتجاوز الأجر الحقيقي ({expected}). صححوه.",
    ),
    Code.CAPPED_WRONG: Sentence(
        "Le salaire plafonné est {found} au lieu de {expected} : "
        "c'est le plus petit du salaire réel et du plafond du mois. Corrigez-le.",
        "الأجر المسقف هو {found} بدل {expected}: وهو الأصغر من بين الأجر الحقيقي وسقف الشهر. صححوه.",
    ),
    Code.AF_NET_UNEXPLAINED: Sentence(
        "Les allocations familiales nettes sont {found}, et le dû moins la retenue donne {expected}. Vérifiez-les.",
        "صافي التعويضات العائلية هو {found} بينما المستحق ناقص الاقتطاع يساوي {expected}. تحققوا منه.",
    ),
    Code.AF_TO_RETURN_ABOVE_NET: Sentence(
        "Les allocations familiales à reverser ({found}) dépassent le net à payer ({expected}). Corrigez-les.",
        "التعويضات العائلية الواجب إرجاعها ({found}) تتجاوز الصافي المستحق ({expected}). صححوها.",
    ),
    Code.AF_TO_RETURN_NOT_NET: Sentence(
        "L'assuré est sorti ou décédé : les allocations familiales à reverser sont {found} au lieu du net, {expected}. "
        "Corrigez-les.",
        "المؤمن له غادر أو توفي: التعويضات العائلية الواجب إرجاعها هي {found} بدل الصافي {expected}. صححوها.",
    ),
    Code.CONTROL_SUM_WRONG: Sentence(
        "La somme de contrôle est {found} au lieu de {expected}. Vérifiez les montants de la ligne et recalculez-la.",
        "مجموع المراقبة هو {found} بدل {expected}. تحققوا من مبالغ السطر وأعيدوا حسابه.",
    ),
    Code.E02_NOT_EMPTY: Sentence(
        "Une déclaration complémentaire ne porte que sur des entrants : la ligne E02 doit être vide. "
        "Déclarez la personne en E04.",
        "التصريح التكميلي لا يهم إلا الأجراء الجدد: يجب أن يكون السطر [E02] فارغا. صرحوا بالشخص في [E04].",
    ),
    Code.EMPTY_ENTRANT_NOT_ALONE: Sentence(
        "La ligne vide ne sert que s'il n'y a aucun entrant. Supprimez-la.",
        "السطر الفارغ لا يستعمل إلا في غياب أي أجير جديد. احذفوه.",
    ),
    Code.RECAP_WRONG: Sentence(
        "{field} annonce {found}, mais la somme des lignes est {expected}. Corrigez les lignes ou le total.",
        "تعلن {field} عن {found} بينما مجموع السطور {expected}. صححوا السطور أو المجموع.",
    ),
    Code.GLOBAL_RECAP_WRONG: Sentence(
        "{field} annonce {found}, mais la somme des deux récapitulatifs est {expected}. Corrigez le total.",
        "تعلن {field} عن {found} بينما مجموع سطري الحصيلة {expected}. صححوا المجموع.",
    ),
    Code.RECAP_NOT_VERIFIED: Sentence(
        "Ce récapitulatif n'a pas pu être vérifié. Lignes illisibles qui y entrent : {found}. Corrigez-les d'abord.",
        "تعذر التحقق من هذه الحصيلة: عدد السطور غير المقروءة الداخلة فيها {found}. صححوها أولا.",
    ),
}
