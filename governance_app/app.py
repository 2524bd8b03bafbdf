"""Puts the web service together. The only place where settings, database, templates and pages meet."""

import gc
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.template.config import TemplateConfig

from governance_app import arriving, guarding, refusals, templating
from governance_app.database import connected, open_database
from governance_app.doorway import Doorway
from governance_app.forms import FormRequest
from governance_app.mail.sending import Postman
from governance_app.pages import (
    about,
    action_register,
    actions,
    addenda,
    agencies,
    answer_links,
    answering,
    asking,
    brief,
    commentary,
    commitments,
    decided_actions,
    document,
    evidence,
    health,
    judging,
    kept_commitments,
    mail,
    matters,
    meeting_screen,
    meetings,
    moderation,
    my_work,
    objectives,
    pack_extract,
    pack_issue,
    pack_proof,
    packs,
    people,
    people_import,
    plan,
    plan_change,
    plan_import,
    planned_actions,
    posts,
    receipts,
    recommendations,
    redactions,
    replying,
    request_people,
    request_templates,
    requests,
    reviewing,
    risks,
    rounds,
    search,
    sign_in,
    sought,
    static,
    steps,
    strategies,
    update,
)
from governance_app.reading import reading_of
from governance_app.removing import remove_what_is_left
from governance_app.secret import secret_key
from governance_app.settings import Settings, read_settings
from objectives.days import keep_days_in
from objectives.history import Actor
from objectives.importing.held import forget_old

NOUNS = (
    brief,
    receipts,
    sought,
    recommendations,
    answer_links,
    answering,
    replying,
    request_people,
    request_templates,
    requests,
    asking,
    reviewing,
    health,
    static,
    sign_in,
    strategies,
    document,
    objectives,
    commentary,
    rounds,
    moderation,
    commitments,
    action_register,
    actions,
    steps,
    plan,
    plan_change,
    judging,
    planned_actions,
    kept_commitments,
    my_work,
    search,
    update,
    evidence,
    packs,
    pack_extract,
    pack_issue,
    addenda,
    pack_proof,
    posts,
    people,
    people_import,
    agencies,
    plan_import,
    redactions,
    decided_actions,
    matters,
    meeting_screen,
    meetings,
    risks,
    mail,
    about,
)


def create_app(settings: Settings | None = None) -> Litestar:
    """The ASGI application; reads the settings from the environment where none are given. Raises Problem.

    The database is opened when the application starts and closed when it stops; an embedded one is shared with the
    other processes that use it.
    """
    settings = settings or read_settings(os.environ)
    secret = secret_key(settings)
    postman = Postman(settings)
    app = Litestar(
        route_handlers=[noun.routes for noun in NOUNS],
        guards=[arriving.only_signed_in],
        middleware=[
            arriving.Legible(),
            arriving.Arriving(settings),
            guarding.Guarding(secure=arriving.is_https(settings)),
        ],
        csrf_config=_csrf(settings, secret),
        exception_handlers=refusals.EXCEPTION_HANDLERS,
        template_config=TemplateConfig(instance=templating.template_engine(settings)),
        before_send=[arriving.Headers(settings)],
        lifespan=[_open(settings, postman)],
        dependencies={"reading": Provide(reading_of)},
        state=State(
            {
                "settings": settings,
                "time_zone": settings.time_zone.key,
                "secret": secret,
                "postman": postman,
                "session_cookie": arriving.session_cookie(settings),
            }
        ),
        openapi_config=None,
        request_class=FormRequest,
        logging_config=None,
    )
    app.asgi_handler = Doorway(app.asgi_handler)
    return app


def _csrf(settings: Settings, secret: str) -> CSRFConfig:
    secure = arriving.is_https(settings)
    return CSRFConfig(
        secret=secret,
        cookie_name="__Host-form" if secure else "form",
        cookie_httponly=True,
        cookie_secure=secure,
        cookie_samesite="lax",
        # What browsers and caches in between may keep for all must not carry one visitor's token.
        exclude_from_csrf_key=arriving.WITHOUT_VISIT,
    )


def _open(settings: Settings, postman: Postman) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        keep_days_in(settings.time_zone)
        with open_database(settings) as connections:
            async with connected(connections):
                await remove_what_is_left(Actor.system("redaction"), settings)
                await forget_old()
                # What a start leaves behind is never garbage; looking through it costs the slowest pages most.
                gc.collect()
                gc.freeze()
                postman.start()
                try:
                    yield
                finally:
                    await postman.stop()

    return opened
