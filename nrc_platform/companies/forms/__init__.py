"""Forms and filters of companies."""

from nrc_platform.companies.forms.editing import (
    ADD_CONTACT,
    ADD_NOTE,
    ADD_SITE,
    EDIT_COMPANY,
    EDIT_CONTACT,
    EDIT_SITE,
    CompanyForm,
    ContactForm,
    EditForm,
    FormWords,
    MergeForm,
    NoteForm,
    SiretForm,
    SiteForm,
    initial_of,
    new_key,
)
from nrc_platform.companies.forms.filters import CompanyFilter, ContactFilter, SiteFilter

__all__ = [
    "ADD_CONTACT",
    "ADD_NOTE",
    "ADD_SITE",
    "EDIT_COMPANY",
    "EDIT_CONTACT",
    "EDIT_SITE",
    "CompanyFilter",
    "CompanyForm",
    "ContactFilter",
    "ContactForm",
    "EditForm",
    "FormWords",
    "MergeForm",
    "NoteForm",
    "SiretForm",
    "SiteFilter",
    "SiteForm",
    "initial_of",
    "new_key",
]
