"""An authenticator in software: ECDSA P-256, no attestation, and a hand on every field that could be wrong."""

import hashlib
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ORIGIN = "http://localhost"


@dataclass
class Authenticator:
    """One passkey of one person. `count` stays 0 for those that are shared between devices."""

    rp_id: str = "localhost"
    origin: str = ORIGIN
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    user_handle: bytes = b""

    def makes(self, options: dict[str, Any], *, flags: int = PRESENT | VERIFIED, **wrong: Any) -> dict[str, Any]:
        """The answer to the options of a new passkey."""
        self.user_handle = websafe_decode(options["user"]["id"])
        cose = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))  # type: ignore[no-untyped-call]
        attested = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + cose
        data = self._data(flags | ATTESTED, wrong) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        said = {
            "clientDataJSON": self._client_data("webauthn.create", options, wrong),
            "attestationObject": attestation,
        }
        return self._answer(said)

    def signs(self, options: dict[str, Any], *, flags: int = PRESENT | VERIFIED, **wrong: Any) -> dict[str, Any]:
        """The answer to the options of a sign-in."""
        client_data, data = self._client_data("webauthn.get", options, wrong), self._data(flags, wrong)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        said = {
            "clientDataJSON": client_data,
            "authenticatorData": data,
            "signature": wrong.get("signature", signature),
            "userHandle": wrong.get("user_handle", self.user_handle),
        }
        return self._answer(said)

    def _client_data(self, type: str, options: dict[str, Any], wrong: dict[str, Any]) -> bytes:
        said = {
            "type": wrong.get("type", type),
            "challenge": wrong.get("challenge", options["challenge"]),
            "origin": wrong.get("origin", self.origin),
            "crossOrigin": wrong.get("cross_origin", False),
        }
        return json.dumps(said).encode()

    def _data(self, flags: int, wrong: dict[str, Any]) -> bytes:
        rp_id = wrong.get("rp_id", self.rp_id)
        return hashlib.sha256(rp_id.encode()).digest() + struct.pack(">BI", flags, wrong.get("count", self.count))

    def _answer(self, said: dict[str, bytes]) -> dict[str, Any]:
        number = websafe_encode(self.credential_id)
        response = {name: websafe_encode(value) for name, value in said.items()}
        return {"id": number, "rawId": number, "type": "public-key", "response": response}
