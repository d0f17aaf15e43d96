"""Estimates: numbers only. Frames and regulations go in, frozen results come out; no words, no pictures."""
