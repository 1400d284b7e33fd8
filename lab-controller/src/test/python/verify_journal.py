"""Verifies journals after docs/reference/journal.md alone: one line of verdict for each folder."""

import hashlib
import json
import os
import re
import sys


def verify(folder):
    def wrong(file, line, entry):
        return f"wrong {file} {line} {entry}"

    try:
        head = open(os.path.join(folder, "head"), "rb").read()
    except FileNotFoundError:
        return wrong("head", 1, 0)
    known = re.fullmatch(rb'{"n":(0|[1-9]\d{0,17}),"hash":"([0-9a-f]{64})"}\n', head)
    if not known:
        return wrong("head", 1, 0)
    upto, number, previous, torn = int(known[1]), 0, bytes(32), b""
    pages = sorted(f for f in os.listdir(folder) if re.fullmatch(r"[0-9]{18}\.jsonl", f))
    for page in pages:
        if int(page[:18]) != number + 1:
            return wrong(page, 1, number + 1)
        *lines, torn = open(os.path.join(folder, page), "rb").read().split(b"\n")
        for at, line in enumerate(lines, 1):
            try:
                entry = json.loads(line)
                entry.pop("hash")
                canonical = json.dumps(entry, separators=(",", ":")).encode()
                right = [*entry] == ["n", "at", "who", "what", "facts"] and entry["n"] == number + 1
                right = right and [*entry["facts"]] == sorted(entry["facts"])
            except (ValueError, KeyError, AttributeError, TypeError):
                return wrong(page, at, number + 1)
            digest = hashlib.sha256(previous + canonical)
            if not right or line != canonical[:-1] + b',"hash":"%s"}' % digest.hexdigest().encode():
                return wrong(page, at, number + 1)
            number, previous = number + 1, digest.digest()
            if number == upto and digest.hexdigest() != known[2].decode():
                return wrong(page, at, number)
        if page != pages[-1] and (torn or not lines):
            return wrong(page, len(lines) + 1, number + 1)
    if number < upto:
        return wrong("head", 1, number + 1)
    return f"right {number} {len(torn)}"


for each in sys.argv[1:]:
    print(verify(each))
