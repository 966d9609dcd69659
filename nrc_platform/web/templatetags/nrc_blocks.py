"""Components that hold what the page puts inside them."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()
Context = dict[str, Any]


def _html(name: str, **values: Any) -> SafeString:
    # What stands inside a block tag was rendered by the template, so it is escaped already.
    values["content"] = SafeString(values["content"].strip())
    return render_to_string(f"components/{name}.html", values)


@register.simple_block_tag
def baton(
    content: str,
    title: str,
    text: str = "",
    tone: str = "",
    key: str = "Qui a la main",
    steps: Sequence[Any] = (),
) -> SafeString:
    """Say whose move it is; what stands inside are at most two actions."""
    return _html(
        "baton",
        content=content,
        title=title,
        text=text,
        tone=tone,
        key=key,
        steps=steps,
    )


@register.simple_block_tag
def calm(content: str, title: str, text: str = "") -> SafeString:
    """Fill a home where nothing is asked: good news, the next date, and ways on inside."""
    return _html("calm", content=content, title=title, text=text)


@register.simple_block_tag
def remark(content: str, who: str, when: str = "", *, done: bool = False) -> SafeString:
    """Show a teacher's remark beside its rubric."""
    return _html("remark", content=content, who=who, when=when, done=done)


@register.simple_block_tag
def verdict(
    content: str, title: str, text: str = "", tone: str = "", icon: str = ""
) -> SafeString:
    """Give the one answer of a page."""
    return _html("verdict", content=content, title=title, text=text, tone=tone, icon=icon)


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    title: str,
    submit: str,
    back: str,
    text: str = "",
    back_label: str = "Revenir",
    *,
    danger: bool = False,
) -> SafeString:
    """Ask before a step: a question, what will happen, the verb again, a way back."""
    return _html(
        "confirm",
        content=content,
        title=title,
        text=text,
        submit=submit,
        back=back,
        back_label=back_label,
        danger=danger,
        csrf_token=context.get("csrf_token"),
    )


@register.simple_block_tag
def filters(content: str, label: str, result: str = "") -> SafeString:
    """Hold saved views and at most three fields; the answer to the filters is announced."""
    return _html("filters", content=content, label=label, result=result)
