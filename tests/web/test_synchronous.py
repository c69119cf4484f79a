"""The app takes every function for a plain one; so every function must be one."""

from inspect import iscoroutinefunction
from itertools import chain


def functions(app):
    hooks = (
        app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs,
        app.template_context_processors,
    )  # fmt: skip
    handlers = chain.from_iterable(by_code.values() for by_code in app.error_handler_spec.values())
    return [
        *app.view_functions.values(), *chain.from_iterable(chain(*(hook.values() for hook in hooks))),
        *chain.from_iterable(found.values() for found in handlers), *app.teardown_appcontext_funcs,
    ]  # fmt: skip


def test_no_view_and_no_hook_is_a_coroutine(app):
    found = functions(app)
    assert len(found) > 100
    assert [one.__name__ for one in found if iscoroutinefunction(one)] == []
