"""Security keys on USB, spoken to without any network (CTAP over HID)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event

from fido2.client import (
    ClientError,
    DefaultClientDataCollector,
    Fido2Client,
    PinRequiredError,
    UserInteraction,
)
from fido2.ctap import CtapDevice, CtapError
from fido2.ctap2.pin import ClientPin
from fido2.hid import CtapHidDevice
from fido2.webauthn import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialCreationOptions,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRequestOptions,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from alpr_console.domain.errors import KeyPinNeeded, KeyRefused
from alpr_console.domain.key_challenge import KeyAnswer, KeyChallenge, KeyMade
from alpr_console.key_ports import ORIGIN, RELYING_PARTY

TOUCH_LIMIT_MS = 60_000
"""So long a key is waited for."""

# ECDSA over P-256, which every key knows, before Ed25519.
_ALGORITHMS = tuple(
    PublicKeyCredentialParameters(type=PublicKeyCredentialType.PUBLIC_KEY, alg=alg)
    for alg in (-7, -8)
)
# The password is the first factor: a key's PIN is asked for where the key insists on it.
_VERIFICATION = UserVerificationRequirement.DISCOURAGED


class UsbSecurityKeys:
    """The SecurityKeys port over the one key that is plugged in."""

    def __init__(
        self, devices: Callable[[], Iterable[CtapDevice]] = CtapHidDevice.list_devices
    ) -> None:
        self._devices = devices

    def make(self, asked: KeyChallenge, pin: str, stop: Event) -> KeyMade:
        options = PublicKeyCredentialCreationOptions(
            rp=PublicKeyCredentialRpEntity(id=RELYING_PARTY, name="ALPR Console"),
            user=PublicKeyCredentialUserEntity(
                id=asked.user_id.encode("utf-8"), name=asked.name, display_name=asked.full_name
            ),
            challenge=asked.challenge,
            pub_key_cred_params=list(_ALGORITHMS),
            timeout=TOUCH_LIMIT_MS,
            exclude_credentials=_descriptors(asked),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=_VERIFICATION
            ),
        )
        with self._client(pin) as client:
            made = client.make_credential(options, stop).response
        return KeyMade(bytes(made.client_data), bytes(made.attestation_object))

    def answer(self, asked: KeyChallenge, pin: str, stop: Event) -> KeyAnswer:
        options = PublicKeyCredentialRequestOptions(
            challenge=asked.challenge,
            timeout=TOUCH_LIMIT_MS,
            rp_id=RELYING_PARTY,
            allow_credentials=_descriptors(asked),
            user_verification=_VERIFICATION,
        )
        with self._client(pin) as client:
            found = client.get_assertion(options, stop).get_response(0)
        response = found.response
        return KeyAnswer(
            bytes(found.raw_id), bytes(response.client_data),
            bytes(response.authenticator_data), bytes(response.signature),
        )  # fmt: skip

    @contextmanager
    def _client(self, pin: str) -> Iterator[Fido2Client]:
        device = self._the_one()
        try:
            yield Fido2Client(device, DefaultClientDataCollector(ORIGIN), _Pin(pin))
        except PinRequiredError:
            raise KeyPinNeeded("This key asks for its PIN.", "Type it, then touch.") from None
        except ClientError as error:
            raise _worded(error) from error
        except (CtapError, OSError, ValueError) as error:
            raise KeyRefused("The key cannot be used.", "Try another one.") from error
        finally:
            device.close()

    def _the_one(self) -> CtapDevice:
        """Raises KeyRefused unless just one key is plugged in."""
        try:
            found = list(self._devices())
        except OSError as error:
            raise KeyRefused(
                "The security key may not be opened.",
                "Ask the administrator of this computer for access to it.",
            ) from error
        if len(found) == 1:
            return found[0]
        for device in found:
            device.close()
        if found:
            raise KeyRefused("More than one key is plugged in.", "Leave yours alone.")
        raise KeyRefused("No security key is plugged in.", "Plug it in and try again.")


class _Pin(UserInteraction):
    def __init__(self, pin: str) -> None:
        self._pin = pin

    def request_pin(self, permissions: ClientPin.PERMISSION, rp_id: str | None) -> str | None:
        return self._pin or None


def _descriptors(asked: KeyChallenge) -> list[PublicKeyCredentialDescriptor] | None:
    return [
        PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=one)
        for one in asked.credentials
    ] or None


def _worded(error: ClientError) -> KeyRefused:
    code = error.cause.code if isinstance(error.cause, CtapError) else None
    match code:
        case CtapError.ERR.PIN_INVALID:
            return KeyPinNeeded("The key's PIN is wrong.", "Type it again.")
        case CtapError.ERR.PIN_BLOCKED | CtapError.ERR.PIN_AUTH_BLOCKED:
            return KeyRefused("The key's PIN is blocked.", "Unplug the key, or use another one.")
        case CtapError.ERR.CREDENTIAL_EXCLUDED:
            return KeyRefused("This key is set up already.", "Use another one.")
        case CtapError.ERR.NO_CREDENTIALS:
            return KeyRefused("This key is not one of yours.", "Plug in one that you set up.")
        case _ if error.code is ClientError.ERR.TIMEOUT:
            return KeyRefused("The key was not touched in time.", "Try again.")
        case _:
            return KeyRefused("The key cannot be used.", "Try another one.")
