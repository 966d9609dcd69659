"""Every address of the site; each is classified public or private in tests/house."""

from django.urls import include, path

urlpatterns = [
    path("connexion/", include("nrc_platform.web.account_urls")),
    path("api/", include("nrc_platform.api.urls")),
    path("referentiel/", include("curriculum.urls")),
    path("entreprises/", include("nrc_platform.companies.urls")),
    path("administration/", include("nrc_platform.people.urls")),
    path("projets/", include("projects.urls")),
    path("epreuves/", include("exams.urls")),
    path("documents/", include("nrc_platform.documents.urls")),
    path("", include("internships.urls")),
    path("", include("nrc_platform.web.urls")),
]

handler400 = "nrc_platform.web.views.bad_request"
handler403 = "nrc_platform.web.views.forbidden"
handler404 = "nrc_platform.web.views.not_found"
handler500 = "nrc_platform.web.views.server_error"
