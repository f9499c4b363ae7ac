"""What an import did, in lines for a person."""

from collections.abc import Mapping
from typing import Any

from leaders.model import show_platform
from leaders.wording import counted


def describe_import(report: Mapping[str, Any]) -> list[str]:
    """The lines on a file: what came of it, and what was left out."""
    path = report["path"]
    if platform := report.get("platform"):
        path = f"{path}, {show_platform(platform)}"
    if report["is_repeated"]:
        return [f"{path}: taken in before with the same options; nothing changed"]
    if report["shape"] == "telegram":
        return _describe_chats(report)
    lines = [
        f"{path}: {counted(report['row_count'], 'row')}, "
        f"{counted(report['account_count'], 'account')}"
    ]
    if report["shape"] in ("edges", "members"):
        lines[0] += f", {counted(report['edge_count'], 'edge')}"
    for key, one, rest in (
        ("loop_count", "self-loop", "dropped"),
        ("duplicate_count", "exact duplicate", "dropped (or rows of one pair added up)"),
        ("suppressed_count", "row", "left out: a suppressed account is named"),
    ):
        if report[key]:
            lines.append(f"  {counted(report[key], one)} {rest}")
    if report["reject_count"]:
        rejected = counted(report["reject_count"], "row")
        lines.append(f"  {rejected} could not be read: see {report['rejects']}")
    if report["warning"]:
        lines.append(f"  careful: {report['warning']}")
    return lines


_LEFT_OUT = {
    "personal_chat_count": ("personal chat", "", "passed over: they are never read"),
    "private_chat_count": (
        "private channel or group", "private channels and groups",
        "passed over; --private takes them",
    ),
    "unreadable_count": ("chat or message", "chats or messages", "without sense"),
    "unknown_author_count": ("message", "", "without the id of the author"),
    "unknown_answer_count": ("reply", "replies", "to what the file does not hold"),
    "unknown_forward_count": (
        "forward", "", "without the id of the origin (older exports have none)",
    ),
    "unknown_mention_count": ("mention", "", "by a handle that belongs to no stored account"),
    "suppressed_count": ("edge", "", "left out: a suppressed account is named"),
}  # fmt: skip


def _describe_chats(report: Mapping[str, Any]) -> list[str]:
    told = ", ".join(
        counted(report[f"{what}_count"], what)
        for what in ("chat", "message", "post", "account", "edge")
    )
    counts = {**report["left_out"], "suppressed_count": report["suppressed_count"]}
    return [f"{report['path']}: {told}"] + [
        f"  {counted(counts[key], one, many)} {rest}"
        for key, (one, many, rest) in _LEFT_OUT.items()
        if counts[key]
    ]
