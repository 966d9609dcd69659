"""A page declared read-only cannot write."""

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict

from nrc_platform.core.views import ReadOnlyPageWrote, paginate, read_only
from nrc_platform.people.models import School


@read_only
def writing_page(request: HttpRequest) -> HttpResponse:
    School.objects.create(uai="0750654D", name="Lycée")
    return HttpResponse("")


@read_only
def reading_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(School.objects.count()))


@pytest.mark.django_db
def test_a_read_only_page_that_writes_is_stopped() -> None:
    with pytest.raises(ReadOnlyPageWrote), transaction.atomic():
        writing_page(HttpRequest())
    assert School.objects.count() == 0


@pytest.mark.django_db
def test_a_read_only_page_reads() -> None:
    assert reading_page(HttpRequest()).content == b"0"


@pytest.mark.django_db
def test_a_wrong_page_number_gives_the_nearest_page() -> None:
    School.objects.create(uai="0750654D", name="Lycée")
    request = HttpRequest()
    request.GET = QueryDict("page=99")
    page = paginate(request, School.objects.order_by("name"), size=10)
    assert [school.name for school in page] == ["Lycée"]
