"""`bin/macnss check-ebds`, run as a program runs it."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from macnss.declarations.ebds.cli import run
from macnss.declarations.ebds.tests.samples import main, main_file, pre_established_file


@pytest.fixture
def valid(tmp_path: Path) -> Path:
    path = tmp_path / "DS_1234567_202603.txt"
    path.write_bytes(main_file())
    return path


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    path = tmp_path / "spoiled.txt"
    path.write_bytes(main().put(3, "N_Jours_Declares", 27).resummed().content)
    return path


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_an_accepted_file_ends_with_0(valid: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(valid), "--json"]) == 0
    assert printed(capsys)["accepted"] is True


def test_a_refused_file_ends_with_1(spoiled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", str(spoiled)]) == 1
    answer = printed(capsys)
    assert answer["accepted"] is False
    assert set(answer) == {"accepted", "totals", "findings"}
    (finding,) = answer["findings"]
    assert (finding["line"], finding["field"]) == (3, "N_Jours_Declares")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"nom;prenom\n", bytes(100)])
def test_a_hopeless_file_ends_with_2_and_one_finding(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    assert run([str(path), "--json"]) == 2
    answer = printed(capsys)
    assert answer["accepted"] is False
    assert len(answer["findings"]) == 1


def test_an_absent_file_ends_with_2_and_one_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(tmp_path / "nothing"), "--json"]) == 2
    assert [finding["code"] for finding in printed(capsys)["findings"]] == ["file-absent"]


def test_the_rule_of_check_digits_may_be_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ds.txt"
    path.write_bytes(main().put(4, "N_Num_Assure", 123_456_789).resummed().content)
    found = []
    for rule in ("reject", "warn", "off"):
        status = run([str(path), "--json", "--rule", rule])
        found.append((status, [finding["severity"] for finding in printed(capsys)["findings"]]))
    assert found == [(1, ["error"]), (0, ["warning"]), (0, [])]


def test_the_pre_established_file_may_be_given(valid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = tmp_path / "AFFEBDS_1234567_202603.txt"
    asked.write_bytes(pre_established_file())
    assert run([str(valid), "--json", "--preestablished", str(asked)]) == 0
    assert printed(capsys)["findings"] == []
    assert run([str(valid), "--json", "--preestablished", str(valid)]) == 2
    assert [finding["code"] for finding in printed(capsys)["findings"]] == ["file-not-pre-established"]
    assert run([str(valid), "--json", "--preestablished", str(tmp_path / "none")]) == 2
    assert [finding["code"] for finding in printed(capsys)["findings"]] == ["file-absent"]


def test_the_file_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(main_file())))
    assert run(["-", "--json"]) == 0
    assert printed(capsys)["totals"]["lines"] == 6


def test_without_json_the_report_reads_in_both_languages(spoiled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(spoiled)]) == 1
    out, _ = capsys.readouterr()
    assert "Fichier refusé ; erreurs / avertissements : 1 / 0" in out
    assert "الملف مرفوض" in out
    assert "27 jours déclarés" in out
    assert "N_Jours_Declares" in out


@pytest.mark.parametrize("argv", [[], ["a", "b"], ["x", "--rule", "maybe"], ["x", "--unknown"]])
def test_arguments_that_make_no_sense_end_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "macnss check-ebds FILE" in err


def test_the_library_does_not_import_django(valid: Path) -> None:
    program = (
        "import sys; from macnss.declarations.ebds.cli import run; run([sys.argv[1], '--json']);"
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(valid)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
