"""Words planted in the record, each with those who may read it; whoever else meets one has found a leak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


def word_for(what: str) -> str:
    """The word that stands for one thing."""
    return f"zq{''.join(letter for letter in what.lower() if letter.isalpha())}qz"


@dataclass(slots=True)
class Canaries:
    """The planted words, and who may read each."""

    readers: dict[str, frozenset[str]] = field(default_factory=dict)

    def plant(self, what: str, may_read: frozenset[str]) -> str:
        """A word of small letters for one thing, found again in any capitals; the same thing is planted once."""
        word = word_for(what)
        assert word not in self.readers, f"{what} is planted already"
        self.readers[word] = may_read
        return word

    def hidden_from(self, reader: str) -> frozenset[str]:
        """The words that this member of the cast must not meet."""
        return frozenset(word for word, may_read in self.readers.items() if reader not in may_read)

    def found_by(self, reader: str, *texts: bytes | str) -> list[str]:
        """The words that a reader has met in these texts and must not."""
        return sorted(self._met(self.hidden_from(reader), *texts))

    @staticmethod
    def _met(words: frozenset[str], *texts: bytes | str) -> Iterator[str]:
        read = "\n".join(one.decode(errors="replace") if isinstance(one, bytes) else one for one in texts)
        read = read.lower()
        # The mark of every canary, looked for first: most pages carry none.
        if "zq" in read:
            yield from (word for word in words if word in read)
