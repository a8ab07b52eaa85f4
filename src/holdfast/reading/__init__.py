"""Text to proposals: what an article says, sentence by sentence, each proposal tied to the exact words.

A proposal is a proposal. Nothing here changes a case by itself, and nothing becomes a preference before a person has
accepted it and said which.
"""
