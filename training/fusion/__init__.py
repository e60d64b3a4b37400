"""Fits how much the reader's word counts beside the rules'."""
