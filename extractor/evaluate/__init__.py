"""Evaluation: gold annotations, and precision, recall and F1 of records against them."""
