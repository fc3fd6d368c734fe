"""extractor: structured records of official decisions from Vietnamese news pages."""

__version__ = "0.1.0"
