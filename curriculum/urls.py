"""Addresses of the référentiel and of the deadlines."""

from django.urls import path

from curriculum import views

app_name = "curriculum"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("savoirs/<str:code>/", views.savoir, name="savoir"),
    path("competences/<str:code>/", views.competence, name="competence"),
    path("epreuves/<str:code>/", views.epreuve, name="epreuve"),
    path("fonctions/<str:code>/", views.fonction, name="fonction"),
    path("echeances/", views.deadlines, name="deadlines"),
    path(
        "echeances/<uuid:promotion_id>/<slug:kind>/",
        views.deadline_edit,
        name="deadline_edit",
    ),
    path(
        "echeances/<uuid:promotion_id>/<slug:kind>/retirer/",
        views.deadline_remove,
        name="deadline_remove",
    ),
    path("regles/", views.rules, name="rules"),
    path("regles/<uuid:school_id>/<str:key>/", views.rule_edit, name="rule_edit"),
    path("regles/<uuid:school_id>/<str:key>/retirer/", views.rule_remove, name="rule_remove"),
]
