"""One module per field of the record, each named after it; modules with a leading underscore are shared by them.

    find(reading)                     -> [Mention]       all that the text says on the field
    choose(mentions, frame, reading)  -> value or None   what of it belongs to one event, with its evidence

Extractors know nothing of each other: a reading in, values out; no order, network or clock.
"""

import importlib
import pkgutil

FIELDS = {
    info.name: importlib.import_module(f"{__name__}.{info.name}")
    for info in pkgutil.iter_modules(__path__)
    if not info.name.startswith("_")
}


def mentions(reading) -> dict[str, list]:
    """Field -> what the text says on it."""
    return {name: module.find(reading) for name, module in FIELDS.items()}
