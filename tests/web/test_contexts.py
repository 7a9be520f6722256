"""Each template's variables are exactly the fields of its view-model, and the templates are inert."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, meta, nodes

from web.rendering import TEMPLATE_FOLDER, TEMPLATES

PAGES = sorted(TEMPLATES.items(), key=lambda item: item[1])
NAMES = [name for _, name in PAGES]


def variables_of(template: str) -> set[str]:
    """The names that a template, and the frame that it extends, take from the context."""
    environment = Environment(loader=FileSystemLoader(TEMPLATE_FOLDER), autoescape=True)
    tree = environment.parse((TEMPLATE_FOLDER / template).read_text(encoding="utf-8"))
    own = {item.target for item in tree.find_all(nodes.Import)}
    own |= {item.name for item in tree.find_all(nodes.Macro)}
    found = meta.find_undeclared_variables(tree) - own
    for parent in tree.find_all(nodes.Extends):
        assert isinstance(parent.template, nodes.Const)
        found |= variables_of(parent.template.value)
    return found


@pytest.mark.parametrize(("view", "template"), PAGES, ids=NAMES)
def test_a_template_uses_exactly_the_fields_of_its_view(view: type, template: str) -> None:
    assert is_dataclass(view)

    assert variables_of(template) == {field.name for field in fields(view)}


@pytest.mark.parametrize(("view", "template"), PAGES, ids=NAMES)
def test_a_view_is_documented_and_names_its_template(view: type, template: str) -> None:
    assert template in (view.__doc__ or "")


def test_every_template_belongs_to_a_view_or_is_shared() -> None:
    files = {path.name for path in TEMPLATE_FOLDER.iterdir()}

    assert files == {*TEMPLATES.values(), "base.html", "_macros.html"}


@pytest.mark.parametrize("path", sorted(TEMPLATE_FOLDER.iterdir()), ids=lambda path: path.name)
def test_no_template_has_inline_script_style_or_foreign_address(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|https?://|\|\s*safe", source)
    assert not re.search(r"<script(?! src=\"/static/)", source)
