"""What the page and the document show of doubts: every number is the answer's own, and every claim has a place."""

import re

import pytest

import holdfast as hf
from holdfast.report.blocks import Grid, Heading, Paragraph
from holdfast.report.document import document
from holdfast.report.hinge_view import hinge_views, lead
from holdfast.report.html import page
from holdfast.report.judgements_view import judgement_views
from holdfast.report.shares import between, number
from holdfast.report.sources import Sources
from holdfast.report.sure_view import cell_words, sways
from holdfast.report.wording import Wording
from holdfast.uncertainty.doubt import doubt
from holdfast.uncertainty.hypotheses import weigh

from .conftest import brief_of, text_of
from .doubtful import doubtful
from .page import Page


def words() -> str:
    return Page(text_of("doubtful")).text()


def section(name: str) -> str:
    text = text_of("doubtful")
    start = text.index(f'<section aria-labelledby="{name}"')
    return text[start : text.index("</section>", start)]


def test_shares_beside_the_verdicts_are_those_of_doubt():
    case, brief = doubtful(), brief_of("doubtful")
    cells = re.findall(r'<span class="worlds">(.*?)</span>', text_of("doubtful"))
    expected = []
    for plan in case.plans:
        for account in case.accounts:
            share = doubt(case, plan=plan, account=account).share
            line = f"firmly {number(share.point)} % ({number(share.low)}–{number(share.high)})"
            assert cell_words(brief.sure, plan, account)[0] == line
            expected.append(line)
    assert [cell.split("<br>")[0] for cell in cells] == expected


def test_the_first_screen_says_on_what_it_hangs():
    text = text_of("doubtful")
    top = text[text.index('<p class="answer"') : text.index("<nav")]
    read = Page(f"<div>{top}</div>").text()
    share = doubt(doubtful(), plan="truce", account="stern").share
    assert "truce and peace : It holds firmly in" in read
    assert f"{between(share)} of worlds under stern" in read
    assert "Under stern it would hold firmly too, as under mild, if stern were to hold as likely as mild does" in read
    assert "“Those against the truce lead in the north”" in read


def test_the_exchange_that_is_named_turns_the_verdict():
    """With the judgement as the other account holds it, the account comes to the other's verdict."""
    case, brief = doubtful(), brief_of("doubtful")
    (view,) = hinge_views(brief, brief.sure, Wording(case))
    assert view.plans == ("truce", "peace")
    (point,) = view.ways[0]
    assert point.anchor == "judgement.hawks_lead"
    assert point.label == "hawks_lead"
    taken = doubtful().replace(judgements=case.judgements)
    stern = case.accounts["stern"]
    exchanged = taken.replace(
        accounts=type(case.accounts)(
            [("stern", type(stern)("stern", stern.title, stern.preferences)), ("mild", case.accounts["mild"])]
        )
    )
    assert doubt(case, plan="truce", account="stern").verdict == "does not hold"
    assert doubt(exchanged, plan="truce", account="stern").verdict == "holds"
    assert lead([view])[0][0] == "truce and peace"


def test_judgements_say_who_holds_what_and_what_depends_on_it():
    case = doubtful()
    views = {view.id: view for view in judgement_views(case, Sources(case), Wording(case))}
    hawks = views["hawks_lead"]
    assert [(row.who, row.held) for row in hawks.rows] == [
        ("the case", "20–40 %"),
        ("stern", f"very likely ({_ends(case.accounts['stern'].judgements['hawks_lead'].credence)} %, survey)"),
    ]
    assert [(group, [entry.anchor for entry in members]) for group, members in hawks.bears_on] == [
        ("Plan truce", ["cell.truce.toll"]),
        ("Judgements", ["judgement.harvest_fails.1"]),
        ("Account stern: North", ["statement.stern.north.1"]),
    ]
    fails = views["harvest_fails"]
    assert [row.where for row in fails.rows] == [
        "if “Those against the truce lead in the north” is so",
        "otherwise",
    ]
    assert {entry.anchor for _, members in fails.bears_on for entry in members} == {"option.north.sign", "rule.1"}
    assert views["raid_ordered"].among == (("raid", "set.raid"),)
    shown = section("judgements")
    assert "<b>fails</b>" not in shown
    assert "The harvest &lt;b&gt;fails&lt;/b&gt;" in shown


def _ends(credence):
    return f"{number(float(credence.low))}–{number(float(credence.high))}"


def test_hypotheses_are_those_of_weigh():
    weighed = weigh(doubtful()).sets["raid"]
    shown = Page(section("hypotheses") + "</section>").text()
    for held in weighed.hypotheses.values():
        after = held.after
        numbers = f"{number(float(after.point))} ({number(float(after.low))}–{number(float(after.high))})"
        assert numbers in shown
    assert "Who sent the raid?" in shown
    assert "They came at night does not tell" in shown
    assert "likely (56–82 %, survey)" in shown
    assert "To look for." in shown


def test_what_counts_in_some_worlds_only_says_so():
    shown = words()
    assert shown.count("counts only where") == 4  # a cell, an option, a rule and a statement
    assert "Toll, otherwise full" in shown
    assert "half or full\nhalf" in shown  # side by side


def test_who_sees_the_others_in_its_own_way():
    shown = words()
    assert "South sees the others as under mild ." in shown
    assert "Under mild , North sees the others as under stern ." in shown


def test_a_quick_brief_has_every_claim_too():
    case = doubtful()
    read = Page(page(hf.brief(case, quick=True)))
    assert {entry.anchor for entry in Sources(case).entries} <= set(read.ids)
    assert set(read.links) <= set(read.ids)


def test_what_would_flip_it():
    brief = brief_of("doubtful")
    for sway in sways(brief, brief.sure, "truce"):
        answer = doubt(brief.case, plan="truce", account=sway.account)
        assert answer.flips is not None
        assert sway.flips == tuple(tuple(each.items()) for each in answer.flips.changes)[:4]
        assert sway.n_flips_more == max(answer.flips.total - 4, 0)


def test_the_document_says_it_in_brief():
    brief = brief_of("doubtful")
    blocks = document(brief).blocks
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert headings[:3] == ["Which plans hold", "On what it hangs", "What to find out next"]
    assert "Rival hypotheses" in headings
    matrix = next(block for block in blocks if isinstance(block, Grid))
    for plan, row in zip(brief.case.plans, matrix.rows, strict=True):
        for account, cell in zip(brief.accounts, row[1:], strict=True):
            assert cell.split("\n")[1:] == list(cell_words(brief.sure, plan, account))
    told = ["".join(text for text, _ in block.pieces) for block in blocks if isinstance(block, Paragraph)]
    assert any("if stern were to hold as likely as mild does" in text for text in told)
    grids = [block for block in blocks if isinstance(block, Grid) and block.head[0] == "Question"]
    assert [row[:2] for row in grids[0].rows] == [("Who sent the raid?", "The raid was ordered")]
    assert all(len(block.widths) == len(block.head) for block in blocks if isinstance(block, Grid))


@pytest.mark.parametrize("make", [lambda b: b.sure.firmly["truce", "mild"], lambda b: b.sure.partings["truce"]])
def test_notebooks_show_one_small_table(make):
    text = make(brief_of("doubtful"))._repr_html_()
    tags = [tag for tag, _ in Page(text).elements]
    assert tags[0] == "table"
    assert tags.count("table") == 1
    assert not {"script", "link", "img", "style", "iframe"} & set(tags)
    assert not re.search(r":\s*#|rgb|hsl", text)
