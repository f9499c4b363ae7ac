"""The only place that knows Prefect: thin flows over ``leaders.pipeline``."""
