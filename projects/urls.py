"""Addresses of projects: French paths, English names."""

from django.urls import URLPattern, path

from projects.views import (
    definition,
    deliverables,
    indicators,
    levels,
    meetings,
    mission,
    moves,
    parts,
    phases,
    project,
    review,
    simulations,
    team,
    time,
    tools,
    wall,
    work,
)

app_name = "projects"
_ONE = "<uuid:project_id>/"
_MISSION = "missions/<uuid:mission_id>/"
_PHASE = "phases/<uuid:phase_id>/"
_SIMULATION = "simulations/<uuid:simulation_id>/"
# What the project is: begin, read, write, its people, its parts, its phases, its moves.
_PROJECT: list[URLPattern] = [
    path("", project.home, name="home"),
    path("nouveau/", project.project_new, name="project_new"),
    path(_ONE, project.project, name="project"),
    path(f"{_ONE}definition/<slug:key>/", definition.definition, name="definition"),
    path(f"{_ONE}equipe/", team.team, name="team"),
    path(f"{_ONE}encadrement/", team.supervision, name="supervision"),
    path("membres/<uuid:member_id>/", team.member_edit, name="member_edit"),
    path("membres/<uuid:member_id>/retirer/", team.member_remove, name="member_remove"),
    path(f"{_ONE}contraintes/", parts.constraints, name="constraints"),
    path("contraintes/<uuid:constraint_id>/", parts.constraint_edit, name="constraint_edit"),
    path(
        "contraintes/<uuid:constraint_id>/retirer/",
        parts.constraint_remove,
        name="constraint_remove",
    ),
    path(f"{_ONE}technologies/", parts.technologies, name="technologies"),
    path(
        "technologies/<uuid:technology_id>/retirer/",
        parts.technology_remove,
        name="technology_remove",
    ),
    path(f"{_ONE}savoirs/", parts.savoirs, name="savoirs"),
    path(f"{_ONE}competences/", parts.competences, name="competences"),
    path(
        "membres/<uuid:member_id>/competences/",
        parts.member_competences,
        name="member_competences",
    ),
    path(f"{_ONE}objectifs/", parts.objectives, name="objectives"),
    path("objectifs/<uuid:indicator_id>/", parts.objective_edit, name="objective_edit"),
    path(
        "objectifs/<uuid:indicator_id>/retirer/", parts.objective_remove, name="objective_remove"
    ),
    path(f"{_ONE}phases/", phases.phases, name="phases"),
    path(_PHASE, phases.phase_plan, name="phase_plan"),
    path(f"{_PHASE}commencer/", phases.phase_begin, name="phase_begin"),
    path(f"{_PHASE}terminer/", phases.phase_finish, name="phase_finish"),
    path(f"{_PHASE}reprendre/", phases.phase_reopen, name="phase_reopen"),
    path(f"{_ONE}missions/nouvelle/", mission.mission_new, name="mission_new"),
    path(_MISSION, mission.mission, name="mission"),
    path(f"{_MISSION}modifier/", mission.mission_edit, name="mission_edit"),
    path(f"{_MISSION}retirer/", mission.mission_remove, name="mission_remove"),
    path(f"{_ONE}stages/", team.internships, name="internships"),
    path("stages/<uuid:link_id>/detacher/", team.internship_unlink, name="internship_unlink"),
    path(f"{_ONE}convention/", moves.cover, name="cover"),
    path(f"{_ONE}cadrer/", moves.frame, name="frame"),
    path(f"{_ONE}convenir/", moves.agree, name="agree"),
    path(f"{_ONE}demarrer/", moves.start, name="start"),
    path(f"{_ONE}bilan/", moves.review, name="review"),
    path(f"{_ONE}clore/", moves.close, name="close"),
    path(f"{_ONE}abandonner/", moves.abandon, name="abandon"),
]
# The work, its follow-up, its results.
_ACTION = "actions/<uuid:action_id>/"
_TASK = "taches/<uuid:task_id>/"
_TIME = "temps/<uuid:entry_id>/"
_FOLLOW_UP = "<uuid:project_id>/suivi/"
_MEETING = "rencontres/<uuid:meeting_id>/"
_DELIVERABLE = "livrables/<uuid:deliverable_id>/"
_RESULTS = "<uuid:project_id>/resultats/"
_BUDGET = "budget/<uuid:line_id>/"
_MEMBER = "membres/<uuid:member_id>/"
_VERSION = "livrables/versions/<uuid:version_id>/"
_WORK: list[URLPattern] = [
    path("<uuid:project_id>/travail/", work.work, name="work"),
    path("<uuid:project_id>/travail/action/", work.action_new, name="action_new"),
    path(_ACTION, work.action_edit, name="action_edit"),
    path(f"{_ACTION}deplacer/", work.action_move, name="action_move"),
    path(f"{_ACTION}retirer/", work.action_remove, name="action_remove"),
    path(f"{_ACTION}tache/", work.task_new, name="task_new"),
    path(f"{_TASK}cocher/", work.task_tick, name="task_tick"),
    path(f"{_TASK}retirer/", work.task_remove, name="task_remove"),
    path("<uuid:project_id>/travail/temps/", time.time_new, name="time_new"),
    path(_TIME, time.time_edit, name="time_edit"),
    path(f"{_TIME}retirer/", time.time_remove, name="time_remove"),
    path(_FOLLOW_UP, meetings.follow_up, name="follow_up"),
    path(f"{_FOLLOW_UP}demande/", meetings.meeting_ask, name="meeting_ask"),
    path(f"{_FOLLOW_UP}rencontre/", meetings.meeting_new, name="meeting_new"),
    path(f"{_FOLLOW_UP}compte-rendu/", meetings.meeting_log, name="meeting_log"),
    path(_MEETING, meetings.meeting_edit, name="meeting_edit"),
    path(f"{_MEETING}compte-rendu/", meetings.meeting_report, name="meeting_report"),
    path(f"{_MEETING}retirer/", meetings.meeting_remove, name="meeting_remove"),
    path(f"{_FOLLOW_UP}livrable/", deliverables.deliverable_new, name="deliverable_new"),
    path(_DELIVERABLE, deliverables.deliverable_edit, name="deliverable_edit"),
    path(f"{_DELIVERABLE}retirer/", deliverables.deliverable_remove, name="deliverable_remove"),
    path(f"{_DELIVERABLE}version/", deliverables.hand_in, name="hand_in"),
    path(f"{_VERSION}fichier/", deliverables.version_file, name="version_file"),
    path(f"{_VERSION}remarque/", deliverables.remark_new, name="remark_new"),
    path(
        "livrables/remarques/<uuid:remark_id>/traiter/",
        deliverables.remark_handle,
        name="remark_handle",
    ),
    path(f"{_FOLLOW_UP}carnet/", deliverables.note_new, name="note_new"),
    path(f"{_FOLLOW_UP}carnet/rattacher/", deliverables.note_attach, name="note_attach"),
    path(
        f"{_FOLLOW_UP}carnet/<uuid:link_id>/detacher/",
        deliverables.note_detach,
        name="note_detach",
    ),
    path(_RESULTS, indicators.results, name="results"),
    path("indicateurs/<uuid:indicator_id>/releve/", indicators.reading_new, name="reading_new"),
    path(
        "releves/<uuid:reading_id>/corriger/", indicators.reading_correct, name="reading_correct"
    ),
    path(f"{_RESULTS}budget/", indicators.budget_new, name="budget_new"),
    path(_BUDGET, indicators.budget_edit, name="budget_edit"),
    path(f"{_BUDGET}retirer/", indicators.budget_remove, name="budget_remove"),
    path(f"{_RESULTS}evaluation/", review.evaluation, name="evaluation"),
    path(f"{_RESULTS}avis/demander/", review.opinion_ask, name="opinion_ask"),
    path(f"{_MEMBER}observation/", review.observation_new, name="observation_new"),
    path(f"{_MEMBER}enseignements/", review.lessons, name="lessons"),
]
# The wall of a class.
_WALL: list[URLPattern] = [
    path("mur/<uuid:promotion_id>/", wall.wall, name="wall"),
    path("mur/<uuid:promotion_id>/classeur/", wall.wall_workbook, name="wall_workbook"),
]
# Decision tools and simulations.
_TOOLS: list[URLPattern] = [
    path("outils/", tools.tools, name="tools"),
    path("outils/<slug:slug>/", tools.tool, name="tool"),
    path(f"{_ONE}simulations/", simulations.simulations, name="simulations"),
    path(_SIMULATION, simulations.simulation, name="simulation"),
    path(f"{_SIMULATION}imprimer/", simulations.simulation_print, name="simulation_print"),
    path(f"{_SIMULATION}pdf/", simulations.simulation_pdf, name="simulation_pdf"),
    path(f"{_SIMULATION}pdf/fichier/", simulations.simulation_pdf_file, name="simulation_file"),
    path(f"{_SIMULATION}classeur/", simulations.simulation_workbook, name="simulation_workbook"),
]
# Levels shown, and what would cover a class.
_EVIDENCE: list[URLPattern] = [
    path(f"{_ONE}acquis/", levels.levels, name="levels"),
    path("membres/<uuid:member_id>/acquis/", levels.member_levels, name="member_levels"),
    path(f"{_MISSION}acquis/", levels.mission_levels, name="mission_levels"),
    path(
        f"{_MISSION}acquis/<uuid:student_id>/",
        levels.mission_student_levels,
        name="mission_student_levels",
    ),
    path("couverture/<uuid:promotion_id>/", levels.coverage, name="coverage"),
]
urlpatterns: list[URLPattern] = [*_PROJECT, *_WORK, *_WALL, *_TOOLS, *_EVIDENCE]
