"""The batch: many pages in, one outcome for each, nothing lost and nothing twice.

`sources` finds pages, `runner` works on them in processes of its own, `journal`
remembers what is done, `sinks` write, `ledger` counts, `run` ties them together.
"""
