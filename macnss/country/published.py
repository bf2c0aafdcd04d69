"""The published figures that the country follows, each with its year and its source.

The distribution of wages is that of 2019 and 2020. Statisticians count a person's mean monthly wage of the year: what
was declared, divided by the months declared.
"""

from dataclasses import dataclass

SOURCES = {
    "2017": "http://aujourdhui.ma/emploi/39-des-salaries-declares-a-la-cnss-touchent-moins-du-smig",
    "2019": "https://maghress.com/fr/aujourdhui/360309",
    "2020": "https://maghress.com/fr/aujourdhui/395382",
    "2020 entrants": "https://fr.le360.ma/economie/cnss-leffectif-des-nouveaux-entrants-en-baisse-de-1-en-2020-252273",
    "2021": "https://fr.le360.ma/economie/cnss-la-masse-salariale-repart-a-la-hausse-248999",
    "2022": "https://aujourdhui.ma/societe/38-millions-de-salaries-declares-a-la-cnss-en-2022",
    "2004": "https://maghress.com/fr/lavieeco/9739",
    "amnesty": "https://www.challenge.ma/"
    "cnss-68-000-entreprises-beneficient-des-remises-sur-les-penalites-de-retard-pour-3-mmdh-295038/",
    "july 2025": "https://www.212assurances.com/2025/07/18/prolongation-exceptionnelle-des-delais-de-declaration-et-de"
    "-paiement-sur-le-portail-damancom-au-titre-du-mois-de-juin-2025",
}

# Mean monthly minimum wage of the year of each wage figure, in centimes: it changed in July 2019 and in July 2020.
MINIMUM_WAGE = {"2019": (257_086 + 269_883) / 2, "2020": (269_883 + 282_871) / 2}
# The monthly minimum of farms (SMAG x 26) beside the general one (SMIG x 191): 0.740 from 2023 to 2026.
FARM_SHARE_OF_MINIMUM = 0.7402


@dataclass(frozen=True, slots=True)
class Shares:
    """How a category weighs: companies counted in 2022, and its percentage of the employees where it is published."""

    employers: int
    insured_percent: float | None = None


SECTORS = {
    "trade": Shares(78_124, 15),
    "services": Shares(55_248, 21),
    "construction": Shares(51_013, 14),
    "agriculture": Shares(26_983, 11),
    "hospitality": Shares(22_655),
    "industry": Shares(19_238, 18),
    "transport": Shares(18_981),
    "ict": Shares(5_862),
    "finance": Shares(4_623),
    "other": Shares(33_311),
}
REGIONS = {
    "casablanca-settat": Shares(102_595, 38),
    "rabat-sale-kenitra": Shares(45_621, 11),
    "tanger-tetouan-al-hoceima": Shares(30_972, 11),
    "marrakech-safi": Shares(30_639),
    "fes-meknes": Shares(26_325),
    "souss-massa": Shares(25_908, 11),
    "oriental": Shares(18_011),
    "beni-mellal-khenifra": Shares(12_005),
    "draa-tafilalet": Shares(9_338),
    "laayoune-sakia-el-hamra": Shares(6_843),
    "dakhla-oued-ed-dahab": Shares(4_998),
    "guelmim-oued-noun": Shares(2_783),
}


def employer_weights(categories: dict[str, Shares]) -> list[float]:
    """The share of the companies in each category; they add up to 1."""
    total = sum(shares.employers for shares in categories.values())
    return [shares.employers / total for shares in categories.values()]


def insured_weights(categories: dict[str, Shares]) -> list[float]:
    """The share of the employees in each category; what is not published follows the number of companies."""
    published = sum(shares.insured_percent or 0 for shares in categories.values())
    silent = sum(shares.employers for shares in categories.values() if shares.insured_percent is None)
    return [
        (shares.employers / silent * (100 - published) if shares.insured_percent is None else shares.insured_percent)
        / 100
        for shares in categories.values()
    ]
