"""What companies are called: a root, a trade of their sector, a legal form. `ATLAS NEGOCE SARL` / أطلس للتجارة."""

from dataclasses import dataclass

from macnss.country.names.writing import Name, name, names


@dataclass(frozen=True, slots=True)
class Trade:
    """What follows the root in a company's name, and the activity that its declarations state."""

    suffix: Name
    activity: Name


def _trades(text: str) -> tuple[Trade, ...]:
    """One trade a line: suffix | activity."""
    rows = [line.split("|") for line in text.strip().splitlines()]
    return tuple(Trade(name(suffix), name(activity)) for suffix, activity in rows)


# What follows the name of a company, by legal form; a natural person trades under their own name.
LEGAL_FORMS = {
    "sarl": name("SARL ش.م.م"),
    "sarl-au": name("SARL AU ش.م.م. ش.و"),
    "sa": name("SA ش.م"),
    "snc": name("SNC شركة التضامن"),
    "person": None,
    "association": name("ASSOCIATION جمعية"),
    "cooperative": name("COOPERATIVE تعاونية"),
}

ROOTS = names("""
ATLAS أطلس, RIF الريف, SOUSS سوس, ANDALOUS الأندلس, MENARA المنارة, CHELLAH شالة, HERCULE هرقل, TOUBKAL توبقال,
AL AMAL الأمل, AL BARAKA البركة, AL FATH الفتح, AL HANA الهناء, AL ITTIHAD الاتحاد, AL JAWDA الجودة, AL KHAIR الخير,
AL MANAR المنار, AL MASSIRA المسيرة, AL NAJAH النجاح, AL WAHDA الوحدة, AL YASMINE الياسمين, AL ZAHRA الزهراء,
AMANE أمان, ANFA أنفا, ARGANE أركان, ARZ الأرز, ASSALAM السلام, AZUR أزور, BAB EL BAHR باب البحر, BAHIA الباهية,
CHAMS الشمس, CHARK الشرق, DOUKKALA دكالة, DRAA درعة, EL BAHJA البهجة, EL MOUSTAKBAL المستقبل, ETOILE النجمة,
GHARB الغرب, HAOUZ الحوز, HILAL الهلال, IMTIAZ الامتياز, ISLANE إسلان, JAWHARA الجوهرة, KASBAH القصبة, LIXUS ليكسوس,
LOUKKOS اللوكوس, MAJD المجد, SAFRANE الزعفران, MOGADOR موكادور, MOULOUYA ملوية, NAJM النجم, NAKHIL النخيل,
NASR النصر, NOUR النور, OASIS الواحة, OCEAN المحيط, ORMES الدردار, OUED SEBOU واد سبو, OUM RABIA أم الربيع,
PALMIER النخلة, PERLE اللؤلؤة, RAHMA الرحمة, SAFA الصفاء, SAHEL الساحل, TADLA تادلة, TAFRAOUT تافراوت,
TAMOUDA تمودة, TIGHMI تيغمي, TIZI تيزي, VOLUBILIS وليلي, ZEMMOUR زمور, ZENATA زناتة
""")

