"""RFC 3161 time-stamps: authorities asked in order, each answer checked before it is believed."""

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

import aiohttp
from asn1crypto import tsp
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import handle_tsp_response
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from nrc_platform.core import clock
from nrc_platform.documents.seals.keys import stamp_roots
from nrc_platform.documents.seals.signer import as_asn1
from nrc_platform.jobs import faults
from nrc_platform.jobs.errors import TryAgain

T = TypeVar("T")
logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10.0
MAX_ANSWER, MAX_TOKEN = 65_536, 8_192
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
# Further apart, one of the two clocks is wrong and the date would be false.
MAX_DRIFT = timedelta(minutes=10)
NO_STAMP = (
    "Aucun service d’horodatage (TSA_URL) n’a donné de réponse valable\u00a0: le document n’est "
    "pas scellé et rien n’est écrit. Vérifiez l’adresse, le réseau et l’heure du serveur\u00a0; "
    "le travail reprendra seul."
)


class NoStamp(TryAgain):
    """No authority gave a time-stamp that can be believed."""

    code = "no_stamp"

    def __init__(self) -> None:
        super().__init__(NO_STAMP)


class Refused(ValueError):
    """The answer of an authority is not a time-stamp of what was asked."""


class Stamper(TimeStamper):
    """Asks each authority in turn; remembers the moment that the accepted one gave."""

    def __init__(self, addresses: list[str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.addresses = addresses
        self.stamped_at: datetime | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """Return the first token that holds, or fail: there is no stamp of our own making."""
        # Read outside the loop: a missing file of ours is no fault of an authority.
        trusted = [as_asn1(one) for one in stamp_roots()]
        for address in self.addresses:
            asked = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
            nonce, request = asked
            try:
                answer = await _ask(address, request.dump())
                token, moment = await _accept(answer, nonce, message_digest, md_algorithm, trusted)
            except Exception as error:  # noqa: BLE001
                # A wrong answer may break the reader in any way: the next authority is asked.
                host = urlsplit(address).hostname
                logger.warning("time-stamp authority %s: %s", host, type(error).__name__)
                continue
            self.stamped_at = moment
            faults.reach(faults.AFTER_STAMP)
            return token
        raise NoStamp


def stamper() -> Stamper | None:
    """Return what stamps by the settings, or nothing when no authority is set."""
    addresses = settings.TSA_URL.split()
    return Stamper(addresses) if addresses else None


async def _ask(address: str, request: bytes) -> bytes:
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    headers = {"Content-Type": QUERY, "Accept": REPLY}
    async with (
        aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
        session.post(address, data=request, headers=headers, allow_redirects=False) as response,
    ):
        if response.status != 200 or response.content_type != REPLY:
            raise Refused(f"{response.status} {response.content_type}")
        answer = b""
        async for part in response.content.iter_chunked(8_192):
            answer += part
            if len(answer) > MAX_ANSWER:
                raise Refused("too long")
        return answer


async def _accept(
    answer: bytes, nonce: Any, digest: bytes, algorithm: str, trusted: list[Any]
) -> tuple[Any, datetime]:
    """
    Return the token and its moment once all of it holds.

    - granted, for our nonce, and what `read_token` asks;
    - its moment is ours, give or take a clock a little wrong.
    """
    token = handle_tsp_response(tsp.TimeStampResp.load(answer, strict=True), nonce)
    if len(token.dump()) > MAX_TOKEN:
        raise Refused("token too long")
    moment = await read_token(token, digest, algorithm, trusted)
    if abs(moment - clock.now()) > MAX_DRIFT:
        raise Refused("moment")
    return token, moment


async def read_token(token: Any, digest: bytes, algorithm: str, trusted: list[Any]) -> datetime:
    """
    Return the moment of a token, or raise `Refused`.

    - it stamps our digest, by the same algorithm;
    - its signature holds, and chains to one of `TSA_ROOTS` when that is set.
    """
    said = token["content"]["encap_content_info"]["content"].parsed
    if said["message_imprint"]["hash_algorithm"]["algorithm"].native != algorithm:
        raise Refused("other algorithm")
    moment: datetime = said["gen_time"].native
    context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=moment)
    status = await validate_tst_signed_data(token["content"], context, lambda name: digest)
    if not (status["intact"] and status["valid"]):
        raise Refused("signature or digest")
    if trusted and status["trust_problem_indic"] is not None:
        raise Refused("issuer")
    return moment


def finish(asked: Coroutine[Any, Any, T]) -> T:
    """Run the coroutine to its end, in a thread of its own where a loop already runs."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(asked)
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(asyncio.run, asked).result()
