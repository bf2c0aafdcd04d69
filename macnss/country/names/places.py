"""Regions, towns, communes and streets. Postcodes are those of the towns' main post offices; addresses are invented."""

from dataclasses import dataclass

from macnss.country.names.writing import Name, name, names


@dataclass(frozen=True, slots=True)
class Town:
    """Ville / المدينة, with the commune that an address there bears."""

    name: Name
    postcode: str
    commune: Name


@dataclass(frozen=True, slots=True)
class Region:
    """Région / الجهة. `cin_prefixes` are letters that its offices put before the number of an identity card."""

    key: str
    name: Name
    cin_prefixes: tuple[str, ...]
    towns: tuple[Town, ...]


def _towns(text: str) -> tuple[Town, ...]:
    """One town a line: name | postcode | commune, the commune being the town itself when it is left out."""
    rows = [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
    return tuple(Town(name(row[0]), row[1], name(row[-1] if len(row) > 2 else row[0])) for row in rows)


def _region(key: str, title: str, prefixes: str, towns: str) -> Region:
    return Region(key, name(title), tuple(prefixes.split()), _towns(towns))


REGIONS = (
    _region(
        "casablanca-settat",
        "CASABLANCA SETTAT الدار البيضاء سطات",
        "B BA BB BE BF BH BJ BK BL BM BV BW T TA W WA WB M MA MC",
        """
        CASABLANCA الدار البيضاء | 20000 | ANFA أنفا
        CASABLANCA الدار البيضاء | 20250 | AIN SEBAA عين السبع
        CASABLANCA الدار البيضاء | 20200 | HAY HASSANI الحي الحسني
        CASABLANCA الدار البيضاء | 20400 | SIDI MOUMEN سيدي مومن
        CASABLANCA الدار البيضاء | 20450 | BEN MSICK ابن امسيك
        MOHAMMEDIA المحمدية | 28800
        SETTAT سطات | 26000
        EL JADIDA الجديدة | 24000
        BERRECHID برشيد | 26100
        BOUSKOURA بوسكورة | 27182
        BENSLIMANE بنسليمان | 13000
        """,
    ),
    _region(
        "rabat-sale-kenitra",
        "RABAT SALE KENITRA الرباط سلا القنيطرة",
        "A AA AB AD AE G GA GB GK GM X XA",
        """
        RABAT الرباط | 10000 | AGDAL RYAD أكدال الرياض
        RABAT الرباط | 10100 | YACOUB EL MANSOUR يعقوب المنصور
        SALE سلا | 11000 | TABRIQUET تابريكت
        TEMARA تمارة | 12000
        KENITRA القنيطرة | 14000
        KHEMISSET الخميسات | 15000
        SIDI KACEM سيدي قاسم | 16000
        SKHIRAT الصخيرات | 12050
        """,
    ),
    _region(
        "tanger-tetouan-al-hoceima",
        "TANGER TETOUAN AL HOCEIMA طنجة تطوان الحسيمة",
        "K KB L LA LB LC LF R",
        """
        TANGER طنجة | 90000 | BNI MAKADA بني مكادة
        TANGER طنجة | 90060 | CHARF SOUANI الشرف السواني
        TETOUAN تطوان | 93000
        LARACHE العرائش | 92000
        AL HOCEIMA الحسيمة | 32000
        CHEFCHAOUEN شفشاون | 91000
        FNIDEQ الفنيدق | 93100
        """,
    ),
    _region(
        "marrakech-safi",
        "MARRAKECH SAFI مراكش آسفي",
        "E EA EB EE H HA HH N Y",
        """
        MARRAKECH مراكش | 40000 | GUELIZ جليز
        MARRAKECH مراكش | 40100 | MENARA المنارة
        SAFI آسفي | 46000
        ESSAOUIRA الصويرة | 44000
        KELAA DES SRAGHNA قلعة السراغنة | 43000
        BENGUERIR ابن جرير | 43150
        CHICHAOUA شيشاوة | 41000
        """,
    ),
    _region(
        "fes-meknes",
        "FES MEKNES فاس مكناس",
        "C CB CC CD D DA DN Z ZG ZT",
        """
        FES فاس | 30000 | AGDAL أكدال
        FES فاس | 30050 | ZOUAGHA زواغة
        MEKNES مكناس | 50000
        TAZA تازة | 35000
        SEFROU صفرو | 31000
        IFRANE إفران | 53000
        TAOUNATE تاونات | 34000
        """,
    ),
    _region(
        "souss-massa",
        "SOUSS MASSA سوس ماسة",
        "J JB JC JE JH JK JM JT",
        """
        AGADIR أكادير | 80000
        INEZGANE إنزكان | 86150
        AIT MELLOUL أيت ملول | 86150
        TAROUDANNT تارودانت | 83000
        TIZNIT تيزنيت | 85000
        BIOUGRA بيوكرى | 87200
        OULAD TEIMA أولاد تايمة | 83350
        """,
    ),
    _region(
        "oriental",
        "ORIENTAL الشرق",
        "F FA FB FC FD FE FG FH S SA",
        """
        OUJDA وجدة | 60000
        NADOR الناظور | 62000
        BERKANE بركان | 63300
        TAOURIRT تاوريرت | 60800
        GUERCIF جرسيف | 35100
        """,
    ),
    _region(
        "beni-mellal-khenifra",
        "BENI MELLAL KHENIFRA بني ملال خنيفرة",
        "I IA IB IC ID IE Q QA V VA",
        """
        BENI MELLAL بني ملال | 23000
        KHOURIBGA خريبكة | 25000
        KHENIFRA خنيفرة | 54000
        FQUIH BEN SALAH الفقيه بن صالح | 23200
        AZILAL أزيلال | 22000
        """,
    ),
    _region(
        "draa-tafilalet",
        "DRAA TAFILALET درعة تافيلالت",
        "P PA PB U UA UB UC UD VM",
        """
        ERRACHIDIA الرشيدية | 52000
        OUARZAZATE ورزازات | 45000
        MIDELT ميدلت | 54350
        ZAGORA زاكورة | 47900
        TINGHIR تنغير | 45800
        """,
    ),
    _region(
        "laayoune-sakia-el-hamra",
        "LAAYOUNE SAKIA EL HAMRA العيون الساقية الحمراء",
        "SH SL SJ",
        """
        LAAYOUNE العيون | 70000
        BOUJDOUR بوجدور | 71000
        ES SMARA السمارة | 72000
        """,
    ),
    _region(
        "dakhla-oued-ed-dahab",
        "DAKHLA OUED ED DAHAB الداخلة وادي الذهب",
        "OD",
        """
        DAKHLA الداخلة | 73000
        """,
    ),
    _region(
        "guelmim-oued-noun",
        "GUELMIM OUED NOUN كلميم واد نون",
        "JA JF JY JZ",
        """
        GUELMIM كلميم | 81000
        TAN TAN طانطان | 82000
        SIDI IFNI سيدي إفني | 85200
        """,
    ),
)

STREETS = names("""
RUE DES ORANGERS زنقة البرتقال, RUE DES OLIVIERS زنقة الزيتون, RUE IBN ROCHD زنقة ابن رشد, RUE IBN SINA زنقة ابن سينا,
RUE AL FARABI زنقة الفارابي, RUE DU JASMIN زنقة الياسمين, RUE DE LA PAIX زنقة السلام, RUE DES ARTISANS زنقة الصناع,
RUE DU MARCHE زنقة السوق, RUE DE L ECOLE زنقة المدرسة, AVENUE DES FAR شارع الجيش الملكي, AVENUE AL QODS شارع القدس,
AVENUE DE L ATLAS شارع الأطلس, AVENUE DES PALMIERS شارع النخيل, AVENUE DE LA MARCHE VERTE شارع المسيرة الخضراء,
BOULEVARD AL MASSIRA شارع المسيرة, BOULEVARD IBN TACHFINE شارع ابن تاشفين, BOULEVARD DE LA CORNICHE شارع الكورنيش,
BOULEVARD DE L OCEAN شارع المحيط, HAY ESSALAM حي السلام, HAY EL FARAH حي الفرح, HAY ENNAHDA حي النهضة,
HAY EL AMAL حي الأمل, LOTISSEMENT EL WAHDA تجزئة الوحدة, LOTISSEMENT EL BARAKA تجزئة البركة,
QUARTIER INDUSTRIEL الحي الصناعي, ROUTE DE MEDIOUNA طريق مديونة,
ROUTE DE LA PLAGE طريق الشاطئ, DERB EL BALADIA درب البلدية, PLACE DU SOUK ساحة السوق
""")
