"""Rules and schedules with rate(...) run by TIME_SCALE: at 0.02 an hour is 72 s. cron(...) keeps the wall clock."""

from ministack.services import eventbridge

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("services.eventbridge:_parse_rate_seconds", "expr"),
    Hook("services.eventbridge:_SCHEDULER_TICK_INTERVAL"),
    Hook("services.eventbridge:_scheduler_loop", text="time.sleep(_SCHEDULER_TICK_INTERVAL)"),
)


def apply(settings: Settings) -> None:
    eventbridge._SCHEDULER_TICK_INTERVAL = max(10 * settings.time_scale, 0.5)

    @wrap("services.eventbridge:_parse_rate_seconds")
    def rate(original):
        def parse_rate_seconds(expr):
            seconds = original(expr)
            return None if seconds is None else seconds * settings.time_scale

        return parse_rate_seconds
