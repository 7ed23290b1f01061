"""Message keys and parameters → sentences, in Chinese or English.

The wording stands in ``locale/<language>/*.yml``, flat: a key, a sentence with ``{parameters}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from generator import nodes
from generator.model.findings import Finding, Phrase, Several, Value, Wording
from generator.resources import resource

LANGUAGES = ("zh", "en")


_PLAIN = frozenset({str, int})
"""Types of parameters that are filled in as they are."""


class Messages:
    """The wording of one language."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def has(self, key: str) -> bool:
        """Whether there is a wording for `key`."""
        return key in self._texts

    def say(self, key: str, /, **parameters: Value) -> str:
        """The sentence for `key`; `KeyError` where there is none, which is a bug."""
        text = self._texts[key]
        # Most of what pages say has nothing to fill in, and pages say a lot.
        if "{" not in text:
            return text
        if _PLAIN.issuperset(map(type, parameters.values())):
            return text.format_map(parameters)
        values = {name: self._value(value) for name, value in parameters.items()}
        return text.format_map(values)

    def part(self, prefix: str) -> Mapping[str, str]:
        """The wording whose keys begin with `prefix` and a dot, by the rest of the key."""
        start = f"{prefix}."
        return {
            key.removeprefix(start): text
            for key, text in self._texts.items()
            if key.startswith(start)
        }

    def describe(self, key: str) -> str:
        """The sentence for `key`, or "" where there is none."""
        return self._texts.get(key, "")

    def finding(self, finding: Finding) -> str:
        """The sentence of a finding, without its place."""
        return self.say(f"finding.{finding.code}", **finding.parameters)

    def _value(self, value: Value) -> str:
        if isinstance(value, Phrase):
            return self.say(value.key, **value.parameters)
        if isinstance(value, Several):
            return self._texts["list.comma"].join(map(self._value, value.values))
        if isinstance(value, Wording):
            return value.en if self.language == "en" and value.en else value.zh
        return str(value)


@cache
def messages(language: str) -> Messages:
    """The wording of `language`, one of `LANGUAGES`."""
    texts: dict[str, str] = {}
    for file in sorted(resource(f"locale/{language}").glob("*.yml")):
        root, findings = nodes.read(file.read_text(encoding="utf-8"), file.name)
        if findings or not isinstance(root, nodes.Mapping):
            raise ValueError(findings)
        texts |= {
            key.text: value.text for key, value in root.entries if isinstance(value, nodes.Scalar)
        }
    return Messages(language, texts)


def language_of(environment: Mapping[str, str], system: str = "") -> str:
    """The language a person wants, judged by the environment, else by the system's own locale.

    Chinese unless another language is clearly asked for: a machine without a locale (C, POSIX)
    says nothing, and the portals are Chinese.
    """
    for name in ("GONGKAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").lower()
        if value and value.split(".")[0] not in ("c", "posix"):
            return "zh" if value.startswith("zh") else "en"
        if value and name == "LC_ALL":
            break
    return "en" if system and not system.lower().startswith(("zh", "chinese", "c")) else "zh"
