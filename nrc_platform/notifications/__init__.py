"""Mails: one outbox row each, sent by a job, delivery state kept."""
