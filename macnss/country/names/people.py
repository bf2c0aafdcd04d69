"""Given names and surnames, the most common first."""

from macnss.country.names.writing import Name, names

MALE = names("""
MOHAMED محمد, AHMED أحمد, YOUSSEF يوسف, HASSAN حسن, ABDELLAH عبد الله, RACHID رشيد, SAID سعيد, KHALID خالد,
MUSTAPHA مصطفى, OMAR عمر, BRAHIM إبراهيم, HAMID حميد, ALI علي, AZIZ عزيز, KARIM كريم, DRISS إدريس, HICHAM هشام,
ABDELKADER عبد القادر, ABDERRAHIM عبد الرحيم, ABDELAZIZ عبد العزيز, ABDERRAHMANE عبد الرحمن, ABDELGHANI عبد الغني,
ABDELHAK عبد الحق, ABDELILAH عبد الإله, ABDELJALIL عبد الجليل, ABDELLATIF عبد اللطيف, ABDELMAJID عبد المجيد,
ABDELMALEK عبد المالك, ABDELOUAHED عبد الواحد, ABDENNABI عبد النبي, ABDESLAM عبد السلام, ABDERRAZZAK عبد الرزاق,
ABDESSAMAD عبد الصمد, ABDELFATTAH عبد الفتاح, ABDELMOULA عبد المولى, ADIL عادل, ADAM آدم, AMINE أمين, ANAS أنس,
ANOUAR أنور, AYOUB أيوب, AYMANE أيمن, ACHRAF أشرف, AISSA عيسى, ALAE علاء, AZEDDINE عز الدين, BACHIR البشير,
BADR بدر, BILAL بلال, BOUCHAIB بوشعيب, BOUAZZA بوعزة, BOUJEMAA بوجمعة, CHAKIB شكيب, CHARAF شرف, DAOUD داود,
EL HOUSSINE الحسين, EL MEHDI المهدي, EL YAZID اليزيد, FAHD فهد, FARID فريد, FAYCAL فيصل, FOUAD فؤاد, GHALI غالي,
HABIB حبيب, HAFID حفيظ, HAKIM حكيم, HAMMOU حمو, HAMZA حمزة, HAROUN هارون, HATIM حاتم, HOUSSAM حسام, ILYAS إلياس,
IMAD عماد, IMRANE عمران, ISMAIL إسماعيل, ISSAM عصام, JAAFAR جعفر, JALAL جلال, JAMAL جمال, JAOUAD جواد,
JILALI الجيلالي, KAMAL كمال, KHALIL خليل, LAHCEN لحسن, LARBI العربي, LOTFI لطفي, MAATI المعطي, MAHJOUB محجوب,
MALIK مالك, MAROUANE مروان, MBAREK مبارك, MEHDI مهدي, MILOUD ميلود, MOHA موحى, MOHCINE محسن, MOKHTAR المختار,
MONCEF منصف, MOUAD معاذ, MOULOUD مولود, MOUNIR منير, MOURAD مراد, MOUSSA موسى, NABIL نبيل, NACER ناصر, NAJIB نجيب,
NAOUFAL نوفل, NASSIM نسيم, NIZAR نزار, NOUREDDINE نور الدين, OTHMANE عثمان, OUSSAMA أسامة, RACHAD رشاد,
RADOUANE رضوان, RAFIK رفيق, RAYANE ريان, REDA رضا, RIAD رياض, SAAD سعد, SABER صابر, SALAH صلاح, SALIM سليم,
SAMIR سمير, SIFEDDINE سيف الدين, SLIMANE سليمان, SOUFIANE سفيان, TAHA طه, TAOUFIK توفيق, TARIK طارق, TAYEB الطيب,
THAMI التهامي, WALID وليد, YAHYA يحيى, YASSER ياسر, YASSINE ياسين, YOUNES يونس, ZAKARIA زكرياء, ZIAD زياد,
ZOUHAIR زهير
""")

