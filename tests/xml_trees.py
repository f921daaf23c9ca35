"""Generated XML: small trees of elements, some named as errors name theirs, written without blanks between the tags."""

from hypothesis import strategies as st

NAMES = st.sampled_from(["Error", "ErrorCode", "m:code", "Message", "a"])
TEXTS = st.text(st.characters(codec="ascii", categories=["L", "N", "Zs"]), max_size=8)
TREES = st.recursive(
    st.builds(lambda name, text: f"<{name}>{text}</{name}>", NAMES, TEXTS),
    lambda inner: st.builds(lambda name, each: f"<{name}>{''.join(each)}</{name}>", NAMES, st.lists(inner, max_size=4)),
    max_leaves=20,
)
