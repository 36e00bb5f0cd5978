#!/bin/sh
# The lists of tb/mutants can be read: every line changes its file, every sentence of a card has a mutant.
exec python3 tb/mutants/run.py lists all
