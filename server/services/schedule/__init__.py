"""Use cases of `schedule`.

What takes `by: Actor` asks the policy and owns its transaction. What takes `db` first is a building block for a use
case that has asked already and runs in that use case's transaction.
"""
