"""The sentences of the sandbox in French and Arabic: a program apart, which has no share in the product's locale/."""

from typing import Any

from django.http import HttpRequest

LANGUAGES = {"ar": "العربية", "fr": "Français"}

# key: (French, Arabic); {names} are filled in by the `say` tag, which isolates them for right-to-left text.
WORDS = {
    # every page
    "title": ("Mon e-ID (bac à sable)", "Mon e-ID (بيئة تجريبية)"),
    "banner": (
        "Bac à sable : ceci n’est pas le vrai Mon e-ID. Personnes inventées uniquement.",
        "بيئة تجريبية: هذه ليست خدمة Mon e-ID الحقيقية. جميع الأشخاص من نسج الخيال.",
    ),
    "footer": (
        "Ce programme sert à essayer. Il n’a aucun lien avec la DGSN. N’y saisissez jamais vos vraies données.",
        "هذا البرنامج للتجربة فقط، ولا علاقة له بالمديرية العامة للأمن الوطني. لا تكتبوا فيه معطياتكم الحقيقية.",
    ),
    "skip": ("Aller au contenu", "انتقل إلى المحتوى"),
    "go_home": ("Qui puis-je être ?", "من يمكنني أن أكون؟"),
    "go_switches": ("Interrupteurs", "مفاتيح التحكم"),
    "continue": ("Continuer", "متابعة"),
    "back": ("Autre moyen", "طريقة أخرى"),
    # the request
    "asked_by": ("{service} demande à savoir qui vous êtes.", "تطلب {service} التحقق من هويتكم."),
    "level_low": ("faible", "منخفض"),
    "level_substantial": ("substantiel", "متوسط"),
    "level_high": ("élevé", "مرتفع"),
    "level_wanted": ("Niveau demandé : {level}", "المستوى المطلوب: {level}"),
    "level_given": ("Niveau atteint : {level}", "المستوى المحقق: {level}"),
    "identify": ("Identifiez-vous", "أكدوا هويتكم"),
    "way_card": ("Ma carte, sur ce téléphone", "بطاقتي، على هذا الهاتف"),
    "way_card_help": (
        "Posez la carte au dos du téléphone, puis saisissez son code PIN à 6 chiffres.",
        "ضعوا البطاقة على ظهر الهاتف، ثم اكتبوا رقمها السري المكون من 6 أرقام.",
    ),
    "way_phone": ("Mon téléphone, pour cet écran", "هاتفي، لهذه الشاشة"),
    "way_phone_help": (
        "Vous êtes sur un ordinateur : lisez un code QR avec votre téléphone.",
        "أنتم على حاسوب: امسحوا رمز QR بهاتفكم.",
    ),
    "way_password": ("Mon numéro de CIN et un mot de passe", "رقم بطاقتي الوطنية وكلمة السر"),
    "way_password_help": (
        "Sans carte ni NFC. Certaines démarches demandent plus.",
        "دون بطاقة ولا NFC. بعض الخدمات تتطلب مستوى أعلى.",
    ),
    "way_too_low": (
        "Ce moyen ne suffit pas : le service demande le niveau {level}.",
        "هذه الطريقة غير كافية: تطلب الخدمة هذا المستوى: {level}.",
    ),
    "cannot": ("Je n’ai aucun de ces moyens", "ليست لدي أي من هذه الطرق"),
    "cancel": ("Annuler et revenir au service", "إلغاء والعودة إلى الخدمة"),
    # card
    "card_title": ("Présentez votre carte", "قدموا بطاقتكم"),
    "card_choose": ("Quelle carte posez-vous sur le téléphone ?", "أي بطاقة تضعون على الهاتف؟"),
    "card_more": ("Une autre carte inventée", "بطاقة خيالية أخرى"),
    "card_country": ("Royaume inventé", "مملكة خيالية"),
    "card_kind": ("Carte d’essai", "بطاقة تجريبية"),
    "card_pin_written": ("PIN d’essai : {pin}", "الرقم السري التجريبي: {pin}"),
    "card_password_written": ("Mot de passe d’essai : {password}", "كلمة السر التجريبية: {password}"),
    "pin": ("Code PIN de la carte (6 chiffres)", "الرقم السري للبطاقة (6 أرقام)"),
    "pin_forgotten": ("PIN oublié ou bloqué ?", "نسيتم الرقم السري أو تم توقيفه؟"),
    "pin_wrong_1": (
        "Ce n’est pas le bon PIN. Encore un essai avant que la carte ne soit bloquée.",
        "الرقم السري غير صحيح. بقيت محاولة واحدة قبل توقيف البطاقة.",
    ),
    "pin_wrong_2": ("Ce n’est pas le bon PIN. Il reste 2 essais.", "الرقم السري غير صحيح. بقيت محاولتان."),
    "pin_blocked": (
        "Cette carte est bloquée après trois PIN faux. Réinitialisez son PIN, puis recommencez.",
        "هذه البطاقة موقوفة بعد ثلاثة أرقام سرية خاطئة. غيروا رقمها السري ثم أعيدوا المحاولة.",
    ),
    "card_old": (
        "Cette carte est ancienne : elle n’a pas de puce sans contact. Choisissez un autre moyen.",
        "هذه البطاقة قديمة ولا تتوفر على شريحة لا تلامسية. اختاروا طريقة أخرى.",
    ),
    "card_none": ("Choisissez une carte.", "اختاروا بطاقة."),
    "card_use": ("Poser la carte et valider", "وضع البطاقة والتأكيد"),
    # password
    "password_title": ("CIN et mot de passe", "رقم البطاقة الوطنية وكلمة السر"),
    "cin": ("Numéro de CIN", "رقم البطاقة الوطنية للتعريف"),
    "password": ("Mot de passe", "كلمة السر"),
    "password_wrong": (
        "Ce numéro et ce mot de passe ne correspondent pas. Après cinq erreurs, seule la carte ouvre.",
        "لا يوافق هذا الرقم كلمة السر هذه. بعد خمسة أخطاء، لا يمكن الدخول إلا بالبطاقة.",
    ),
    "password_try": ("Pour essayer : les mots de passe sont à la page {page}.", "للتجربة: كلمات السر في صفحة {page}."),
    # screen of the QR code
    "qr_title": ("Lisez ce code avec votre téléphone", "امسحوا هذا الرمز بهاتفكم"),
    "qr_number": ("Puis choisissez ce nombre sur le téléphone :", "ثم اختاروا هذا العدد على الهاتف:"),
    "qr_left": ("Ce code vaut encore {seconds} secondes.", "مدة صلاحية هذا الرمز بالثواني: {seconds}."),
    "qr_alone": (
        "N’acceptez jamais sur votre téléphone une demande que vous n’avez pas commencée vous-même.",
        "لا تقبلوا أبدا على هاتفكم طلبا لم تبدؤوه بأنفسكم.",
    ),
    "qr_here": (
        "Sans second appareil, ouvrez la page du téléphone dans un autre navigateur :",
        "إذا لم يكن لديكم جهاز ثان، فافتحوا صفحة الهاتف في متصفح آخر:",
    ),
    "qr_link": ("page du téléphone", "صفحة الهاتف"),
    "qr_image": ("Code QR de la demande", "رمز QR الخاص بالطلب"),
    "qr_waiting": ("En attente du téléphone.", "في انتظار الهاتف."),
    "qr_scanned": ("Code lu. Choisissez le nombre sur le téléphone.", "تمت قراءة الرمز. اختاروا العدد على الهاتف."),
    "qr_matched": ("Nombre juste. Confirmez sur le téléphone.", "العدد صحيح. أكدوا على الهاتف."),
    "qr_confirmed": ("C’est confirmé.", "تم التأكيد."),
    "qr_refused": ("Refusé sur le téléphone.", "تم الرفض على الهاتف."),
    "qr_void": (
        "Ce code ne vaut plus : un nombre faux a été choisi, ou un code plus récent l’a remplacé.",
        "لم يعد هذا الرمز صالحا: تم اختيار عدد خاطئ، أو عوّضه رمز أحدث.",
    ),
    "qr_expired": ("Ce code a expiré.", "انتهت صلاحية هذا الرمز."),
    "qr_look": ("J’ai confirmé sur le téléphone : continuer", "أكدت على الهاتف: متابعة"),
    "qr_again": ("Afficher un nouveau code", "عرض رمز جديد"),
    # phone
    "phone_title": ("Une demande attend votre accord", "طلب ينتظر موافقتكم"),
    "phone_service": ("Service", "الخدمة"),
    "phone_when": ("Heure", "الساعة"),
    "phone_place": ("Lieu approché", "المكان التقريبي"),
    "phone_device": ("Appareil", "الجهاز"),
    "place_here": ("cette machine ({address})", "هذا الجهاز ({address})"),
    "place_near": ("réseau local ({address})", "الشبكة المحلية ({address})"),
    "place_far": ("réseau {address}", "الشبكة {address}"),
    "phone_number": ("Quel nombre voyez-vous à l’écran ?", "ما العدد الذي ترونه على الشاشة؟"),
    "phone_not_me": ("Ce n’est pas moi : refuser", "لست أنا: رفض"),
    "phone_whose": ("À qui est ce téléphone ?", "لمن هذا الهاتف؟"),
    "phone_card": ("Confirmer avec ma carte et son PIN", "التأكيد ببطاقتي ورقمها السري"),
    "phone_finger": ("Confirmer avec mon empreinte", "التأكيد ببصمتي"),
    "phone_finger_help": (
        "Une pression imite l’empreinte : le niveau sera substantiel.",
        "ضغطة واحدة تحاكي البصمة: يكون المستوى جوهريا.",
    ),
    "phone_done": ("C’est confirmé", "تم التأكيد"),
    "phone_done_help": (
        "Revenez à l’écran où vous avez commencé. Vous pouvez fermer cette page.",
        "عودوا إلى الشاشة التي بدأتم منها. يمكنكم إغلاق هذه الصفحة.",
    ),
    "phone_refused": ("Demande refusée", "تم رفض الطلب"),
    "phone_refused_help": (
        "Rien n’a été transmis. Si vous n’aviez rien commencé, prévenez le service.",
        "لم يُرسل أي شيء. إذا لم تبدؤوا أي طلب، فأخبروا الخدمة.",
    ),
    "phone_dead": ("Ce code ne peut plus servir", "لم يعد بالإمكان استعمال هذا الرمز"),
    "phone_dead_help": (
        "Il a expiré, il a déjà été lu, ou un nombre faux a été choisi. Affichez un nouveau code à l’écran.",
        "انتهت صلاحيته، أو سبقت قراءته، أو تم اختيار عدد خاطئ. اعرضوا رمزا جديدا على الشاشة.",
    ),
    # consent
    "consent_title": ("Acceptez-vous de transmettre ?", "هل توافقون على الإرسال؟"),
    "consent_shares": ("{service} recevra :", "ستتوصل {service} بما يلي:"),
    "claim_cin": ("Numéro de CIN", "رقم البطاقة الوطنية للتعريف"),
    "claim_name": ("Nom et prénom", "الاسم الكامل"),
    "claim_name_ar": ("Nom et prénom en arabe", "الاسم الكامل بالعربية"),
    "claim_birthdate": ("Date de naissance", "تاريخ الازدياد"),
    "claim_gender": ("Sexe", "الجنس"),
    "gender_female": ("féminin", "أنثى"),
    "gender_male": ("masculin", "ذكر"),
    "consent_identifier": ("Un identifiant propre à ce service", "معرّف خاص بهذه الخدمة"),
    "consent_not": (
        "Ni votre adresse, ni votre photo, ni le contenu de la puce ne sont transmis.",
        "لا يُرسل عنوانكم ولا صورتكم ولا محتوى الشريحة.",
    ),
    "accept": ("Accepter et continuer", "أوافق وأتابع"),
    "refuse": ("Refuser", "أرفض"),
    # home
    "home_title": ("Qui puis-je être ?", "من يمكنني أن أكون؟"),
    "home_lead": (
        "Choisissez une personne inventée. Son PIN et son mot de passe sont écrits ici : c’est un bac à sable.",
        "اختاروا شخصا خياليا. رقمه السري وكلمة سره مكتوبان هنا لأنها بيئة تجريبية.",
    ),
    "home_empty": (
        "Aucun citoyen n’est chargé. Écrivez-les puis redémarrez : manage.py citizens --to var/mon-eid/citizens.json",
        "لا يوجد أي مواطن. اكتبوا القائمة ثم أعيدوا التشغيل: manage.py citizens --to var/mon-eid/citizens.json",
    ),
    "home_name": ("Personne", "الشخص"),
    "home_birth": ("Naissance", "الازدياد"),
    "home_pin": ("PIN", "الرقم السري"),
    "home_note": ("À savoir", "ملاحظة"),
    "home_special": ("Pour essayer les refus", "لتجربة حالات الرفض"),
    "home_everybody": ("Assurés du pays inventé", "مؤمَّنون من البلد الخيالي"),
    "home_cast": ("Les personnages", "الشخصيات"),
    "kind_newcomer": ("N’a pas encore de compte à la caisse", "دون حساب لدى الصندوق"),
    "kind_stranger": ("N’est dans aucun registre", "لا وجود له في أي سجل"),
    "kind_birth_date": (
        "Sa date de naissance diffère de celle du registre",
        "تاريخ الازدياد يختلف عن المسجل",
    ),
    "kind_old_card": (
        "Ancienne carte, sans puce : CIN et mot de passe",
        "بطاقة قديمة دون شريحة: رقم البطاقة وكلمة السر",
    ),
    "kind_blocked": ("Carte déjà bloquée", "بطاقة موقوفة"),
    # PIN
    "renew_title": ("Réinitialiser le PIN d’une carte", "تغيير الرقم السري لبطاقة"),
    "renew_lead": (
        "Dans la vie, on pose la carte et le visage est comparé à l’image de la puce. Ici, on fait semblant.",
        "في الواقع توضع البطاقة على الهاتف ويُقارن الوجه بصورة الشريحة. هنا نتظاهر بذلك فقط.",
    ),
    "renew_face": ("Mon visage a été comparé (imité)", "تمت مقارنة وجهي (محاكاة)"),
    "renew_pin": ("Nouveau PIN (6 chiffres)", "رقم سري جديد (6 أرقام)"),
    "renew_wrong": (
        "Il faut un numéro de CIN de la liste, un PIN de 6 chiffres et la case cochée.",
        "يلزم رقم بطاقة من القائمة، ورقم سري من 6 أرقام، ووضع علامة في الخانة.",
    ),
    "renew_done": (
        "Le PIN de {name} est changé. La carte a de nouveau trois essais.",
        "تم تغيير الرقم السري لبطاقة {name}. لديها من جديد ثلاث محاولات.",
    ),
    "renew_use": ("Changer le PIN", "تغيير الرقم السري"),
    "renew_back": ("Revenir à la demande en cours", "العودة إلى الطلب الجاري"),
    # switches
    "switches_title": ("Interrupteurs du bac à sable", "مفاتيح البيئة التجريبية"),
    "switches_lead": (
        "Pour voir comment un service se tient quand Mon e-ID va mal. Ils valent pour tout le monde.",
        "لمعرفة سلوك الخدمات عندما تتعطل Mon e-ID. تسري على الجميع.",
    ),
    "switch_slow": ("Lenteur, en secondes (0 à 60)", "بطء بالثواني (من 0 إلى 60)"),
    "switch_down": ("En panne : répond 503", "معطلة: تجيب بـ 503"),
    "switch_refuse": ("Refuse chaque demande", "ترفض كل طلب"),
    "switch_expire": ("Tout naît expiré : codes, demandes, QR", "كل شيء منتهي الصلاحية: الرموز والطلبات وQR"),
    "switch_thin": (
        "Identité seulement à /userinfo, pas dans le jeton",
        "الهوية في ‎/userinfo فقط وليست في الرمز المميز",
    ),
    "switch_cin": ("Renvoie une autre CIN", "تعيد رقم بطاقة آخر"),
    "switch_lower": ("Dit ce niveau au lieu de celui atteint", "تعلن هذا المستوى بدل المستوى المحقق"),
    "switch_spoil": ("Gâte la réponse", "تفسد الجواب"),
    "switch_none": ("non", "لا"),
    "switches_save": ("Appliquer", "تطبيق"),
    "switches_reset": ("Tout remettre au repos", "إعادة كل شيء إلى وضعه العادي"),
    "switches_rotate": ("Changer les clés de signature", "تغيير مفاتيح التوقيع"),
    "switches_saved": ("C’est fait.", "تم ذلك."),
    "switches_wrong": ("Une position n’existe pas : rien n’est changé.", "وضع غير موجود: لم يتغير شيء."),
    "switches_on": (
        "Des interrupteurs sont actifs : Mon e-ID se conduit mal exprès.",
        "بعض المفاتيح مفعّلة: Mon e-ID تسيء التصرف عمدا.",
    ),
    # sentences
    "visit_over": ("Cette demande est terminée", "انتهى هذا الطلب"),
    "visit_over_help": (
        "Elle a expiré, a déjà eu sa réponse, ou vient d’un autre navigateur. Retournez au service et recommencez.",
        "انتهت صلاحيته، أو تمت الإجابة عنه، أو بدأ في متصفح آخر. عودوا إلى الخدمة وأعيدوا المحاولة.",
    ),
    "unknown_client": ("Ce service n’est pas inscrit", "هذه الخدمة غير مسجلة"),
    "unknown_client_help": (
        "Le service qui vous envoie n’est pas connu du bac à sable (client_id).",
        "الخدمة التي أرسلتكم غير معروفة في البيئة التجريبية (client_id).",
    ),
    "par_required": ("La demande doit être déposée à l’avance", "يجب إيداع الطلب مسبقا"),
    "par_required_help": ("Ce bac à sable exige PAR (RFC 9126).", "هذه البيئة تفرض PAR (RFC 9126)."),
    "request_uri_dead": ("Cette demande a expiré ou a déjà servi", "انتهت صلاحية هذا الطلب أو سبق استعماله"),
    "request_uri_dead_help": ("Retournez au service et recommencez.", "عودوا إلى الخدمة وأعيدوا المحاولة."),
    "bad_request": ("La demande du service est incorrecte", "طلب الخدمة غير صحيح"),
    "bad_request_help": (
        "Vous n’y êtes pour rien. Rien n’a été transmis.",
        "لا دخل لكم في ذلك. لم يُرسل أي شيء.",
    ),
    "back_to": ("Retourner à {service}", "العودة إلى {service}"),
    "expired": ("Cette page est restée ouverte trop longtemps", "بقيت هذه الصفحة مفتوحة مدة طويلة"),
    "expired_help": (
        "Revenez en arrière, rechargez la page et recommencez.",
        "ارجعوا إلى الوراء، وأعيدوا تحميل الصفحة، ثم أعيدوا المحاولة.",
    ),
    "absent": ("Cette page n’existe pas", "هذه الصفحة غير موجودة"),
    "absent_help": ("Commencez par « Qui puis-je être ? ».", "ابدؤوا من «من يمكنني أن أكون؟»."),
}


def sentence(key: str, language: str) -> str:
    """Raises KeyError for a sentence that nobody wrote."""
    return WORDS[key][0 if language == "fr" else 1]


def context(request: HttpRequest) -> dict[str, Any]:
    language = getattr(request, "language", "ar")
    return {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "other_languages": {code: name for code, name in LANGUAGES.items() if code != language},
    }
