"""How events come in: received over Socket Mode or HTTP, recorded in the inbox, acknowledged, then worked on.

``intake`` is what both ways share, ``inbox`` the seam where they are recorded, ``workers`` what empties it.
"""
