"""Which kind of file system a file is on: SQLite's locks and its shared memory do not work across a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NETWORK = frozenset(
    "9p afpfs afs beegfs ceph cephfs cifs coda davfs fuse.blobfuse fuse.blobfuse2 fuse.ceph fuse.ceph-fuse fuse.cephfs"
    " fuse.curlftpfs fuse.davfs fuse.gcsfuse fuse.glusterfs fuse.goofys fuse.grpcfuse fuse.juicefs fuse.mfs"
    " fuse.mount-s3 fuse.mountpoint-s3 fuse.rclone fuse.s3fs fuse.s3ql fuse.sshfs gfs gfs2 glusterfs gpfs lustre ncpfs"
    " nfs nfs3 nfs4 ocfs2 orangefs panfs prl_fs pvfs2 smb smb2 smb3 smbfs vboxsf virtiofs vmhgfs fuse.vmhgfs-fuse"
    " webdav".split()
)
"""Kinds, as systems name them, whose files another machine may change or lock."""


def mounts() -> dict[str, str]:
    """The kind of file system at every place where one is mounted on this machine."""
    return {part.mountpoint: part.fstype for part in psutil.disk_partitions(all=True)}


def kind_of(place: Path, mounted: Mapping[str, str]) -> str:
    """The kind of file system that a file or folder, there or not yet, is on; "" when that is not told.

    Args:
        place: links in its way are followed.
        mounted: see ``mounts``.
    """
    real = place.resolve()
    return next((mounted[str(at)] for at in (real, *real.parents) if str(at) in mounted), "")


def is_network(kind: str) -> bool:
    """Whether other machines share the files on a kind of file system."""
    return kind.casefold() in NETWORK
