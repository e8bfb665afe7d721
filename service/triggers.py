"""Finds the words that tell of events. Being written."""


def find(reading):
    return []
