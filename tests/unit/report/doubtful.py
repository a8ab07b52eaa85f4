"""A small case in doubt: two accounts that part over a statement, judgements with words, and rival hypotheses."""

import holdfast as hf

TEXT = """
schema: holdfast/case/1
title: A truce
sources:
  letter: {title: Letter}
  wire: {title: Wire}
judgements:
  hawks_lead: {text: Those against the truce lead in the north, credence: [0.2, 0.4], source: letter}
  harvest_fails:
    text: The harvest <b>fails</b>
    given: [{when: hawks_lead, credence: likely, source: wire}]
    credence: 0.1
    assumed: true
  raid_ordered: {text: The raid was ordered, credence: [0.4, 0.6], source: letter}
  raid_private: {text: The raid was nobody's order, credence: [0.4, 0.6], assumed: true}
hypotheses:
  raid:
    question: Who sent the raid?
    among: [raid_ordered, raid_private]
    source: letter
    evidence:
      - {text: They wore badges, likelihood: {raid_ordered: likely, raid_private: unlikely}, origin: post, source: wire}
      - {text: They came at night, likelihood: {raid_ordered: 0.5, raid_private: 0.5}, source: letter}
parties:
  north: {name: North, options: {sign: {text: Sign, when: not harvest_fails or not raid_ordered}, raid: Raid}}
  south: {name: South, options: {join: Sign}}
rules: [{never: raid and join, when: harvest_fails, assumed: true}]
issues: {toll: {name: Toll, positions: [none, half, full], now: none}}
plans:
  truce:
    title: Truce
    positions: {toll: [{position: half, when: hawks_lead, source: letter}, {position: full, assumed: true}]}
  peace: {title: Peace, positions: {toll: half}}
agreement: {signatories: {north: sign, south: join}}
believes: {south: mild}
accounts:
  stern:
    title: Stern
    judgements: {hawks_lead: {credence: very likely, source: wire}}
    preferences:
      north: [{prefer: not sign, when: hawks_lead, source: letter}, {prefer: not raid, assumed: true}, sign]
      south: [join if sign, not join]
  mild:
    title: Mild
    believes: {north: stern}
    preferences:
      north: [{prefer: sign, source: letter}, not raid]
      south: [join if sign, not join]
"""


def doubtful() -> hf.Case:
    return hf.loads(TEXT, warnings=[])
