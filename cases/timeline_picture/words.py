"""What becomes of words in the timeline picture: made plain, measured, and broken into lines."""

from __future__ import annotations

import re
import unicodedata


def plain(words: str) -> str:
    """Words on one line, without the characters that control, reverse or break a text."""
    kept = "".join(letter for letter in str(words) if not _turns(letter))
    return re.sub("[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", kept).strip()


def _turns(letter: str) -> bool:
    """Whether it is a lone surrogate, or a mark that embeds, overrides or isolates a direction of writing."""
    return (
        unicodedata.category(letter) == "Cs"
        or letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def text_width(words: str, *, font: float, strong: bool = False) -> float:
    """The most that the words take in user units, in whichever sans serif typeface a system has."""
    return sum(_em(letter) for letter in words) * font * (1.1 if strong else 1)


def _em(letter: str) -> float:
    base = unicodedata.normalize("NFD", letter)[0]
    if unicodedata.combining(base):
        return 0
    if base in "ijlI.,:;'|! \u00a0":
        return 0.35
    if base in "ftr()[]/-":
        return 0.43
    if base in "mwMWQO%@—…" or not base.isascii():
        return 1.3 if unicodedata.east_asian_width(base) in "WF" else 1
    if base.isupper():
        return 0.8 if base in "DGHNU" else 0.71
    return 0.64


def wrap(words: str, *, width: float, font: float, strong: bool = False) -> list[str]:
    """The words in lines none of which is wider than ``width``; a wider word is broken, never cut."""
    lines = [""]
    pieces = words.split(" ")
    for word in [part for one in pieces for part in _parts(one, width=width, font=font, strong=strong)]:
        joined = f"{lines[-1]} {word}".strip()
        if text_width(joined, font=font, strong=strong) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and text_width(lines[-1] + letter, font=font, strong=strong) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def balanced(words: str, *, width: float, font: float, strong: bool = False) -> list[str]:
    """As ``wrap``, in as many lines, but of more even lengths."""
    lines = wrap(words, width=width, font=font, strong=strong)
    longest = max(text_width(word, font=font, strong=strong) for word in words.split(" "))
    for share in (0.55, 0.65, 0.75, 0.85):
        if longest <= width * share:
            evener = wrap(words, width=width * share, font=font, strong=strong)
            if len(evener) == len(lines):
                return evener
    return lines


def _parts(word: str, *, width: float, font: float, strong: bool) -> list[str]:
    """Words held together by no-break spaces come apart only where they do not fit a line together."""
    return [word] if text_width(word, font=font, strong=strong) <= width else word.split("\u00a0")