FEMALE = names("""
FATIMA فاطمة, KHADIJA خديجة, AICHA عائشة, AMINA أمينة, ZINEB زينب, FATIMA ZAHRA فاطمة الزهراء, NAIMA نعيمة,
RACHIDA رشيدة, SAIDA سعيدة, MALIKA مليكة, LATIFA لطيفة, HAFIDA حفيظة, NADIA نادية, SAMIRA سميرة, KARIMA كريمة,
HANANE حنان, SANAE سناء, SARA سارة, MERYEM مريم, IMANE إيمان, SALMA سلمى, ASMAE أسماء, HAJAR هاجر, CHAIMAE شيماء,
IKRAM إكرام, OUMAIMA أميمة, KAOUTAR كوثر, LOUBNA لبنى, LEILA ليلى, HOUDA هدى, HIND هند, GHIZLANE غزلان,
BOUCHRA بشرى, BTISSAM ابتسام, CHADIA شادية, DALILA دليلة, DOUNIA دنيا, DOHA ضحى, DRISSIA ادريسية, FADOUA فدوى,
FARAH فرح, FARIDA فريدة, FATIHA فتيحة, FADMA فاضمة, FOUZIA فوزية, GHITA غيثة, HABIBA حبيبة, HALIMA حليمة,
HAMIDA حميدة, HAKIMA حكيمة, HASNAA حسناء, HASNIA حسنية, HAYAT حياة, HIBA هبة, HOURIA حورية, IBTIHAL ابتهال,
IHSANE إحسان, ILHAM إلهام, INES إيناس, INTISSAR انتصار, ITTO إيطو, JAMILA جميلة, JAOUHARA جوهرة, JIHANE جيهان,
KELTOUM كلثوم, KENZA كنزة, KHAOULA خولة, LAMIAE لمياء, LINA لينا, MAHA مها, MAHJOUBA محجوبة, MAJDA ماجدة,
MALAK ملاك, MANAL منال, MARIA ماريا, MAROUA مروة, MBARKA مباركة, MINA مينة, MOUNA منى, MOUNIA مونية, NABILA نبيلة,
NAJAT نجاة, NAJIA ناجية, NAJLAE نجلاء, NAOUAL نوال, NASSIMA نسيمة, NEZHA نزهة, NISRINE نسرين, NORA نورة, NOUR نور,
NOUHAILA نهيلة, OUAFAE وفاء, OUARDA وردة, OUIAM وئام, RABHA رابحة, RABIA ربيعة, RAHMA رحمة, RAJAE رجاء,
RANIA رانيا, RHIMOU رحيمو, RIHAB رحاب, RIM ريم, RKIA رقية, SABAH صباح, SABRINA صابرينا, SAFAE صفاء, SAFIA صفية,
SAHAR سحر, SAKINA سكينة, SALIMA سليمة, SALOUA سلوى, SAMIA سامية, SIHAM سهام, SOUAD سعاد, SOUHAILA سهيلة,
SOUKAINA سكينة, SOUMIA سمية, TAMOU تامو, TOURIA ثورية, WIDAD وداد, WISSAL وصال, YAMINA يامنة, YASMINE ياسمين,
YOUSRA يسرى, ZAHRA زهرة, ZAKIA زكية, ZHOR زهور, ZOHRA الزهرة, ZOUBIDA زبيدة, ABLA عبلة, AHLAM أحلام, AMAL أمال,
ANISSA أنيسة, ASSIA آسية, ATIKA عتيقة, AYA آية, AZIZA عزيزة, BADIA بديعة, BAHIJA بهيجة
""")

