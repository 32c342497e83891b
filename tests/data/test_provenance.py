"""Every case of the course says what it is."""

from course.data import cases, provenance


def test_every_case_has_an_entry_on_the_data_page() -> None:
    mine = {name for name in vars(cases) if name.isupper()}
    entries = provenance.read("origins")
    assert mine == {name for name, entry in entries.items() if entry["where"] == "course/data/cases.py"}
    assert all(name in provenance.page() for name in entries)


def test_what_we_rebuilt_or_made_up_is_labelled() -> None:
    kinds = {name: entry["kind"] for name, entry in provenance.read("origins").items()}
    assert kinds["RECONSTRUCTION"] == "rebuilt by us"
    assert kinds["Lifecycle"] == "illustrative"
    allowed = {"printed in the source", "printed elsewhere", "rebuilt by us", "illustrative", "simulated", "real"}
    assert set(kinds.values()) <= allowed
    assert all(entry["kind"] in allowed for entry in provenance.read("provenance").values())