TRADES = {
    "trade": _trades("""
        NEGOCE للتجارة | COMMERCE DE GROS تجارة الجملة
        DISTRIBUTION للتوزيع | DISTRIBUTION ALIMENTAIRE توزيع المواد الغذائية
        MATERIAUX لمواد البناء | VENTE DE MATERIAUX DE CONSTRUCTION بيع مواد البناء
        PIECES AUTO لقطع الغيار | VENTE DE PIECES AUTOMOBILES بيع قطع غيار السيارات
        MARKET للتسوق | COMMERCE DE DETAIL تجارة التقسيط
        IMPORT EXPORT للاستيراد والتصدير | IMPORT ET EXPORT الاستيراد والتصدير
        PHARMA للصيدلة | PHARMACIE صيدلية"""),
    "services": _trades("""
        CONSEIL للاستشارة | CONSEIL AUX ENTREPRISES استشارة المقاولات
        PROPRETE للنظافة | NETTOYAGE INDUSTRIEL التنظيف الصناعي
        SECURITE للحراسة | GARDIENNAGE ET SECURITE الحراسة والأمن
        INTERIM للتشغيل المؤقت | TRAVAIL TEMPORAIRE العمل المؤقت
        CENTRE D APPELS لمراكز النداء | CENTRE DE RELATION CLIENT مركز علاقات الزبناء
        MAINTENANCE للصيانة | MAINTENANCE TECHNIQUE الصيانة التقنية"""),
    "construction": _trades("""
        BATIMENT للبناء | TRAVAUX DE BATIMENT أشغال البناء
        TRAVAUX للأشغال | TRAVAUX PUBLICS الأشغال العمومية
        ELECTRICITE للكهرباء | INSTALLATION ELECTRIQUE التركيبات الكهربائية
        PLOMBERIE للترصيص | PLOMBERIE ET SANITAIRE الترصيص الصحي
        PROMOTION للإنعاش العقاري | PROMOTION IMMOBILIERE الإنعاش العقاري
        CARRELAGE للزليج | REVETEMENT DES SOLS تكسية الأرضيات"""),
    "agriculture": _trades("""
        PRIMEURS للبواكر | PRODUCTION DE PRIMEURS إنتاج البواكر
        AGRUMES للحوامض | PRODUCTION D AGRUMES إنتاج الحوامض
        DOMAINE للفلاحة | EXPLOITATION AGRICOLE استغلالية فلاحية
        ELEVAGE لتربية المواشي | ELEVAGE BOVIN تربية الأبقار
        PECHE للصيد البحري | PECHE MARITIME الصيد البحري
        PEPINIERE للمشاتل | PEPINIERE ET SEMENCES المشاتل والبذور"""),
    "hospitality": _trades("""
        HOTEL للفندقة | HOTELLERIE الفندقة
        RESTAURANT للمطعمة | RESTAURATION المطاعم
        CAFE للمقاهي | CAFE ET SALON DE THE مقهى وقاعة شاي
        RIAD للرياضات | MAISON D HOTES دار الضيافة
        TRAITEUR لتموين الحفلات | TRAITEUR ممون الحفلات"""),
    "industry": _trades("""
        TEXTILE للنسيج | CONFECTION TEXTILE الخياطة والنسيج
        CABLAGE للأسلاك | CABLAGE AUTOMOBILE أسلاك السيارات
        CONSERVES للتصبير | CONSERVES ALIMENTAIRES تصبير المواد الغذائية
        METAL للمعادن | CONSTRUCTION METALLIQUE البناء المعدني
        PLASTIQUE للبلاستيك | TRANSFORMATION DU PLASTIQUE تحويل البلاستيك
        BOIS للخشب | MENUISERIE INDUSTRIELLE النجارة الصناعية
        CUIR للجلد | ARTICLES EN CUIR المصنوعات الجلدية"""),
    "transport": _trades("""
        TRANSPORT للنقل | TRANSPORT DE MARCHANDISES نقل البضائع
        LOGISTIQUE للوجستيك | LOGISTIQUE ET ENTREPOSAGE اللوجستيك والتخزين
        VOYAGEURS لنقل المسافرين | TRANSPORT DE VOYAGEURS نقل المسافرين
        TRANSIT للعبور | TRANSIT ET DOUANE العبور والجمارك"""),
    "ict": _trades("""
        INFORMATIQUE للمعلوميات | SERVICES INFORMATIQUES الخدمات المعلوماتية
        LOGICIELS للبرمجيات | EDITION DE LOGICIELS نشر البرمجيات
        TELECOM للاتصالات | TELECOMMUNICATIONS الاتصالات
        DATA للبيانات | TRAITEMENT DE DONNEES معالجة البيانات"""),
    "finance": _trades("""
        ASSURANCES للتأمين | COURTAGE EN ASSURANCES الوساطة في التأمين
        FINANCE للتمويل | SERVICES FINANCIERS الخدمات المالية
        CHANGE للصرف | BUREAU DE CHANGE مكتب الصرف"""),
    "other": _trades("""
        ECOLE للتعليم | ENSEIGNEMENT PRIVE التعليم الخصوصي
        CLINIQUE للصحة | SOINS MEDICAUX العلاجات الطبية
        CRECHE للحضانة | GARDE D ENFANTS حضانة الأطفال
        SPORT للرياضة | SALLE DE SPORT قاعة الرياضة
        SYNDIC لتدبير الإقامات | GESTION D IMMEUBLES تدبير العمارات
        COIFFURE للحلاقة | COIFFURE ET ESTHETIQUE الحلاقة والتجميل"""),
}

# The company of the cast: no trade in its name.
ATLAS_ACTIVITY = name("CONFECTION TEXTILE الخياطة والنسيج")
