"""A schema turns into a quick look that knows most valid values by sight: validating with the schema itself takes ten
times as long, and what it would say is only needed where something is wrong.

What the look does not know is not bad for that: ask the schema. What it knows, the schema takes.
"""

import math
from collections.abc import Callable
from datetime import date

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from schemas.parts import Decimal, Flag

Look = Callable[[object], bool]
SIMPLE = {fields.String: str, fields.Boolean: bool, Flag: bool, fields.Integer: int}


def look(schema: Schema) -> Look:
    """Says whether a value is surely valid.

    >>> known = look(Schema.from_dict({"name": fields.String(required=True)})())
    >>> known({"name": "Ana"}), known({"name": 1}), known({})
    (True, False, False)
    """
    known = _of_schema(schema)

    def surely(value):
        try:
            return known(value)
        except ValidationError:
            return False

    return surely


def _of_schema(schema):
    """The look of a schema that only validates; of one that makes other things of its values, none."""
    looks = {field.data_key or name: _of_field(field) for name, field in schema.load_fields.items()}
    required = {field.data_key or name for name, field in schema.load_fields.items() if field.required}
    same = all((field.data_key or name) == (field.attribute or name) for name, field in schema.load_fields.items())
    if not same or schema.unknown != RAISE or schema._hooks.keys() - {"validates_schema"}:
        return lambda value: not schema.validate(value)
    checks = [getattr(schema, name) for name, many, _ in schema._hooks["validates_schema"] if not many]

    def known(value):
        if type(value) is not dict or not required <= value.keys():
            return False
        for name, part in value.items():
            if name not in looks or not looks[name](part):
                return False
        for check in checks:
            check(value, partial=False, many=False, unknown=RAISE)
        return True

    return known


def _of_field(field) -> Look:
    checks = [_check(validator) for validator in field.validators]
    plain = _plain(field, bool(checks))
    if plain is None:
        return lambda value: field.deserialize(value) is not None
    if not checks:
        return plain
    (first, *more) = checks
    if not more:
        return lambda value: plain(value) and first(value)
    return lambda value: plain(value) and all(check(value) for check in checks)


def _plain(field, checked) -> Look | None:
    """The look of a field without its validators; None of one that makes something else of its value."""
    kind = type(field)
    if kind in SIMPLE:
        right = SIMPLE[kind]
        return lambda value: type(value) is right
    if kind in (fields.Float, Decimal):
        return lambda value: type(value) is float and math.isfinite(value)
    if kind is fields.Date and field.format in (None, "iso") and not checked:
        return _is_day
    if kind is fields.List:
        inner = _of_field(field.inner)
        return lambda value: type(value) is list and all(map(inner, value))
    if kind is fields.Nested and not field.many and not field.unknown:
        return _of_schema(field.schema)
    return None


def _check(validator):
    """The validator as a predicate; it may also raise ValidationError."""
    if type(validator) is validate.OneOf:
        choices = frozenset(validator.choices)
        return choices.__contains__

    def check(value):
        validator(value)
        return True

    return check


def _is_day(value):
    try:
        return type(value) is str and len(value) == 10 and date.fromisoformat(value) is not None
    except ValueError:
        return False
