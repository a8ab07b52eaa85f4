import pytest

from holdfast.casefile import examine

BASE = """\
schema: holdfast/case/1
title: T
parties:
  a: {options: {x: X, y: Y}}
  b: {options: {z: Z}}
preferences: {a: [x], b: [z]}
"""
WIDE = BASE.replace("z: Z", "z: Z, " + ", ".join(f"w{k}: W" for k in range(40)))
REST = "N" * 40
PLANS = """\
issues: {i: {positions: [p, q, r], now: p}, j: {positions: [p, q, r], now: p}}
plans: {one: {positions: {i: q}}}
agreement: {signatories: {a: x, b: z}}
"""


def problems(text, base=BASE):
    return [(p.line, p.code) for p in examine((base + text).encode(), "f")[1] if p.code != "HF137"]


def messages(text, base=BASE):
    return [f"{p.message} / {p.hint}" for p in examine((base + text).encode(), "f")[1]]


@pytest.fixture(params=["few options", "many options"])
def size(request):
    """Run a test with few options, visited one by one, and with many, which are searched."""
    wide = request.param == "many options"
    return (WIDE if wide else BASE), (REST if wide else "")


def test_sound(size):
    base, _ = size
    assert problems(PLANS + "rules: [never: x and y]\n", base) == []


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ("  - never: x or not x\n", "forbids every state"),
        ("  - always: x and not x\n", "forbids every state"),
    ],
)
def test_a_rule_that_contradicts_itself(size, rules, named):
    base, _ = size
    assert problems("rules:\n  - never: y\n" + rules, base) == [(9, "HF120")]
    assert named in messages("rules:\n  - never: y\n" + rules, base)[0]


def test_rules_that_contradict_each_other():
    rules = "rules:\n  - never: y\n  - always: x\n  - never: z\n  - if: x\n    then: z\n"
    assert problems(rules) == [(9, "HF120")]
    text = messages(rules)[0]
    assert '"always: x" (line 9)' in text
    assert '"if x then z" (line 11)' in text
    assert "never: y" not in text


def test_contradictions_among_many_options():
    assert problems("rules:\n  - always: x\n  - never: x\n", WIDE) == [(8, "HF120")]


def test_states_that_cannot_occur(size):
    base, rest = size
    text = f"rules: [never: x and y]\nstates: {{1: YYN{rest}}}\nstatus_quo: YYY{rest}\noutcome: 1\n"
    text += f"moves: {{b: [NNN{rest} > YYY{rest}]}}\n"
    assert problems(text, base) == [(8, "HF121"), (9, "HF121")], "each state is named once"
    assert 'it breaks the rule "never: x and y" at line 7' in messages(text, base)[0]


def test_patterns_that_cannot_occur(size):
    base, rest = size
    rest = rest.replace("N", "-")
    assert problems(f"rules: [never: x and y]\nstates: {{1: YY-{rest}}}\n", base) == [(8, "HF121")]
    assert problems(f"rules: [never: x and y]\nstates: {{1: Y--{rest}}}\n", base) == []


def test_only_named_states_occur(size):
    base, rest = size
    text = f"states: {{1: NNN{rest}, 2: YNN{rest}, 3: NNY{rest}}}\nfeasible: named\n"
    assert problems(text + f"status_quo: YYY{rest}\n", base) == [(9, "HF121")]
    assert problems(text + "status_quo: 1\n", base) == []
    only = text.replace(f", 3: NNY{rest}", "")
    assert problems(only, base) == [(6, "HF135")], "z is never taken"
    assert problems(only + "rules: [always: z]\n", base) == [(9, "HF120")]


def test_statements_that_never_vary(size):
    base, _ = size
    text = base.replace("[x]", "[x, x or not x, y and x, x if y and x, y if x]")
    found = examine((text + "rules: [never: x and y]\n").encode(), "f")[1]
    assert [(p.code, p.column, p.severity) for p in found] == [("HF135", c, "warning") for c in (22, 34, 43)]
    assert ["true" in p.message.split()[-7:] for p in found] == [True, False, True]


