"""A case with issues and plans, small enough to reason through by hand."""

CASE = """schema: holdfast/case/1
title: Quarry
parties:
  village: {name: Village, options: {sign_v: Sign, block_road: Block}}
  company: {name: Company, options: {sign_c: Sign, dig: Dig}}
status_quo: NYNY
issues:
  trucks: {name: Trucks, positions: [no_limit, 60, 40, 20], now: no_limit}
  fund: {name: Fund, positions: [none, small, large], now: none}
  signs: {name: Signs, positions: [old, new], now: old}
plans:
  offer: {positions: {trucks: 60, fund: small, signs: old}, conduct: [not block_road, not dig]}
  demand: {positions: {trucks: 20, fund: large}, conduct: [not block_road, not dig]}
  other: {positions: {trucks: 40, fund: small}, conduct: [not block_road]}
agreement: {signatories: {village: sign_v, company: sign_c}}
preferences:
  village: [sign_v only if trucks >= 40, block_road if dig and fund != large, fund = large or trucks = 20, not dig]
  company: [sign_c only if trucks <= 40, sign_c only if fund != large or trucks <= 60, not block_road, dig]
"""
