"""A small case with something of everything, and text that would do harm if it were not escaped."""

import holdfast as hf

HOSTILE = "<script>alert('x')</script>"

TEXT = """
schema: holdfast/case/1
title: "Dam <script>alert('x')</script> & river"
about: "About <img src=x onerror=alert(1)>."
date: "2001-02-03"
sources:
  note1: {title: "Minutes </style><script>", author: A. Writer, outlet: Gazette, date: "2001-01-01", kind: news, link: "http://example.org/x"}
  note2: {title: Letter, kind: document, note: "Read in a copy \\"quoted\\""}
  unused: {title: Nobody cites this}
parties:
  up:
    name: "Upstream <b>town</b>"
    source: note1
    options:
      sign_up: {text: Sign the text, source: note1, stance: reported, hedge: may, by: The mayor, on: "2001-01-02"}
      release: {text: "Release <i>water</i>", irreversible: true, assumed: true, note: A guess}
  down:
    name: Downstream towns
    options:
      sign_down: {text: Sign the text, irreversible: from taken, source: [note1, note2], span: "we <u>will</u> sign"}
      sue: Sue
rules:
  - {never: sign_up and sue, source: note2, stance: asserted}
  - {if: release, then: sign_up, assumed: true}
issues:
  flow: {name: Flow, positions: [none, {half: "Half <em>of</em> it"}, all], now: none, source: note1}
  pay: {name: Payment, positions: [nothing, something], now: nothing, assumed: true, note: Nobody said}
plans:
  first:
    title: First <draft>
    source: note1
    positions: {flow: {position: half, source: note1, stance: inferred}, pay: nothing}
    conduct: [release, {do: not sue, source: note2}]
  second:
    title: Second draft
    positions: {pay: {position: something, source: note2}}
    conduct: [release]
status_quo: {state: NNNN, source: note1}
agreement: {signatories: {up: sign_up, down: sign_down}, source: note1}
accounts:
  town:
    title: What the town says
    source: note1
    preferences:
      up:
        - {prefer: sign_up only if pay = something, source: note1, stance: conditional, hedge: perhaps}
        - {prefer: in_force, source: note2}
        - not release
      down:
        - {prefer: flow >= half, source: note2}
        - {prefer: not sue, assumed: true}
        - sue iff (release or not sign_up)
  river:
    title: What the river towns say
    preferences:
      up: [not sue, in_force, not release]
      down: ["sign_down only if flow in {half, all}", in_force, "sue if not release"]
"""


def small() -> hf.Case:
    return hf.loads(TEXT, warnings=[])
