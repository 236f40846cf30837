"""Fitted parameters as plain JSON and back, for every model: what one program fits, another can score with.

    {"model": "BG/NBD", "params": {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}}

JSON writes a double with all its digits, so the way back is exact. The unit of time is the fit's, and not written.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from xlclv.errors import NUM, VALUE, Fault, InputError
from xlclv.models import MODULES, named

ALL = MODULES | {"NBD": "nbd", "BG/BB": "bg_bb", "Gamma-Gamma": "gamma_gamma", "SBG": "sbg", "BDW": "bdw"}


def to_json(model: str, params: Any) -> str:
    """The parameters of `model`, one of ALL, as one line of JSON.

    Raises InputError for another model, or parameters that are not its own.

    >>> from xlclv.models import gamma_gamma
    >>> to_json("Gamma-Gamma", gamma_gamma.Params(6.25, 3.74, 15.44))
    '{"model": "Gamma-Gamma", "params": {"p": 6.25, "q": 3.74, "gamma": 15.44}}'
    """
    kind = _kind(model)
    if type(params) is not kind:
        raise InputError((Fault("params", f"are not those of {model}", VALUE),))
    return json.dumps({"model": model, "params": asdict(params)}, allow_nan=False)


def from_json(text: str) -> tuple[str, Any]:
    """The model's name and its parameters, as to_json wrote them.

    Raises InputError for text that is not such JSON, an unknown model, missing or unknown parameters, or values out
    of bounds.

    >>> from_json('{"model": "NBD", "params": {"r": 0.385, "alpha": 12.07}}')
    ('NBD', Params(r=0.385, alpha=12.07))
    """
    try:
        read = json.loads(text)
        model, numbers = read["model"], dict(read["params"])
    except (ValueError, TypeError, KeyError, RecursionError):  # the last: brackets without end
        rule = 'must be JSON with "model" and "params"'
        raise InputError((Fault("params", rule, VALUE),)) from None
    kind = _kind(model)
    names = [field.name for field in fields(kind)]
    if set(numbers) != set(names):
        rule = f"of {model} must be {', '.join(names)}; given: {', '.join(map(str, numbers)) or 'none'}"
        raise InputError((Fault("params", rule, NUM),))
    return model, kind(**numbers)


def _kind(model: Any) -> Any:
    """The parameters' class of a model."""
    if not isinstance(model, str) or model not in ALL:
        raise InputError((Fault("model", f"must be one of {', '.join(ALL)}", VALUE, value=model),))
    return named(ALL[model]).Params
