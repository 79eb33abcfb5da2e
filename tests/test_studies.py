"""The stored studies: their files are what was written, with the parameters of their scripts."""

from __future__ import annotations

import pytest
import studies


@pytest.mark.parametrize("name", studies.NAMES)
def test_a_study_is_stored_as_it_was_made(name):
    now, then = studies.as_it_is(studies.script(name)), studies.recorded()[name]
    for what, value in now.items():
        assert then[what] == value, f"{what} changed. Run: python tools/studies.py {name}"


def test_every_study_tells_its_seeds_and_versions():
    assert list(studies.recorded()) == studies.NAMES
    for one in studies.recorded().values():
        assert one["parameters"]["seeds"] >= 10
        assert {"python", "numpy"} <= one["versions"].keys()


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A study of two lines, in a folder of its own."""
    (tmp_path / "dice.py").write_text(
        '"""Words."""\n'
        "from pathlib import Path\n"
        'RESULT = Path(__file__).with_suffix(".json")\n'
        "def parameters():\n    return {'seeds': 10}\n"
        "def main():\n    RESULT.write_text('[4]')\n"
    )
    (tmp_path / "studies.json").write_text("{}")
    monkeypatch.setattr(studies, "ROOT", tmp_path)
    monkeypatch.setattr(studies, "DATA", tmp_path)
    monkeypatch.setattr(studies, "MANIFEST", tmp_path / "studies.json")
    monkeypatch.setattr(studies, "NAMES", ["dice"])
    assert studies.main([]) == 0
    return tmp_path


def is_as_made(name="dice"):
    then = studies.recorded()[name]
    return {what: then[what] == now for what, now in studies.as_it_is(studies.script(name)).items()}


def test_words_of_a_script_may_change(copy):
    code = (copy / "dice.py").read_text()
    (copy / "dice.py").write_text(code.replace("Words.", "Other words.") + "# a comment\n")
    assert is_as_made() == {"file": True, "sha256": True, "parameters": True}


def test_a_changed_parameter_and_a_changed_file_are_noticed(copy):
    code = (copy / "dice.py").read_text()
    (copy / "dice.py").write_text(code.replace("10", "11"))
    (copy / "dice.json").write_text("[6]")
    assert is_as_made() == {"file": True, "sha256": False, "parameters": False}


def test_an_unknown_study_is_refused(capsys):
    assert studies.main(["regrets"]) == 2
    assert (
        "must be one of network_zeros, regret, strength, weight_decay, zou_hastie. Got regrets"
        in capsys.readouterr().out
    )
