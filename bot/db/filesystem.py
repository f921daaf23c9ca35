"""Which kind of file system a folder is on: SQLite's locks and its shared memory do not work across a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from pathlib import Path

NETWORK = frozenset(
    "9p afs afpfs beegfs ceph cifs coda davfs fuse.cephfs fuse.davfs fuse.gcsfuse fuse.glusterfs fuse.rclone fuse.s3fs"
    " fuse.sshfs glusterfs gpfs lustre ncpfs nfs nfs4 orangefs prl_fs smb2 smb3 smbfs vboxsf virtiofs webdav".split()
)
"""Kinds, as the system names them, whose files another machine may change or lock."""


def kind_of(folder: Path) -> str:
    """The kind of file system that a folder, there or not yet, is on; "" when the system does not say."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    place = folder.resolve()
    mounted = {part.mountpoint: part.fstype for part in psutil.disk_partitions(all=True)}
    return next((mounted[str(at)] for at in (place, *place.parents) if str(at) in mounted), "")


def is_network(folder: Path) -> bool:
    """Whether a folder is on a file system that other machines share."""
    return kind_of(folder).casefold() in NETWORK
