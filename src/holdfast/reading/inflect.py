"""The forms of English verbs, so that a list of verbs need hold only their bases."""

from __future__ import annotations

_IRREGULAR = {
    "say": "says said said saying",
    "tell": "tells told told telling",
    "think": "thinks thought thought thinking",
    "feel": "feels felt felt feeling",
    "hold": "holds held held holding",
    "find": "finds found found finding",
    "know": "knows knew known knowing",
    "see": "sees saw seen seeing",
    "write": "writes wrote written writing",
    "swear": "swears swore sworn swearing",
    "hear": "hears heard heard hearing",
    "learn": "learns learned learned learning",
    "read": "reads read read reading",
    "foresee": "foresees foresaw foreseen foreseeing",
    "foretell": "foretells foretold foretold foretelling",
    "understand": "understands understood understood understanding",
    "mean": "means meant meant meaning",
    "show": "shows showed shown showing",
    "forecast": "forecasts forecast forecast forecasting",
    "bet": "bets bet bet betting",
    "seek": "seeks sought sought seeking",
    "forbid": "forbids forbade forbidden forbidding",
    "speak": "speaks spoke spoken speaking",
    "withdraw": "withdraws withdrew withdrawn withdrawing",
    "undertake": "undertakes undertook undertaken undertaking",
    "uphold": "upholds upheld upheld upholding",
    "deny": "denies denied denied denying",
    "go": "goes went gone going",
    "put": "puts put put putting",
    "rebut": "rebuts rebutted rebutted rebutting",
    "begin": "begins began begun beginning",
    "let": "lets let let letting",
    "quip": "quips quipped quipped quipping",
    "brag": "brags bragged bragged bragging",
    "dub": "dubs dubbed dubbed dubbing",
    "plan": "plans planned planned planning",
    "slam": "slams slammed slammed slamming",
    "refer": "refers referred referred referring",
    "prefer": "prefers preferred preferred preferring",
    "admit": "admits admitted admitted admitting",
    "infer": "infers inferred inferred inferring",
    "concur": "concurs concurred concurred concurring",
    "label": "labels labelled labelled labelling",
    "signal": "signals signalled signalled signalling",
    "submit": "submits submitted submitted submitting",
    "tweet": "tweets tweeted tweeted tweeting",
    "regret": "regrets regretted regretted regretting",
    "commit": "commits committed committed committing",
    "permit": "permits permitted permitted permitting",
    "posit": "posits posited posited positing",
}
_ALSO = {"labeled": "label", "labeling": "label", "signaled": "signal", "signaling": "signal", "learnt": "learn"}


def forms(base: str) -> tuple[str, str, str, str, str]:
    """Return base, third person, past, past participle and -ing form of a verb.

    Examples
    --------
    >>> forms("deny"), forms("urge")[2:]
    (('deny', 'denies', 'denied', 'denied', 'denying'), ('urged', 'urged', 'urging'))
    """
    if base in _IRREGULAR:
        third, past, participle, ing = _IRREGULAR[base].split()
        return base, third, past, participle, ing
    if base.endswith(("ee", "oe")):
        return base, base + "s", base + "d", base + "d", base + "ing"
    if base.endswith("e"):
        return base, base + "s", base + "d", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base, base[:-1] + "ies", base[:-1] + "ied", base[:-1] + "ied", base + "ing"
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    return base, third, base + "ed", base + "ed", base + "ing"


FORM_NAMES = ("base", "third", "past", "participle", "ing")


def table(bases: frozenset[str]) -> dict[str, tuple[str, str]]:
    """Return for each form its base and the name of the form; a past that is also a participle counts as past."""
    found: dict[str, tuple[str, str]] = {}
    for base in sorted(bases):
        for name, form in zip(FORM_NAMES, forms(base), strict=True):
            found.setdefault(form, (base, name))
    spelled = {form.replace("ize", "ise").replace("izi", "isi"): value for form, value in found.items()}
    found = spelled | found
    found |= {form: (base, "past") for form, base in _ALSO.items() if base in bases}
    return found
