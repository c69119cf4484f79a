"""The form of a correction: a field for everything of this very record that may be set right."""

from collections.abc import Mapping
from typing import Any

from inspectapp.records.correcting import HOST, SPACE, Corrected, correctable, host_apart
from inspectapp.web.careful import CarefulForm
from inspectapp.web.forms import Text


class CorrectionForm(CarefulForm):
    """Why, and the words as they should have been; `form_for` adds the fields of one record."""

    reason = Text("更正原因", required=True, max_length=200, hint="会印在更正后的记录上", lines=True)
    situation = Text("检查情况补充说明", max_length=2000, lines=True)

    def corrected(self, values: Mapping[str, Any]) -> Corrected:
        """What was typed, by the names and numbers of the record."""
        facts = {name: self._fact(place) for place, (name, _) in enumerate(correctable(values))}
        problems = {
            one["number"]: (self.values[f"problem{one['number']}"], self.values[f"place{one['number']}"])
            for one in values["problems"]
        }
        return Corrected(self.values["reason"], facts, problems, self.values["situation"])

    def _fact(self, place: int) -> str:
        told = (self.values.get(f"fact{place}name"), self.values[f"fact{place}"])
        return SPACE.join(one for one in told if one)


def form_for(values: Mapping[str, Any]) -> type[CorrectionForm]:
    """The form of this record."""
    fields: dict[str, Text] = {}
    for place, (name, _) in enumerate(correctable(values)):
        fields |= (
            _host(place) if name == HOST else {f"fact{place}": Text(name, required=True, max_length=300)}
        )
    for one in values["problems"]:
        number = one["number"]
        fields[f"problem{number}"] = Text(f"问题{number}", required=True, max_length=1000, lines=True)
        fields[f"place{number}"] = Text(f"问题{number}的部位", max_length=120)
    return type("CorrectionOf", (CorrectionForm,), fields)


def _host(place: int) -> dict[str, Text]:
    """The name stands apart: it is printed under the signature as well."""
    name = Text(f"{HOST}姓名", required=True, max_length=40, hint="也会改在签名栏里")
    return {f"fact{place}name": name, f"fact{place}": Text(f"{HOST}的其他信息", max_length=300)}


def as_typed(values: Mapping[str, Any], reason: str = "") -> dict[str, Any]:
    """A record as the raw words of its form."""
    raw = {"reason": reason, "situation": values["situation"]}
    for place, (name, said) in enumerate(correctable(values)):
        if name == HOST:
            raw[f"fact{place}name"], said = host_apart(said)
        raw[f"fact{place}"] = said
    for one in values["problems"]:
        raw |= {f"problem{one['number']}": one["text"], f"place{one['number']}": one["place"]}
    return raw
