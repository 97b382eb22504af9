"""What is refused to those who sign in, and to those who look after accounts."""

from __future__ import annotations

from etappe.errors.refusal import EtappeError


class AccountExists(EtappeError):
    """'{address}' has an account already; see 'etappe users list', or invite anew with
    'etappe users reset {address}'."""


class UnknownAccount(EtappeError):
    """Nobody signs in with '{address}'; see 'etappe users list'."""


class LastAdministrator(EtappeError):
    """{name} is the only one who looks after accounts; give somebody else the role admin first."""


class NotAllowed(EtappeError):
    """The role {role} does not allow to {action}; ask a programme manager."""


class PasswordTooShort(EtappeError):
    """The password is too short; use {least} characters or more, such as four words that nobody expects."""


class PasswordTooLong(EtappeError):
    """The password is too long; use {most} characters at most."""


class PasswordCommon(EtappeError):
    """The password is one of those that are tried first; take another, such as four words that nobody
    expects."""


class PasswordPersonal(EtappeError):
    """The password holds your name or address, or the name of the programme; take another."""


class SignInRefused(EtappeError):
    """Address and password do not fit together; correct them, or ask a programme manager to invite you
    anew."""


class SecondFactorRefused(EtappeError):
    """This code is not good; take the newest one of your app, or a recovery code that you have not used."""


class IdentityRefused(EtappeError):
    """What came back from the provider of the sign-in was not accepted: {why}; begin the sign-in again."""


class ExternalSignInRefused(EtappeError):
    """The sign-in at the provider has not worked; begin it again, or ask a programme manager to invite you
    anew."""


class ExternalFactorMissing(EtappeError):
    """The provider does not say that you signed in with two factors; set up the second one there, and sign in
    again."""


class ProviderUnreachable(EtappeError):
    """The provider of the sign-in does not answer as it should; try again later, the log says
    more."""


class TooManyTries(EtappeError):
    """This was tried too often; try again from {again:%d.%m.%Y %H:%M} UTC on."""


class SessionEnded(EtappeError):
    """You are not signed in any more; sign in again."""


class SetupExpired(EtappeError):
    """The time to set up the second factor is over; ask a programme manager to invite you anew."""


class InvitationInvalid(EtappeError):
    """This invitation was used, has expired or was replaced by another; ask a programme manager to invite
    you anew."""


class BadSecretKey(EtappeError):
    """A key in ETAPPE_SECRET_KEYS, or the one in the data directory, is none; a key is 32 random bytes in
    URL-safe base64."""


class SafeLocked(EtappeError):
    """What was sealed cannot be opened with the keys at hand; add the key that sealed it to
    ETAPPE_SECRET_KEYS."""


class TokenRefused(EtappeError):
    """The token is not good: it is wrong, over or revoked; ask a programme manager for a new one, and send it
    as 'Authorization: Bearer TOKEN'."""


class UnknownToken(EtappeError):
    """There is no token '{token}', or several begin like that; see 'etappe tokens list'."""


class RoleNotForTokens(EtappeError):
    """A token cannot have the role {role}, which is about a person's own dates; choose one of {known}."""


class RoleBeyondOwn(EtappeError):
    """A token cannot have the role {role}, which may do more than {own}, that of your account; choose
    another."""


class TokenLifeOutOfBounds(EtappeError):
    """A token cannot hold for {days} days; choose a number from 1 to {most}."""
