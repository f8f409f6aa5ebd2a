"""Known errors, apart from bugs. Each says what is wrong and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alpr_console.domain.key_challenge import KeyChallenge


class ConsoleError(Exception):
    """Something the user can act on. `str()` is one or two sentences fit for the screen.

    `what` says what is wrong, `remedy` what to do.
    """

    exit_code = 1

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy


class ModelDamaged(ConsoleError):
    """A weight file or the model manifest is missing or differs from its recorded sum."""

    exit_code = 3


class SourceUnavailable(ConsoleError):
    """A camera, stream, video or picture folder cannot be opened, or was lost."""

    exit_code = 4


class PictureUnreadable(ConsoleError):
    """A picture file is missing, damaged or not a picture."""

    exit_code = 4


class KeyringUnavailable(ConsoleError):
    """The system keyring is locked, absent or refuses."""

    exit_code = 5


class StoreUnavailable(ConsoleError):
    """The encrypted store cannot be opened: wrong key, damaged file, disk full or busy."""

    exit_code = 6


class HotListMalformed(ConsoleError):
    """A hot-list file that cannot be taken into force; the list before it stays."""

    exit_code = 7


class HotListDamaged(ConsoleError):
    """A sealed hot-list file is missing or altered; the list cannot be matched."""

    exit_code = 19


class ImportCancelled(ConsoleError):
    """Whoever started an import has ended it; the list before it stays."""

    exit_code = 20


class ListSourceUnavailable(ConsoleError):
    """Where a list is pulled from does not answer, refuses, or is not who it was."""

    exit_code = 21


class EntryRefused(ConsoleError):
    """A specific entry lacks what the policy asks for, or a step that its state does not allow."""

    exit_code = 22


class PlateRefused(ConsoleError):
    """What a person entered cannot be a plate, or cannot be done to this one."""

    exit_code = 24


class SettingRefused(ConsoleError):
    """A setting out of its bounds, or one that the policy does not leave open."""

    exit_code = 25


class SearchRefused(ConsoleError):
    """A search of stored reads that asks for nothing, for too much, or for what cannot be."""

    exit_code = 35


class EvidenceRefused(ConsoleError):
    """An export that lacks its case or purpose, or that the medium does not take."""

    exit_code = 41


class ExportCancelled(ConsoleError):
    """Whoever started an export has ended it; nothing of it is left."""

    exit_code = 42


class ReleaseRefused(ConsoleError):
    """A release, agreement or breach report that the policy does not let be recorded so."""

    exit_code = 43


class ShiftRefused(ConsoleError):
    """An act of the shift that lacks what it needs, or comes at the wrong time."""

    exit_code = 44


class AuditBroken(ConsoleError):
    """The audit chain does not verify, or a record cannot be appended to it."""

    exit_code = 8


class PolicyInvalid(ConsoleError):
    """An agency profile with unknown keys, missing duties or contradictions."""

    exit_code = 9


class PolicyRefused(ConsoleError):
    """A profile's version cannot be signed off or published as asked."""

    exit_code = 9


class SignInRefused(ConsoleError):
    """Wrong name or password, a locked or disabled account, or no account yet."""

    exit_code = 10


class RecoveryCodeNeeded(SignInRefused):
    """The account is locked or was not used; a recovery code of its own opens it again."""


class SecondFactorNeeded(ConsoleError):
    """Name and password are right; a code or a security key is asked for besides.

    `challenge` is for the person's keys; None where they have set none up.
    """

    exit_code = 10

    def __init__(self, what: str, remedy: str = "", challenge: KeyChallenge | None = None) -> None:
        super().__init__(what, remedy)
        self.challenge = challenge


class KeyRefused(ConsoleError):
    """A security key is not there, was not touched in time, or is not the person's."""

    exit_code = 50


class KeyPinNeeded(KeyRefused):
    """The key asks for its own PIN besides the touch."""


class AccountRefused(ConsoleError):
    """An account, training, device or designee cannot be put on record as asked."""

    exit_code = 26


class HoldRefused(ConsoleError):
    """A hold lacks its number or reason, or there is nothing for it to hold."""

    exit_code = 27


class OversightRefused(ConsoleError):
    """A sample, judgement or report that cannot be put on record as asked."""

    exit_code = 28


class PermissionRefused(ConsoleError):
    """The signed-in user's role does not cover the act."""

    exit_code = 11


class DutyMissing(ConsoleError):
    """The policy asks for something that is not on record yet.

    `section` names the clause, as in '429.5(f)2'.
    """

    exit_code = 12

    def __init__(self, what: str, remedy: str = "", section: str = "") -> None:
        super().__init__(f"{what} §{section}." if section else what, remedy)
        self.section = section


class IllegalTransition(ConsoleError):
    """A state machine was asked for a step that its table does not have."""

    exit_code = 13


class ScenarioFailed(ConsoleError):
    """A scripted shift did not come out as its script says."""

    exit_code = 14


class PositionUnavailable(ConsoleError):
    """A GPS device or file cannot be opened."""

    exit_code = 15


class ResourceDamaged(ConsoleError):
    """A file that ships with the console (a sound, an alphabet) is missing or damaged."""

    exit_code = 16


class LabelsMalformed(ConsoleError):
    """The labels of an examination's pictures cannot be used."""

    exit_code = 17


class ReportUnwritable(ConsoleError):
    """The place for a report cannot be written to."""

    exit_code = 18


class DepartmentUnavailable(ConsoleError):
    """The department's storage does not answer, refuses, or is not what it should be."""

    exit_code = 48


class TransferRefused(ConsoleError):
    """A setting of the transfer that cannot be, or an act that lacks one."""

    exit_code = 49


class ConfirmationRefused(ConsoleError):
    """A confirmation request, or a setting of the message switch, that cannot be as asked."""

    exit_code = 61


class SwitchUnavailable(ConsoleError):
    """The message switch does not answer, is not who it should be, or breaks its protocol."""

    exit_code = 62


class MapFileRefused(ConsoleError):
    """A map file that cannot be read, is damaged, or is of a kind that is not drawn."""

    exit_code = 63


class HabitsRefused(ConsoleError):
    """A person's own settings that cannot be: an unknown voice, a key that is taken."""

    exit_code = 71


class SoundRefused(ConsoleError):
    """Nothing can be said again, or not aloud."""

    exit_code = 72
