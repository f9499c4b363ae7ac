"""The part of a fake Telegram that logs people in, with the real proof of a password."""

import os
from hashlib import sha256
from typing import Any

from telegram_society import OWNER, START
from telethon import password as srp
from telethon.tl import functions, types

PHONE, CODE, PASSWORD = "+31612345678", "24680", "correct horse 🐎"
# The prime that Telegram itself uses, as telethon knows it: RFC-sized and safe.
_G = 3


def find_prime() -> bytes:
    """Out of telethon, which accepts this one without testing that it is prime."""
    constants = srp.check_prime_and_good.__code__.co_consts
    return next(bytes(it) for it in constants if isinstance(it, tuple) and len(it) == 256)


class FakeLogin:
    """Who is logged in. ``password`` None: no second factor is asked for."""

    def __init__(self, refused: type[Exception], password: str | None = None) -> None:
        self._refused = refused
        self.password = password
        self.is_in = False
        self.owner = OWNER
        self.codes_sent = 0
        self._b = int.from_bytes(os.urandom(64), "big")
        self._algo = types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
            b"salt one", b"salt two", _G, find_prime()
        )

    def answer(self, request: Any) -> Any:
        """None for what is no business of a login's; whoever is not in is asked to log in."""
        answers = {
            functions.users.GetUsersRequest: self._users,
            functions.auth.SendCodeRequest: self._send_code,
            functions.auth.SignInRequest: self._sign_in,
            functions.account.GetPasswordRequest: self._get_password,
            functions.auth.CheckPasswordRequest: self._check_password,
            functions.auth.LogOutRequest: self._log_out,
        }
        if type(request) in answers:
            return answers[type(request)](request)
        self._demand_login()
        return None

    def _demand_login(self) -> None:
        if not self.is_in:
            raise self._refused("AUTH_KEY_UNREGISTERED", 401)

    def _me(self) -> Any:
        return types.User(
            self.owner, is_self=True, access_hash=1, first_name="Секретное", phone="3161"
        )

    def _users(self, request: Any) -> Any:
        self._demand_login()
        assert isinstance(request.id[0], types.InputUserSelf)
        return [self._me()]

    def _send_code(self, request: Any) -> Any:
        if request.phone_number != PHONE.removeprefix("+"):
            raise self._refused("PHONE_NUMBER_INVALID")
        self.codes_sent += 1
        return types.auth.SentCode(types.auth.SentCodeTypeApp(5), "hash of the code")

    def _sign_in(self, request: Any) -> Any:
        assert request.phone_code_hash == "hash of the code"
        if request.phone_code == "expired":
            raise self._refused("PHONE_CODE_EXPIRED")
        if request.phone_code != CODE:
            raise self._refused("PHONE_CODE_INVALID")
        if self.password is not None:
            raise self._refused("SESSION_PASSWORD_NEEDED", 401)
        self.is_in = True
        return types.auth.Authorization(self._me())

    def _log_out(self, request: Any) -> Any:
        self._demand_login()
        self.is_in = False
        return types.auth.LoggedOut()

    def _get_password(self, request: Any) -> Any:
        p = int.from_bytes(self._algo.p, "big")
        k = int.from_bytes(_hash(self._algo.p, srp.big_num_for_hash(_G)), "big")
        self._B = (k * self._verifier() + pow(_G, self._b, p)) % p
        return types.account.Password(
            self._algo, types.SecurePasswordKdfAlgoUnknown(), b"", has_password=True,
            current_algo=self._algo, srp_B=srp.big_num_for_hash(self._B), srp_id=1,
        )  # fmt: skip

    def _verifier(self) -> int:
        x = int.from_bytes(srp.compute_hash(self._algo, self.password), "big")
        return pow(_G, x, int.from_bytes(self._algo.p, "big"))

    def _check_password(self, request: Any) -> Any:
        """What RFC 5054 says of a server, with the hashes of Telegram's documentation."""
        p = int.from_bytes(self._algo.p, "big")
        a = int.from_bytes(request.password.A, "big")
        u = int.from_bytes(_hash(request.password.A, srp.big_num_for_hash(self._B)), "big")
        shared = pow(a * pow(self._verifier(), u, p), self._b, p)
        groups = bytes(
            one ^ other
            for one, other in zip(_hash(self._algo.p), _hash(srp.big_num_for_hash(_G)), strict=True)
        )
        proof = _hash(
            groups, _hash(self._algo.salt1), _hash(self._algo.salt2), request.password.A,
            srp.big_num_for_hash(self._B), _hash(srp.big_num_for_hash(shared)),
        )  # fmt: skip
        if proof != request.password.M1:
            raise self._refused("PASSWORD_HASH_INVALID")
        self.is_in = True
        return types.auth.Authorization(self._me())


def _hash(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


__all__ = ["CODE", "PASSWORD", "PHONE", "START", "FakeLogin"]
