"""Annexes: a notebook is run for a period, and every format is made from the executed notebook alone."""