SURNAMES = names("""
ALAOUI علوي, EL IDRISSI الإدريسي, EL AMRANI العمراني, BENNANI بناني, EL ALAOUI العلوي, TAZI التازي, ALAMI العلمي,
FILALI الفيلالي, EL FASSI الفاسي, BENALI بنعلي, OUAZZANI الوزاني, CHERKAOUI الشرقاوي, NACIRI الناصري, TAHIRI الطاهري,
BERRADA برادة, BENJELLOUN بنجلون, CHRAIBI الشرايبي, LAHLOU لحلو, KETTANI الكتاني, SEBTI السبتي, GUESSOUS كسوس,
EL MANSOURI المنصوري, SAIDI السعيدي, RAHMANI الرحماني, EL OMARI العمري, HADDAD الحداد, MOUSSAOUI الموساوي,
ABBADI العبادي, ABDELLAOUI العبدلاوي, ABOUZAID أبو زيد, ACHOUR عاشور, AFAILAL أفيلال, AGOUMI أكومي,
AIT ALI أيت علي, AIT BELLA أيت بلا, AIT BRAHIM أيت إبراهيم, AIT HAMMOU أيت حمو, AIT LAHCEN أيت لحسن,
AIT MANSOUR أيت منصور, AIT OUAKRIM أيت واكريم, AIT SAID أيت سعيد, AIT YOUSSEF أيت يوسف, AKHIYAT أخياط,
AMEZIANE أمزيان, AMMARI العماري, AMZIL أمزيل, ANSARI الأنصاري, AOUAD عواد, ARSALANE أرسلان, ATTAR العطار,
AYOUBI الأيوبي, AZNAG أزناك, AZZOUZI العزوزي, BADAOUI البدوي, BAKKALI البقالي, BARGACH بركاش, BASRI البصري,
BELARBI بلعربي, BELGHITI بلغيتي, BELHAJ بلحاج, BELKACEM بلقاسم, BELKADI بلقاضي, BELMEKKI بلمكي,
BENABDELLAH بنعبد الله, BENBRAHIM بنبراهيم, BENCHEKROUN بنشقرون, BENHADDOU بنحدو, BENHAMMOU بنحمو, BENHIMA بنهيمة,
BENMANSOUR بنمنصور, BENMOUSSA بنموسى, BENNIS بنيس, BENOMAR بنعمر, BENSAID بنسعيد, BENSLIMANE بنسليمان,
BENSOUDA بنسودة, BENYAHIA بنيحيى, BENZAKOUR بنزاكور, BOUAZZAOUI البوعزاوي, BOUCHTA بوشتى, BOUHADDOU بوحدو,
BOUHLAL بوهلال, BOUKHARI البخاري, BOUKILI البوكيلي, BOUSSAID بوسعيد, BOUTALEB بوطالب, BOUZIDI البوزيدي,
BOUZOUBAA بوزوبع, BRICHA بريشة, CHAFIK شفيق, CHAKIR شاكر, CHAOUI الشاوي, CHENTOUF شنتوف, CHERRADI الشرادي,
CHIHAB شهاب, CHOUKRI شكري, DAHBI الذهبي, DAOUDI الداودي, DEBBAGH الدباغ, DINIA دينية, DOUKKALI الدكالي,
DRIOUCH الدريوش, EL ABBASSI العباسي, EL ACHHAB الأشهب, EL ADNANI العدناني, EL ALJ العلج, EL AOUFI العوفي,
EL ASRI العصري, EL ATTAOUI العطاوي, EL AZHARI الأزهري, EL BAZ الباز, EL BOUHALI البوهالي, EL FADILI الفاضلي,
EL FARISSI الفارسي, EL GHALI الغالي, EL GHAZI الغازي, EL HACHIMI الهاشمي, EL HAJJAMI الحجامي, EL HAMRI الحمري,
EL HARTI الحارثي, EL HIMDI الحمدي, EL JAZIRI الجزيري, EL KABIR الكبير, EL KADI القاضي, EL KHALFI الخلفي,
EL KHAYAT الخياط, EL KORCHI القرشي, EL MALKI المالكي, EL MAROUFI المعروفي, EL MESKINI المسكيني, EL MOKHTARI المختاري,
EL MOUDEN المودن, EL MRINI المريني, EL OUADGHIRI الودغيري, EL OUARDI الوردي, EL QORTOBI القرطبي, EL YOUSFI اليوسفي,
ENNAJI الناجي, ERRACHIDI الراشدي, ESSAGHIR الصغير, ETTALEB الطالب, FAKHIR الفاخر, FARHAT فرحات, FATHI فتحي,
FIKRI فكري, FILAHI الفلاحي, FENNANE الفنان, GHARBI الغربي, GHAZOUANI الغزواني, GUENNOUN كنون, GUERRAOUI الكراوي,
HABIBI حبيبي, HACHMAOUI الهشماوي, HADDADI الحدادي, HADDOUCHE حدوش, HAFIDI الحفيظي, HAJJI حجي, HALLAOUI الحلاوي,
HAMDAOUI الحمداوي, HAMDOUCHI حمدوشي, HAMDANI الحمداني, HARRAK الحراق, HASSANI الحسني, HASSOUN حسون, HILALI الهلالي,
HOUSNI حسني, IBRAHIMI الإبراهيمي, IRAQI العراقي, ISMAILI الإسماعيلي, JABRI الجابري, JAMAI الجامعي, JAZOULI الجزولي,
JEBBARI الجباري, JEBLI الجبلي, JOUAHRI الجوهري, KABBAJ القباج, KADDOURI القدوري, KADIRI القادري, KAMILI الكاملي,
KARIMI الكريمي, KASMI القاسمي, KHALDI الخالدي, KHARBOUCH خربوش, KHATTABI الخطابي, KHAYATI الخياطي, KOUHEN الكوهن,
LAABI اللعبي, LAAROUSSI العروسي, LABRINI لبريني, LAGHZAOUI الغزاوي, LAHBABI الحبابي, LAKHDAR الأخضر, LAMRANI لمراني,
LAMSSADAK لمصدق, LAZRAK لزرق, LEKBIR لكبير, LOUDIYI اللودي, LYAZIDI اليزيدي, MAAROUF معروف, MACHKOUR مشكور,
MADANI المدني, MAGHRAOUI المغراوي, MAHFOUDI المحفوظي, MAJDOUB المجدوب, MARRAKCHI المراكشي, MEKNASSI المكناسي,
MEKOUAR مكوار, MELLOUKI الملوكي, MERNISSI المرنيسي, MESBAHI المصباحي, MEZIANE مزيان, MIKOU ميكو, MIMOUNI الميموني,
MOUHIB موهيب, MOULINE مولين, MOUTAOUAKIL المتوكل, MRABET المرابط, MSEFER مسفر, NADIRI النظيري, NAFII النافعي,
NAJMI النجمي, NASSIRI النصيري, NEJJAR النجار, NOURI النوري, OUAHBI الوهبي, OUAHMANE أوحمان, OUALI الوالي,
OUBELLA أوبلا, OUBRAHIM أوبراهيم, OUCHEN أوشن, OUHADDOU أوحدو, OUKACHA أوكاشا, OULHAJ أولحاج, OUMOUSSA أوموسى,
OUSAID أوسعيد, RABBAH رباح, RACHIDI الرشيدي, RAISSOUNI الريسوني, RAJI راجي, RAMI الرامي, RAMDANI الرمضاني,
RHAZI الغزي, RIFI الريفي, ROUDANI الروداني, SAADI السعدي, SABIRI الصابري, SABRI صبري, SADIKI الصديقي, SAFRIOUI الصفريوي,
SAHRAOUI الصحراوي, SALHI الصالحي, SALMI السالمي, SAOUDI السعودي, SBAI السباعي, SEGHROUCHNI السغروشني, SEKKAT السقاط,
SEMLALI السملالي, SERGHINI السرغيني, SLAOUI السلاوي, SOUSSI السوسي, SQALLI الصقلي, TAGMOUTI تاكموتي, TALBI الطالبي,
TAOUIL الطويل, TEMSAMANI التمسماني, TIJANI التيجاني, TORRES طريس, TOUIJER تويجر, TOUNSI التونسي, TOUZANI التوزاني,
TRABELSI الطرابلسي, YAACOUBI اليعقوبي, YAHYAOUI اليحياوي, YAKOUBI يعقوبي, ZAHIDI الزاهدي, ZAKI زكي, ZAOUI الزاوي,
ZEROUALI الزروالي, ZIANI الزياني, ZINEDDINE زين الدين, ZNIBER زنيبر, ZOUBAIRI الزبيري, ZOUHRI الزهري
""")

