"""Who said it: the system that the evidence proves, and the layers that passed its answer on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kb.model import Evidence, System


def speaker(systems: Sequence[System], proved: Mapping[str, str], evidence: Sequence[Evidence]) -> str:
    """Who said it, in words, or "" when nothing shows it.

    Args:
        systems: the systems of the answer, or those that were proved.
        proved: for each system proved, the piece of evidence that did it.
        evidence: of kind "layer" names a product that showed itself, with its layer in brackets.
    """
    layers = list(dict.fromkeys(item.value for item in evidence if item.kind == "layer"))
    speakers = [system for system in systems if system.id in proved]
    if speakers:
        said = "; ".join(f"said by {system.name}, because of {proved[system.id]}" for system in speakers[:2])
        others = [layer for layer in layers if not any(_is_same(layer, system) for system in speakers)]
        return f"{said}; {_all_of(others)} passed it on" if others else said
    return f"shown by {_all_of(layers)}" if layers else ""


def _is_same(layer: str, system: System) -> bool:
    product = layer.partition(" (")[0].casefold()
    return product in system.name.casefold() or any(product == alias.casefold() for alias in system.aliases)


def _all_of(layers: Sequence[str]) -> str:
    return " and ".join(layers[:3])
