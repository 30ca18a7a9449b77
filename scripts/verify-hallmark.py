"""Verifies the signatures of a hallmark of Assay without any code of Assay, or signs a statement with a new key.

usage: python verify-hallmark.py verify FILE.hallmark.json
       python verify-hallmark.py sign STATEMENT.json

`verify` checks the signatures, key ids and payload types; that no JSON object has a key twice; that each payload is
canonical JSON (RFC 8785); that states follow from limits and intervals, and verdicts from states; and that
countersignatures name this hallmark, its signer and the same digests. It does not know the gates: that their units,
comparators and numbers of samples are possible, that the gate file has these limits, and that a countersigned run agrees,
is checked by Assay alone.

Needs Python 3.9 or newer and the package "cryptography". `verify` prints what was verified as JSON and exits with 0,
or prints why the file is rejected and exits with 1. `sign` prints a hallmark of the statement, which must be canonical
JSON (RFC 8785). The formats are DSSE 1.0 (github.com/secure-systems-lab/dsse) and in-toto Statement 1.0; signatures
are ECDSA on P-256 with SHA-256, as r and s of 32 bytes.
"""

import base64
import hashlib
import json
import math
import sys
from decimal import Decimal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

PAYLOAD_TYPE = "application/vnd.in-toto+json"


class Rejected(Exception):
    pass


def without_repeated_keys(pairs: list) -> dict:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Rejected("a JSON object has a key twice")
    return fields


def parse(text):
    return json.loads(text, object_pairs_hook=without_repeated_keys)


def canonical_number(value) -> str:
    """Formats a number like ECMAScript, as RFC 8785 requires: the fewest digits, and an exponent below 1e-6 or from 1e21."""
    if not math.isfinite(value):
        raise Rejected(f"{value} is not a JSON number")
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    text = "".join(map(str, digits))
    power = len(text) + exponent  # of ten, of the decimal point from the left of the digits
    minus = "-" if sign else ""
    if len(text) <= power <= 21:
        return minus + text.ljust(power, "0")
    if 0 < power <= 21:
        return f"{minus}{text[:power]}.{text[power:]}"
    if -6 < power <= 0:
        return f"{minus}0.{'0' * -power}{text}"
    fraction = f".{text[1:]}" if len(text) > 1 else ""
    return f"{minus}{text[0]}{fraction}e{power - 1:+d}"


def canonical(value) -> str:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return canonical_number(value)
    return json.dumps(value, ensure_ascii=False)


def check_run(run: dict, name: str) -> None:
    """Raises Rejected unless the states follow from the limits, and the verdict from the states."""
    required = []
    for gate in run["gates"]:
        if gate["state"] not in ("not-measured", "not-applicable"):
            interval = gate["interval"]
            exact = {"low": gate["measured"], "high": gate["measured"]}
            low, high = ((exact if interval == "exact" else interval)[end] for end in ("low", "high"))
            if low > high:
                raise Rejected(f"{name}: the interval of {gate['gate']} is reversed")
            limit = gate["limit"]
            meets = (low >= limit, high >= limit) if gate["comparator"] == ">=" else (high <= limit, low <= limit)
            if gate["state"] != ("pass" if meets[0] else "inconclusive" if meets[1] else "fail"):
                raise Rejected(f"{name}: the outcome of {gate['gate']} contradicts its limit")
        if gate["severity"] == "error":
            required.append(gate["state"])
    if not required:
        raise Rejected(f"{name}: no gate is required")
    applicable = set(required) - {"not-applicable"}
    undecided = not applicable or "not-measured" in applicable or "inconclusive" in applicable
    if run["verdict"] != ("fail" if "fail" in required else "undecided" if undecided else "pass"):
        raise Rejected(f"{name}: the verdict contradicts the gates")


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def verify_envelope(envelope: dict, name: str) -> tuple[dict, str, str]:
    """Returns the statement, the SHA-256 of the payload and the key id."""
    if envelope["payloadType"] != PAYLOAD_TYPE:
        raise Rejected(f"{name}: payload type {envelope['payloadType']}")
    payload = base64.b64decode(envelope["payload"], validate=True)
    (signature,) = envelope["signatures"]
    spki = base64.b64decode(signature["publicKey"], validate=True)
    if hashlib.sha256(spki).hexdigest() != signature["keyid"]:
        raise Rejected(f"{name}: the key id is not the SHA-256 of the public key")
    key = load_der_public_key(spki)
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Rejected(f"{name}: the key is not on P-256")
    raw = base64.b64decode(signature["sig"], validate=True)
    if len(raw) != 64:
        raise Rejected(f"{name}: the signature has {len(raw)} bytes")
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    signed = pre_authentication_encoding(envelope["payloadType"], payload)
    try:
        key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise Rejected(f"{name}: the signature is not valid") from None
    statement = parse(payload)
    if canonical(statement).encode() != payload:
        raise Rejected(f"{name}: the payload is not canonical JSON")
    check_run(statement["predicate"]["run"], name)
    return statement, hashlib.sha256(payload).hexdigest(), signature["keyid"]


