"""Asking the question: from a case to what each party believes, what then holds, and who would be surprised."""

from __future__ import annotations

from dataclasses import replace

from holdfast.case import Case
from holdfast.digest import digest
from holdfast.errors import QuestionError
from holdfast.model.family import Box
from holdfast.questions.answer import PartyVerdict, Provenance
from holdfast.questions.holds import asked_state, holds
from holdfast.questions.perceive.answer import KINDS, Everywhere, Perceived, Seen, Surprise
from holdfast.questions.perceive.everywhere import AT_ONCE, everywhere, refuse_if_large, size_of
from holdfast.questions.perceive.games import Games, games
from holdfast.questions.perceive.scenes import MAX_SCENES, Scene, scenes
from holdfast.questions.perceive.standing import joined, unders
from holdfast.questions.perceive.surprises import Surprising
from holdfast.questions.perceive.views import ASKED, Views
from holdfast.questions.state import letters_of
from holdfast.stability import Concept
from holdfast.stability import concept as look_up

METHOD = "everybody's own game; definitions at one state"


def perceive(
    case: Case,
    *,
    account: str | None = None,
    plan: str | None = None,
    state: str | None = None,
    concept: str = "seq",
    all_states: bool | None = None,
) -> Perceived:
    """Say what each party believes, whether a state then holds, and who would be surprised.

    Parameters
    ----------
    case : Case
        The case; ``believes`` names the account by which a party sees the others.
    account : str, optional
        Id of the account taken to be true; the case's own preferences otherwise. What it says in ``believes`` comes
        before what the case says.
    plan : str, optional
        Id of the plan on the table.
    state : str, optional
        A state, in letters or by name; the plan's state by default.
    concept : str
        By which it is told whether a party leaves, where surprises are looked for.
    all_states : bool, optional
        Whether to list what holds among all states. If not given, they are listed where they are few (4,096).

    Returns
    -------
    Perceived

    Raises
    ------
    ModelError
        If there is no such plan, account or state, or preferences are missing.
    QuestionError
        If there is neither a state nor a plan, the state cannot occur in truth, the concept is not one of nash, gmr,
        smr, seq and symmetric_seq, or it is not known how some party compares some states.
    CapacityError
        If ``all_states`` is set and a game has more than 65,536 states.

    Notes
    -----
    A hypergame of the first level: see ``docs/theory/hypergames.md``.

    Examples
    --------
    >>> from holdfast import example
    >>> print(perceive(example("misread-signal"), state="quiet"))
    state NNNN does not hold in belief and holds in truth; surprised: north, south
    """
    wanted = look_up(concept)
    if wanted.name not in ASKED:
        raise QuestionError(f'"{wanted.name}" is not asked of beliefs; there are {", ".join(ASKED)}')
    letters = letters_of(case, state) if state is not None else None
    asked = games(case, plan=plan, account=account, letters=letters)
    truth = asked.where_known(asked.truth)
    if truth is None:
        asked_state(next(iter(asked.truth.models()))[1], letters)  # says what is wrong
        raise QuestionError("the state cannot occur under any filling of the plan's unknown cells")
    found = scenes(asked)
    views = [Views(scene) for scene in found or ()]
    notes = []
    if found is None:
        notes.append(
            f"unknown cells make more than {MAX_SCENES} different combinations of games; what holds under each concept "
            "and surprises are left out: settle some cells"
        )
    listed, note = _everywhere(found, all_states)
    notes += [note] if note else []
    in_truth = holds(truth, letters)
    return Perceived(
        plan=plan or "",
        account=account or "",
        state=in_truth.state,
        concept=wanted.name,
        parties=tuple(_seen(asked, k, name, in_truth.party(name), found or ()) for k, name in enumerate(case.parties)),
        concepts=joined([unders(each) for each in views]) if views else {},
        surprises=_surprises(case, views, wanted),
        everywhere=listed,
        note="; ".join(notes),
        provenance=_provenance(case, asked, found or (), (wanted.name, letters)),
    )


def _everywhere(found: tuple[Scene, ...] | None, asked: bool | None) -> tuple[Everywhere | None, str]:
    """Return what holds among all states, or why it is left out."""
    if asked is False:
        return None, ""
    if not found or len(found) > 1:
        return None, "what holds among all states is left out, because the plan leaves cells unknown that matter"
    if asked:
        refuse_if_large(found[0])
    elif (size := size_of(found[0])) > AT_ONCE:
        return None, f"what holds among all {size:,} states is left out; it is listed where it is asked for"
    return everywhere(found[0]), ""


def _seen(asked: Games, party: int, name: str, truth: PartyVerdict, found: tuple[Scene, ...]) -> Seen:
    """Say what one party believes, and judge the state in its own game."""
    own, believed = asked.own[party], asked.believed[party]
    known = None if own is asked.truth else asked.where_known(own)
    verdict = truth if own is asked.truth else holds(known, asked.letters).party(name) if known else None
    differs = any(scene.own[party] is not scene.truth for scene in found) if found else own is not asked.truth
    unknown: dict[str, None] = {}
    imagined: dict[str, None] = {}
    for scene in found:
        if not scene.knows(party, scene.state):
            continue
        real = scene.truth.structure.moves(party, scene.state)
        seen = scene.own[party].structure.moves(party, scene.state)
        describe = scene.truth.structure.describe_move
        unknown |= dict.fromkeys(describe(party, scene.state, end) for end in real if end not in seen)
        imagined |= dict.fromkeys(describe(party, scene.state, end) for end in seen if end not in real)
    moves = (tuple(f"{name}: {move}" for move in each) for each in (unknown, imagined))
    return Seen(name, believed or "", differs, verdict, truth, *moves)


def _surprises(case: Case, views: list[Views], concept: Concept) -> tuple[Surprise, ...]:
    """Join the surprises of all scenes; those that not every scene has come with fillings that give them."""
    first: dict[tuple[str, str, str], tuple[Box, Surprise]] = {}
    number: dict[tuple[str, str, str], int] = {}
    for each in views:
        for surprise in Surprising(each, concept).all():
            key = (surprise.party, surprise.kind, surprise.by)
            first.setdefault(key, (each.scene.box, surprise))
            number[key] = number.get(key, 0) + 1
    out = []
    for key, (box, surprise) in first.items():
        positions = {issue: tuple(p for p in case.issues[issue].positions if p in allowed) for issue, allowed in box}
        out.append(surprise if number[key] == len(views) else replace(surprise, positions=positions))
    parties = list(case.parties)
    return tuple(sorted(out, key=lambda s: (parties.index(s.party), KINDS.index(s.kind), parties.index(s.by))))


def _provenance(case: Case, asked: Games, found: tuple[Scene, ...], question: tuple[str, str | None]) -> Provenance:
    from holdfast.version import __version__

    models = tuple((scene.box, scene.truth.digest, *(model.digest for model in scene.own)) for scene in found)
    bears = digest((models, asked.believed, question))
    return Provenance(case.digest, bears, __version__, METHOD)
