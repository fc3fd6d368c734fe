"""What flows through the pipeline: spans, edits, articles, records, outcomes.

This room holds types and their invariants only; no rule, no file, no clock.
"""
