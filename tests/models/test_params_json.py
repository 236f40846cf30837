"""Parameters as plain JSON: there and back for every model, and what is refused on the way."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlclv.errors import InputError
from xlclv.models import MODULES, bg_nbd, mbg_nbd, named, nbd, params_json


@pytest.mark.parametrize("model", params_json.ALL)
@given(data=st.data())
def test_there_and_back(model, data):
    """Every digit of every model's parameters survives."""
    kind = named(params_json.ALL[model]).Params
    numbers = data.draw(st.lists(st.floats(1e-6, 1e6), min_size=len(kind.__slots__), max_size=len(kind.__slots__)))
    params = kind(*numbers)
    assert params_json.from_json(params_json.to_json(model, params)) == (model, params)


def test_json_is_plain():
    """A name and named numbers, which any language reads."""
    read = json.loads(params_json.to_json("BG/NBD", bg_nbd.Params(0.1, 2, 3, 4)))
    assert read == {"model": "BG/NBD", "params": {"r": 0.1, "alpha": 2.0, "a": 3.0, "b": 4.0}}


def test_every_model_is_known():
    """Each module with Params has its name here."""
    assert set(MODULES) < set(params_json.ALL)
    assert len(set(params_json.ALL.values())) == 8


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", 'must be JSON with "model" and "params"'),
        ("[1, 2]", "must be JSON with"),
        ('{"model": "NBD"}', "must be JSON with"),
        ('{"model": "NBD", "params": [1, 2]}', "must be JSON with"),
        ('{"model": "Poisson", "params": {}}', "model is 'Poisson'; must be one of BG/NBD"),
        ('{"model": ["NBD"], "params": {}}', "must be one of BG/NBD"),
        ('{"model": "NBD", "params": {"r": 1}}', "of NBD must be r, alpha; given: r"),
        ('{"model": "NBD", "params": {"r": 1, "alpha": 2, "a": 3}}', "given: r, alpha, a"),
        ('{"model": "NBD", "params": {"r": 1, "alpha": -2}}', "alpha is -2; must be above 0"),
        ('{"model": "NBD", "params": {"r": 1, "alpha": "2"}}', "alpha must be a number|alpha is '2'; must be a number"),
        ('{"model": "NBD", "params": {"r": 1, "alpha": null}}', "alpha"),
    ],
)
def test_refused(text, words):
    """What is no set of parameters is an error that says what is wrong."""
    with pytest.raises(InputError, match=words):
        params_json.from_json(text)


def test_parameters_of_another_model():
    """MBG/NBD's four numbers are not BG/NBD's."""
    with pytest.raises(InputError, match="params are not those of BG/NBD"):
        params_json.to_json("BG/NBD", mbg_nbd.Params(1, 2, 3, 4))
    with pytest.raises(InputError, match="must be one of"):
        params_json.to_json("bg", nbd.Params(1, 2))
