"""A security key in software: CTAP2 with real cryptography, for want of one to touch.

It answers authenticatorMakeCredential, GetAssertion, GetInfo and, with a PIN, ClientPIN
(protocol two), as a key on USB would; the library on the other side is the real one.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.ctap import STATUS, CtapDevice, CtapError
from fido2.ctap2.pin import PinProtocolV2
from fido2.hid import CAPABILITY, CTAPHID
from fido2.webauthn import Aaguid, AttestedCredentialData, AuthenticatorData

_FLAG = AuthenticatorData.FLAG
_ERR = CtapError.ERR


class SoftKey(CtapDevice):
    """`touched` False: nobody touches it. `counts` False: it has no counter."""

    def __init__(self, pin: str = "", touched: bool = True, counts: bool = True) -> None:
        self.pin = pin
        self.touched = touched
        self.counts = counts
        self.counter = 0
        self.opened = True
        self._keys: dict[bytes, tuple[bytes, ec.EllipticCurvePrivateKey]] = {}
        self._agreement = ec.generate_private_key(ec.SECP256R1())
        self._token = os.urandom(32)
        self._protocol = PinProtocolV2()

    @property
    def capabilities(self) -> int:
        return CAPABILITY.CBOR | CAPABILITY.NMSG

    def close(self) -> None:
        self.opened = False

    @classmethod
    def list_devices(cls) -> Iterator[CtapDevice]:
        return iter(())

    def call(
        self,
        cmd: int,
        data: bytes = b"",
        event: Event | None = None,
        on_keepalive: Callable[[STATUS], None] | None = None,
    ) -> bytes:
        assert cmd == CTAPHID.CBOR
        request: dict[int, Any] = cbor.decode(data[1:]) if data[1:] else {}  # type: ignore[assignment]
        acts = {1: self._make, 2: self._assert, 4: self._info, 6: self._client_pin}
        try:
            answer = acts[data[0]](request)
        except CtapError as error:
            return bytes([error.code])
        return b"\0" + (cbor.encode(answer) if answer is not None else b"")

    def _info(self, _request: dict[int, Any]) -> dict[int, Any]:
        return {
            1: ["FIDO_2_0", "FIDO_2_1"],
            3: bytes(Aaguid.NONE),
            4: {"rk": False, "up": True, "clientPin": bool(self.pin), "pinUvAuthToken": True,
                "alwaysUv": bool(self.pin)},
            6: [2],
            7: 8,
            8: 64,
        }  # fmt: skip

    def _make(self, request: dict[int, Any]) -> dict[int, Any]:
        verified = self._verified(request, 8)
        self._touch()
        if any(one["id"] in self._keys for one in request.get(5, [])):
            raise CtapError(_ERR.CREDENTIAL_EXCLUDED)
        secret, credential_id = ec.generate_private_key(ec.SECP256R1()), os.urandom(32)
        self._keys[credential_id] = (request[2]["id"], secret)
        credential = AttestedCredentialData.create(
            Aaguid.NONE, credential_id, ES256.from_cryptography_key(secret.public_key())
        )
        data = self._data(request[2]["id"], _FLAG.UP | _FLAG.AT | verified, bytes(credential))
        return {1: "none", 2: bytes(data), 3: {}}

    def _assert(self, request: dict[int, Any]) -> dict[int, Any]:
        rp_id, client_data_hash = request[1], request[2]
        known = [
            one["id"]
            for one in request.get(3, [])
            if one["id"] in self._keys and self._keys[one["id"]][0] == rp_id
        ]
        verified = self._verified(request, 6)
        silent = request.get(5, {}).get("up") is False
        if not silent:
            self._touch()
        if not known:
            raise CtapError(_ERR.NO_CREDENTIALS)
        data = self._data(rp_id, (_FLAG(0) if silent else _FLAG.UP) | verified)
        signature = self._keys[known[0]][1].sign(bytes(data) + client_data_hash, ec.ECDSA(SHA256()))
        return {1: {"type": "public-key", "id": known[0]}, 2: bytes(data), 3: signature}

    def _client_pin(self, request: dict[int, Any]) -> dict[int, Any]:
        if request[2] == 2:
            return {1: dict(ES256.from_cryptography_key(self._agreement.public_key()))}
        if request[2] != 9:
            raise CtapError(_ERR.INVALID_SUBCOMMAND)
        theirs = request[3]
        numbers = ec.EllipticCurvePublicNumbers(
            int.from_bytes(theirs[-2], "big"), int.from_bytes(theirs[-3], "big"), ec.SECP256R1()
        )
        shared = self._protocol.kdf(self._agreement.exchange(ec.ECDH(), numbers.public_key()))
        given = self._protocol.decrypt(shared, request[6])
        if given != hashlib.sha256(self.pin.encode()).digest()[:16]:
            raise CtapError(_ERR.PIN_INVALID)
        return {2: self._protocol.encrypt(shared, self._token)}

    def _verified(self, request: dict[int, Any], parameter: int) -> AuthenticatorData.FLAG:
        """User verified, by the PIN's token; a key with a PIN insists on it."""
        given = request.get(parameter)
        if given is None:
            if self.pin:
                raise CtapError(_ERR.PUAT_REQUIRED)
            return _FLAG(0)
        hashed = request[2] if parameter == 6 else request[1]
        if not hmac.compare_digest(given, self._protocol.authenticate(self._token, hashed)):
            raise CtapError(_ERR.PIN_AUTH_INVALID)
        return _FLAG.UV

    def _touch(self) -> None:
        if not self.touched:
            raise CtapError(_ERR.USER_ACTION_TIMEOUT)
        self.counter += 1 if self.counts else 0

    def _data(
        self, rp_id: str, flags: AuthenticatorData.FLAG, credential: bytes = b""
    ) -> AuthenticatorData:
        hashed = hashlib.sha256(rp_id.encode()).digest()
        return AuthenticatorData.create(hashed, flags, self.counter, credential)
