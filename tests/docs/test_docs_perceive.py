"""What `perceive --json` prints is what docs/reference/answer.schema.json says, no key more."""

from test_docs_answers import answer


def test_answers_of_perceive() -> None:
    several = answer("perceive", "ukraine-2025", "--plan", "g19", "--here")
    assert {each["question"] for each in several["answers"]} == {"perceive"}
    assert answer("perceive", "misread-signal")["everywhere"]["n_states"] == 16
    kinds = set()
    for state in ("quiet", "fishing", "standoff"):
        found = answer("perceive", "misread-signal", "--state", state, "--concept", "symmetric_seq")
        kinds |= {each["kind"] for each in found["surprises"]["found"]}
    assert {"state", "met", "restrained"} <= kinds
    assert answer("perceive", "chicken")["note"].startswith("This case has no plan")
