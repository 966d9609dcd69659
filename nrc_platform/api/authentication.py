"""Who calls the API: a Bearer key, or the browser session."""

from hmac import compare_digest

from django.contrib.auth.models import AnonymousUser
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed

from nrc_platform.api.models import ApiKey
from nrc_platform.core import clock
from nrc_platform.people.models import User

UNKNOWN = "Cette clé n’est pas valable : elle est mal recopiée, ou elle a été retirée."
EXPIRED = "Cette clé a expiré : demandez-en une nouvelle."
CLOSED = "Le compte de cette clé est fermé."


class KeyAuthentication(TokenAuthentication):
    """A key made by `create_api_key`, in the header `Authorization: Bearer …`."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiKey]:
        """Return the holder of the key; a key past its end stays, so that we can say so."""
        try:
            given = token.decode("ascii")
        except UnicodeDecodeError as error:
            raise AuthenticationFailed(UNKNOWN) from error
        start = given[: CONSTANTS.TOKEN_KEY_LENGTH]
        digest = hash_token(given)
        for key in ApiKey.objects.filter(token_key=start).select_related("user"):
            if not compare_digest(digest, key.digest):
                continue
            if key.expiry is None or key.expiry <= clock.now():
                raise AuthenticationFailed(EXPIRED)
            if not key.user.is_active:
                raise AuthenticationFailed(CLOSED)
            return key.user, key
        raise AuthenticationFailed(UNKNOWN)


class BrowserSession(SessionAuthentication):
    """The session of the pages; writes must carry the page's CSRF token."""

    def authenticate_header(self, request: object) -> str:
        """Ask for a key when nobody is signed in, whatever came first: 401, never a bare 403."""
        return "Bearer"


Caller = User | AnonymousUser
