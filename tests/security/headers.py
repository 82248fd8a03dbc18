"""What every answer carries, stated by hand."""

from __future__ import annotations

from tests.security.asking import Answer

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
OF_A_FILE = {"default-src": "'none'", "sandbox": ""}
"""A file runs nothing at all, whatever it is; a letter as mail programs show it has one style, by its hash."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "X-AspNet-Version")


def policy(value: str) -> dict[str, str]:
    """The directives of a Content-Security-Policy."""
    parts = [one.split(None, 1) for one in value.split(";") if one.strip()]
    return {part[0]: part[1].strip() if len(part) > 1 else "" for part in parts}


def faults(
    answer: Answer, *, is_signed_in: bool, is_file: bool = False, is_letter: bool = False
) -> list[str]:
    """What is missing or too much on one answer."""
    stated = policy(answer.headers.get("Content-Security-Policy", ""))
    style = stated.pop("style-src", "") if is_letter else "'sha256-'"
    fits = stated == (OF_A_FILE if is_file or is_letter else POLICY) and style.startswith("'sha256-")
    found = [] if fits else [f"the policy is {stated}"]
    found += [
        f"{name} is {answer.headers.get(name)}"
        for name, value in ALWAYS.items()
        if answer.headers.get(name) != value
    ]
    found += [f"{name} is told" for name in NEVER if name in answer.headers]
    if is_signed_in and "no-store" not in answer.headers.get("Cache-Control", ""):
        found.append(f"Cache-Control is {answer.headers.get('Cache-Control')}")
    return found + cookie_faults(answer)


def cookie_faults(answer: Answer, *, secure: bool = False) -> list[str]:
    """Every cookie that is set, also one that is taken back."""
    found = []
    for name, cookie in answer.cookies.items():
        taken_back = not cookie.value
        if not (cookie["httponly"] or taken_back) or cookie["samesite"] not in ("Lax", "Strict"):
            found.append(f"the cookie {name} is {cookie.OutputString()}")
        if secure and not (
            name.startswith("__Host-") and cookie["secure"] and cookie["path"] == "/" and not cookie["domain"]
        ):
            found.append(f"the cookie {name} is not bound to the host: {cookie.OutputString()}")
    return found