def digests(files: list) -> list:
    return sorted(file["digest"]["sha256"] for file in files)


def verify(path: str) -> dict:
    with open(path, encoding="utf-8") as file:
        envelope = parse(file.read())
    statement, sha256, key_id = verify_envelope(envelope, "hallmark")
    key_ids = [key_id]
    for index, other in enumerate(envelope.get("countersignatures", []), start=1):
        name = f"countersignature {index}"
        countersigned, _, other_id = verify_envelope(other, name)
        if countersigned["subject"][0]["digest"]["sha256"] != sha256:
            raise Rejected(f"{name}: it names another hallmark")
        if countersigned["predicate"]["signer"]["sha256"] != key_id:
            raise Rejected(f"{name}: it names another signer")
        own, others = statement["predicate"], countersigned["predicate"]
        for part in ("data", "baseline", "gateFile"):
            if own.get(part, {}).get("digest") != others.get(part, {}).get("digest"):
                raise Rejected(f"{name}: its {part} has another digest")
        if digests(others["files"]) != digests(statement["subject"]):
            raise Rejected(f"{name}: it is of another model")
        if other_id in key_ids:
            raise Rejected(f"{name}: its key has signed already")
        key_ids.append(other_id)
    run = statement["predicate"]["run"]
    return {
        "type": statement["_type"],
        "predicateType": statement["predicateType"],
        "payloadSha256": sha256,
        "keyIds": key_ids,
        "subject": {file["name"]: file["digest"]["sha256"] for file in statement["subject"]},
        "gates": {gate["gate"]: gate["state"] for gate in run["gates"]},
        "signedItems": [signed["item"] for signed in statement["predicate"].get("checklist", [])],
        "hostileInputs": {one["input"]: one["outcome"] for one in statement["predicate"].get("hostileInputs", [])},
        "statements": {one["statement"]: one["text"] for one in statement["predicate"].get("statements", [])},
        "verdict": run["verdict"],
        "grade": run["grade"],
    }


def sign(path: str) -> dict:
    with open(path, "rb") as file:
        payload = file.read()
    key = ec.generate_private_key(ec.SECP256R1())
    der = key.sign(pre_authentication_encoding(PAYLOAD_TYPE, payload), ec.ECDSA(SHA256()))
    r, s = utils.decode_dss_signature(der)
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    signature = {
        "keyid": hashlib.sha256(spki).hexdigest(),
        "publicKey": base64.b64encode(spki).decode(),
        "sig": base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode(),
    }
    return {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [signature],
    }


def main() -> int:
    commands = {"verify": verify, "sign": sign}
    if len(sys.argv) != 3 or sys.argv[1] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(json.dumps(commands[sys.argv[1]](sys.argv[2]), indent=2, sort_keys=True))
        return 0
    except RecursionError:
        print("rejected: the JSON is nested too deeply", file=sys.stderr)
        return 1
    except (Rejected, AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        print(f"rejected: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