# Nationality (ISO 3166) -> given names of men, of women, surnames. Foreigners are a few in a hundred.
FOREIGN: dict[str, tuple[tuple[Name, ...], tuple[Name, ...], tuple[Name, ...]]] = {
    "SN": (
        names("MAMADOU مامادو, OUSMANE عثمان, CHEIKH الشيخ, IBRAHIMA إبراهيما, MODOU مودو, ALIOUNE عليون"),
        names("AWA أوا, FATOU فاتو, KHADY خادي, MARIAMA مارياما, NDEYE ندي, ASTOU أستو"),
        names("DIOP ديوب, NDIAYE ندياي, SARR سار, FALL فال, GUEYE غاي, DIALLO ديالو, SECK سيك"),
    ),
    "CI": (
        names("KOUASSI كواسي, YAO ياو, SEYDOU سيدو, KOFFI كوفي, JEAN جان"),
        names("AYA آيا, AFFOUE أفوي, MARIE ماري, ADJOUA أدجوا, CLARISSE كلاريس"),
        names("KONE كوني, KOUAME كوامي, TRAORE تراوري, BAMBA بامبا, COULIBALY كوليبالي"),
    ),
    "FR": (
        names("PIERRE بيير, JULIEN جوليان, NICOLAS نيكولا, THOMAS توماس, LAURENT لوران"),
        names("CLAIRE كلير, JULIE جولي, SOPHIE صوفي, CAMILLE كاميل, ANNE آن"),
        names("MARTIN مارتان, DURAND دوران, LEROY لوروا, MOREAU مورو, GIRARD جيرار"),
    ),
    "ES": (
        names("JAVIER خافيير, CARLOS كارلوس, MIGUEL ميغيل, ANTONIO أنطونيو"),
        names("LUCIA لوسيا, CARMEN كارمن, ELENA إيلينا, PILAR بيلار"),
        names("GARCIA غارسيا, ROMERO روميرو, NAVARRO نافارو, MOLINA مولينا, VARGAS فارغاس"),
    ),
    "PH": (
        names("JOSE خوسيه, RAMON رامون, EDUARDO إدواردو"),
        names("MARICEL ماريسيل, ROSALIE روزالي, JOCELYN جوسلين"),
        names("REYES رييس, SANTOS سانتوس, CRUZ كروز, BAUTISTA باوتيستا"),
    ),
}
