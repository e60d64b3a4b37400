"""Measures of Dateline: accuracy against public corpora, speed against a bare parse."""