def test_issues_vary_with_plans():
    def constant(statement, text=PLANS):
        return [code for _, code in problems(text, BASE.replace("[x]", f"[{statement}]"))]

    assert constant("i = q") == []
    assert constant("i = r") == ["HF135"], "no plan says so"
    assert constant("i >= p") == ["HF135"]
    assert constant("j = r") == [], "the plan leaves it open"
    assert constant("j < p") == ["HF135"]
    assert constant("in_force") == []
    assert constant("i = q", PLANS.split("plans")[0]) == ["HF135"], "without plans every issue stays where it is"


def test_rules_that_rule_nothing_out(size):
    base, _ = size
    assert problems("rules: [never: x and not x]\n", base) == [(7, "HF124")]
    assert problems(PLANS + "rules: [never: i = r]\n", base) == [(10, "HF124")]


def test_rankings():
    def ranking(text, rest=""):
        return problems(rest, BASE.replace("[x]", f"{{ranking: {text}}}"))

    everything = "[NNN, NNY, NYN, NYY, [YNN, YNY], YYN, YYY]"
    assert ranking(everything) == []
    assert ranking(everything.replace("NNY, ", "")) == [(6, "HF132")]
    assert ranking(everything.replace("NNY, ", "NNN, ")) == [(6, "HF132"), (6, "HF133")]
    assert ranking(everything, "rules: [never: x and y]\n") == [(6, "HF134"), (6, "HF134")]
    assert ranking("[NNN, NNY, NYN, NYY, [YNN, YNY]]", "rules: [never: x and y]\n") == []
    assert ranking("[NNN, NNY, NYN, NYY, YYY, m]", "states: {m: YN-}\n") == [(6, "HF132")]
    assert ranking("[NNN, NNY, NYN, NYY, YYN, YYY]", "states: {m: YN-}\n") == [(6, "HF132")]
    assert ranking("[NNN, NNY, NYN, NYY, YYN, YYY, YNY]", "states: {m: YN-}\n") == []


def test_missing_states_are_named():
    text = messages("states: {1: NNN, m: YN-}\n", BASE.replace("[x]", "{ranking: [NNY, NYN, NYY, YYN]}"))[0]
    assert '3 states missing in ranking of "a": m, 1, YYY' in text


def test_rankings_among_many_options():
    base = WIDE.replace("[x]", f"{{ranking: [NNN{REST}]}}")
    assert problems("", base) == []
    named = f"states: {{1: NNN{REST}, 2: YNN{REST}}}\nfeasible: named\n"
    assert (6, "HF132") in problems(named, base)


def test_plans(size):
    base, _ = size
    assert problems(PLANS + "status_quo: NYN" + size[1] + "\n", base) == []
    assert problems(PLANS.replace("b: z}", "b: z}, in_force: y"), base) == [(8, "HF143")]
    assert problems(PLANS.replace("i: q}", "i: q}, conduct: [y]").replace("b: z}", "b: z}, in_force: y"), base) == []
    assert problems(PLANS.replace("i: q}", "i: q}, conduct: [not x]"), base) == [(8, "HF143")]
    assert problems(PLANS + "rules: [never: x and z]\n", base) == [(8, "HF144")]
    assert problems(PLANS + "rules: [never: x and i = q]\n", base) == [(8, "HF144")]
    assert problems(PLANS + "rules: [never: x and j = q]\n", base) == [], "the unknown cell may stand elsewhere"
    assert problems(PLANS + "rules: [never: x and i = q and y]\n", base) == []


def test_a_plan_among_named_states():
    named = "states: {1: NNN, 2: YNN, 3: NNY}\nfeasible: named\n"
    assert problems(PLANS + named) == [(8, "HF144")]
    assert problems(PLANS + named.replace("3: NNY", "3: Y-Y")) == []


def test_faults_in_rules_keep_quiet_about_states():
    assert problems("rules: [always: q, never: x]\nstatus_quo: YNN\n") == [(7, "HF112")]


def test_large_cases_say_that_not_all_was_checked():
    rules = "".join(f"  - never: w{k % 40} and w{k * 7 % 39} and not w{k * 3 % 37}\n" for k in range(1400))
    assert (1, "HF129") in problems("rules:\n" + rules, WIDE)


