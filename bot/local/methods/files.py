"""``files.*``: what a file is, and uploading one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.call import Call, Method
from bot.local.model import Message, RefusedError
from bot.local.objects import file_object

if TYPE_CHECKING:
    from bot.local.model import File, Json


def info(call: Call) -> Json:
    """One file, in a channel where the app is."""
    file = call.workspace.file(call.required("file"))
    if not any(call.app.user in call.workspace.channels[id_].members for id_ in file.shared_in):
        raise RefusedError("file_not_found")
    return {"file": file_object(call.workspace, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def get_upload_url(call: Call) -> Json:
    """An address to send a file's content to."""
    length = call.required("length")
    if not length.isdecimal():
        raise RefusedError("invalid_arguments")
    name = call.required("filename")
    file, url = call.rooms.uploads.expect(call.app.user, name, int(length), call.text("snippet_type"))
    return {"upload_url": url, "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Make uploaded files real, and share them in a channel when one is named."""
    wanted = call.json("files")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(one, dict) and one.get("id") for one in wanted):
        raise RefusedError("invalid_arguments")
    channel = call.channel("channel_id") if call.text("channel_id") else None
    if channel and call.app.user not in channel.members:
        raise RefusedError("not_in_channel")
    files = [call.rooms.uploads.complete(one["id"], call.app.user, one.get("title", "")) for one in wanted]
    if channel:
        _share(call, channel.id, files)
    return {"files": [file_object(call.workspace, call.workspace.file(file.id)) for file in files]}


def _share(call: Call, channel: str, files: list[File]) -> None:
    app = call.app
    call.workspace.post(
        Message(
            channel=channel,
            user=app.user,
            text=call.text("initial_comment"),
            files=tuple(file.id for file in files),
            thread_ts=call.text("thread_ts"),
            bot_id=app.bot_id,
            app_id=app.id,
        )
    )


METHODS = {
    "files.info": Method(info, ("files:read",)),
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
}
