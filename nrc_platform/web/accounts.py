"""How accounts meet the product: closed sign-up, verified addresses, codes sent by our outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from nrc_platform.notifications import services as notifications
from nrc_platform.web.mails import AccountMail


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are created by the school, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's mails through the outbox; its code is kept out of the row."""
        notifications.send_now(AccountMail.of(template_prefix, context), to=email)