def test_statements_that_differ_within_a_merged_state(size):
    base, rest = size
    pattern = f"-Y-{rest}"
    told = [text for text in messages(f"states: {{m: {pattern}}}\n", base) if "differs between" in text]
    assert len(told) == 2
    assert told[0].startswith('statement "x" in preference of "a" differs between the codes of merged state "m"')
    told = messages(f"rules: [{{if: y, then: x}}, {{if: y, then: z}}]\nstates: {{m: {pattern}}}\n", base)
    assert not [text for text in told if "differs between" in text]


def test_the_agreement_holds_throughout_a_merged_state(size):
    base, rest = size
    assert (8, "HF143") in problems(PLANS + f"states: {{m: Y--{rest}}}\n", base)
    assert "HF143" not in {code for _, code in problems(PLANS + f"states: {{m: Y-Y{rest}}}\n", base)}


SOMETIMES = "judgements: {j: 0.5, k: 0.5}\n"


@pytest.mark.parametrize(
    "rules",
    [
        "rules: [{never: x or not x, when: j}, {never: y, when: k}]\n",  # no state can occur where j is true
        "rules: [{never: x and z, when: j and k}]\n",  # nor the plan's state
        "rules: [{never: x and z, when: j}, {never: x and y, when: not j}, {never: y, when: k}]\n",
        "rules: [{never: i != q, when: j}, {never: i = q, when: not j and k}]\n",
    ],
)
def test_nothing_is_said_that_another_world_would_belie(size, rules):
    base, rest = size
    text = PLANS + SOMETIMES + rules + f"status_quo: YNY{rest}\n"
    assert problems(text, base) == []


def test_statements_that_rules_settle_in_some_worlds_only(size):
    base, _ = size
    base = base.replace("a: [x]", "a: [x, y]")
    assert problems(SOMETIMES + "rules: [{never: y, when: j or k}]\n", base) == []
    assert problems("rules: [{never: y}]\n", base) == [(6, "HF135")]


def test_a_ranking_names_states_that_can_occur_in_some_world():
    ranked = BASE.replace("a: [x]", "a: {ranking: [YNN, NNN, YNY, NNY]}")
    assert problems("rules: [{never: y}]\n", ranked) == []
    assert problems(SOMETIMES + "rules: [{never: y, when: j or k}]\n", ranked) == [(6, "HF132")]


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ("rules: [{never: x and z, when: j}, {never: x and i = q, when: not j}, {never: y, when: k}]\n", True),
        ("rules: [{never: x and z, when: j or not j}, {never: y, when: k}]\n", True),
        ("rules: [{never: x and z, when: j}, {never: x and i = p, when: not j}, {never: y, when: k}]\n", False),
        ("rules: [{never: x and z, when: j}, {never: x and j2 = p, when: not j}, {never: y, when: k}]\n", False),
    ],
)
def test_a_plan_whose_state_can_occur_in_no_world(size, rules, found):
    base, _ = size
    text = PLANS.replace(", j: {", ", j2: {") + SOMETIMES + rules
    assert problems(text, base) == ([(8, "HF144")] if found else [])
    assert not found or "cannot occur in any world" in messages(text, base)[0]


def test_a_plan_signed_by_an_option_that_is_open_nowhere():
    base = BASE.replace("x: X", "x: {text: X, when: j and k and not j}")
    assert problems(PLANS + SOMETIMES, base) == [(8, "HF144")]
    assert problems(PLANS + SOMETIMES, base.replace(" and not j", "")) == []


def test_cells_that_count_in_some_worlds_only_are_unknown_to_the_checks():
    cells = "[{position: q, when: j}, {position: r, when: k}]"
    rules = "rules: [{never: x and i = q}, {never: x and i = r}, {never: x and i = p}]\n"
    text = PLANS.replace("i: q", f"i: {cells}") + SOMETIMES
    assert problems(text + rules.replace(", {never: x and i = p}", "")) == []
    assert problems(text + rules) == [(8, "HF144")]
