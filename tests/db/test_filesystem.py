"""Which kind of file system a file is on, told from a table of mounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.db.filesystem import is_network, kind_of, mounts

MOUNTED = {"/": "ext4", "/srv/far": "nfs4", "/srv/far/near": "xfs", "/srv/farther": "btrfs"}


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/srv/workspace.db", "ext4"),
        ("/srv/far", "nfs4"),
        ("/srv/far/not/there/yet/workspace.db", "nfs4"),
        ("/srv/far/near/workspace.db", "xfs"),
        ("/srv/farther/workspace.db", "btrfs"),
    ],
)
def test_the_nearest_mount_above_a_file_tells_its_kind(place: str, kind: str) -> None:
    assert kind_of(Path(place), MOUNTED) == kind


def test_a_link_is_followed_to_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "home").symlink_to("/srv/far")
    assert kind_of(tmp_path / "home" / "workspace.db", MOUNTED) == "nfs4"


def test_a_place_that_no_mount_covers_has_no_kind() -> None:
    assert kind_of(Path("/srv"), {}) == ""
    assert not is_network("")


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "SMBFS", "fuse.sshfs", "fuse.gcsfuse", "9p", "lustre"])
def test_what_other_machines_share_is_a_network_file_system(kind: str) -> None:
    assert is_network(kind)


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "fuseblk", "NTFS"])
def test_a_disk_of_this_machine_is_none(kind: str) -> None:
    assert not is_network(kind)


def test_this_machine_tells_its_mounts(tmp_path: Path) -> None:
    assert kind_of(tmp_path, mounts())
