"""Addresses of the shell."""

from django.urls import path

from nrc_platform.web.views import (
    board,
    home,
    jobs,
    links,
    living,
    mailbox,
    outbox,
    public,
    search,
    sign_account,
    theme,
    verification,
)

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("promotions/", board.promotions, name="promotions"),
    path("promotions/<str:code>/", board.board, name="promotion_board"),
    path("taches/", jobs.job_list, name="jobs"),
    path("taches/<uuid:pk>/", jobs.job, name="job"),
    path("taches/<uuid:pk>/reessayer/", jobs.retry, name="job_retry"),
    path("courrier/", outbox.outbox, name="outbox"),
    path("s/<str:token>/", links.link, name="link"),
    path("signatures/", sign_account.to_sign, name="signatures"),
    path("signatures/<uuid:signer_id>/", sign_account.sign, name="sign"),
    path("verification/", verification.verification, name="verification"),
    path("verification/noms/", verification.verification_names, name="verification_names"),
    path("demo/courrier/", mailbox.demo_mails, name="demo_mail"),
    path("demo/courrier/<slug:name>/", mailbox.demo_mail, name="demo_mail_one"),
    path("recherche/", search.search, name="search"),
    path("composants/", living.components, name="components"),
    path("accessibilite/", public.accessibility, name="accessibility"),
    path("confidentialite/", public.privacy, name="privacy"),
    path("mentions-legales/", public.legal, name="legal"),
    path("aide/", public.help_page, name="help"),
    path("couleurs/", theme.choose_theme, name="theme"),
    path("healthz", public.healthz, name="healthz"),
    path("readyz", public.readyz, name="readyz"),
]
