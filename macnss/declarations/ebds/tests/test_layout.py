"""The table of the layout, against the positions that the specification prints."""

import pytest

from macnss.declarations.ebds.layout import LINE_LENGTH, RECORDS, Type

# Last column (from 1) of each field, as the specification gives them.
PRINTED = {
    "00": "L_Type_Enreg 3, N_Identif_Transfert 17, L_Cat 19, L_filler 260",
    "01": "L_Type_Enreg 3, N_Num_Affilie 10, L_Periode 16, L_Raison_Sociale 56, L_Activite 96, L_Adresse 216, "
    "L_Ville 236, C_Code_Postal 242, C_Code_Agence 244, D_Date_Emission 252, D_Date_Exig 260",
    "A02": "L_Type_Enreg 3, N_Num_Affilie 10, L_Periode 16, N_Num_Assure 25, L_Nom_Prenom 85, N_Enfants 87, "
    "N_AF_A_Payer 93, N_AF_A_Deduire 99, N_AF_Net_A_Payer 105, L_filler 260",
    "A03": "L_Type_Enreg 3, N_Num_Affilie 10, L_Periode 16, N_Nbr_Salaries 22, N_T_Enfants 28, N_T_AF_A_Payer 40, "
    "N_T_AF_A_Deduire 52, N_T_AF_Net_A_Payer 64, N_T_Num_Imma 79, L_filler 260",
    "02": "L_Type_Enreg 3, N_Num_Affilie 10, L_Periode 16, N_Num_Assure 25, L_Nom_Prenom 85, N_Enfants 87, "
    "N_AF_A_Payer 93, N_AF_A_Deduire 99, N_AF_Net_A_Payer 105, N_AF_A_Reverser 111, N_Jours_Declares 113, "
    "N_Salaire_Reel 126, N_Salaire_Plaf 135, L_Situation 137, S_Ctr 156, L_filler 260",
    "03": "L_Type_Enreg 3, N_Num_Affilie 10, L_Periode 16, N_Nbr_Salaries 22, N_T_Enfants 28, N_T_AF_A_Payer 40, "
    "N_T_AF_A_Deduire 52, N_T_AF_Net_A_Payer 64, N_T_Num_Imma 79, N_T_AF_A_Reverser 91, N_T_Jours_Declares 97, "
    "N_T_Salaire_Reel 112, N_T_Salaire_Plaf 125, N_T_Ctr 144, L_filler 260",
    "04": "L_Type_Enreg 3, N_Num_Affilie 10, L_Periode 16, N_Num_Assure 25, L_Nom_Prenom 85, L_Num_CIN 93, "
    "N_Nbr_Jours 95, N_Sal_Reel 108, N_Sal_Plaf 117, S_Ctr 136, L_filler 260",
    "05": "L_Type_Enreg 3, N_Num_Affilie 10, L_Periode 16, N_Nbr_Salaries 22, N_T_Num_Imma 37, "
    "N_T_Jours_Declares 43, N_T_Salaire_Reel 58, N_T_Salaire_Plaf 71, N_T_Ctr 90, L_filler 260",
}
PRINTED["06"] = PRINTED["05"]


@pytest.mark.parametrize("code", RECORDS)
def test_every_field_stands_where_the_specification_prints_it(code: str) -> None:
    printed = PRINTED.get(code) or PRINTED[code[1:]]
    assert ", ".join(f"{field.name} {field.end}" for field in RECORDS[code]) == printed


@pytest.mark.parametrize("code", RECORDS)
def test_fields_follow_one_another_and_fill_the_line(code: str) -> None:
    fields = list(RECORDS[code])
    assert [field.start for field in fields] == [0, *(field.end for field in fields[:-1])]
    assert fields[-1].end == LINE_LENGTH


def test_all_records_of_the_three_families_are_there() -> None:
    assert list(RECORDS) == [f"A0{n}" for n in range(4)] + [f"B0{n}" for n in range(7)] + [f"E0{n}" for n in range(7)]


def test_a_number_is_written_as_wide_as_its_field() -> None:
    assert RECORDS["B02"]["real"].write(26) == "0000000000026"
    assert RECORDS["B02"]["days"].type is Type.NUMBER


def test_a_number_too_wide_for_its_field_is_refused() -> None:
    with pytest.raises(ValueError, match="N_Jours_Declares"):
        RECORDS["B02"]["days"].write(100)


def test_a_total_keeps_the_digits_that_its_field_can_hold() -> None:
    assert RECORDS["B03"]["days"].hold(1_234_567) == 234_567


def test_an_empty_e02_may_be_cut_after_its_period() -> None:
    assert RECORDS["E02"].meaningful == 16
    assert RECORDS["B02"].meaningful == 156
    assert RECORDS["B01"].meaningful == LINE_LENGTH
