"""Nothing grows past what one reads in one go; an exception has a name and a reason."""

from tests.house.source import ROOT, length, modules

MODULE, FUNCTION, VIEW, TEMPLATE, TEST = 400, 50, 25, 150, 300
# path (and function) → why it may be longer
LONGER: dict[str, str] = {}


def too_long(found: dict[str, int], limit: int) -> dict[str, int]:
    """Keep what is over the limit and has no exception."""
    return {name: lines for name, lines in found.items() if lines > limit and name not in LONGER}


def functions(*, views: bool) -> dict[str, int]:
    """Return the length of every function, in the pages or elsewhere."""
    return {
        f"{module.path}:{function.name}": length(function)
        for module in modules()
        if module.is_view is views
        for function in module.functions()
    }


def test_a_module_is_read_in_one_go() -> None:
    assert too_long({module.path: module.lines for module in modules()}, MODULE) == {}


def test_a_function_fits_on_a_screen() -> None:
    assert too_long(functions(views=False), FUNCTION) == {}


def test_a_view_loads_parses_calls_and_answers() -> None:
    assert too_long(functions(views=True), VIEW) == {}


def test_a_test_file_is_read_in_one_go() -> None:
    assert too_long({module.path: module.lines for module in modules("tests")}, TEST) == {}


def test_a_template_is_read_in_one_go() -> None:
    found = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n")
        for path in (ROOT / "templates").rglob("*.*")
    }
    assert too_long(found, TEMPLATE) == {}


def test_no_exception_is_kept_for_nothing() -> None:
    for name in LONGER:
        path = name.partition(":")[0]
        assert (ROOT / path).exists(), f"{name} is gone: drop its exception"
