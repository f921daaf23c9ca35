"""What the headers of an HTTP response tell: the error's name, who answered, from which cache, the ids for support."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.service_code import read_exception

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kb.model import EvidenceKind

LONGEST = 500
"""Characters of a value that are kept."""

NAMES_ERROR = frozenset({"x-amzn-errortype", "x-err-code", "x-ms-error-code", "x-amz-error-code"})
"""Headers that name an error, whatever the status beside them."""

_REQUEST_IDS = frozenset({
    "x-amzn-requestid", "x-amz-request-id", "x-amz-id-2", "x-amz-cf-id", "x-amz-apigw-id", "x-amzn-trace-id",
    "x-ms-request-id", "x-ms-client-request-id", "x-ms-correlation-request-id", "x-azure-ref", "x-msedge-ref",
    "x-request-id", "request-id", "x-correlation-id", "cf-ray", "x-akamai-request-id", "x-reference-error",
    "x-fastly-request-id", "x-trace-id", "traceparent", "x-id",
})  # fmt: skip
_CACHES = frozenset({
    "x-cache", "cf-cache-status", "x-cache-status", "cache", "x-proxy-cache", "cdn-cache", "x-77-cache",
})  # fmt: skip
_TELLING = frozenset({
    "server", "via", "x-id", "x-served-by", "x-powered-by", "x-aspnet-version", "x-varnish", "x-reference-error",
    "dataserviceversion", "x-cached-since", "mime-version",
})  # fmt: skip
_TELLING_START = (
    "x-amz-",
    "x-amzn-",
    "x-ms-",
    "x-azure-",
    "x-msedge-",
    "x-akamai-",
    "akamai-",
    "x-gcdn-",
    "cf-",
    "x-77-",
)
_ERROR_MESSAGES = frozenset({"x-amz-error-message", "x-amzn-error-message"})
_CODE = re.compile(r"[A-Za-z0-9][\w.-]{0,79}", re.ASCII)

# A product is known by the start of a header's name or, where there is a second pattern, by what the value holds.
_LAYERS = tuple(
    (re.compile(name), re.compile(value, re.IGNORECASE), layer)
    for name, value, layer in (
        (r"server", r"^cloudfront", "CloudFront (cdn)"),
        (r"via", r"\(cloudfront\)|\.cloudfront\.net", "CloudFront (cdn)"),
        (r"x-cache", r"from cloudfront", "CloudFront (cdn)"),
        (r"x-amz-cf-", r"", "CloudFront (cdn)"),
        (r"server", r"^akamainetstorage", "Akamai NetStorage (storage)"),
        (r"server", r"^akamai(?!net)|^ghost", "Akamai (cdn)"),
        (r"x-cache", r"akamai", "Akamai (cdn)"),
        (r"via", r"akamai", "Akamai (cdn)"),
        (r"x-akamai-|akamai-|x-reference-error", r"", "Akamai (cdn)"),
        (r"server", r"^cloudflare", "Cloudflare (cdn)"),
        (r"cf-ray|cf-cache-status", r"", "Cloudflare (cdn)"),
        (r"x-served-by", r"^cache-", "Fastly (cdn)"),
        (r"x-fastly-", r"", "Fastly (cdn)"),
        (r"x-azure-ref|x-msedge-ref", r"", "Azure Front Door (cdn)"),
        (r"x-gcdn-", r"", "Gcore (cdn)"),
        (r"server", r"^(?:ecacc|ecs|ecd)\b", "Edgio (cdn)"),
        (r"server", r"^cdn77", "CDN77 (cdn)"),
        (r"x-77-", r"", "CDN77 (cdn)"),
        (r"server", r"^bunnycdn", "bunny.net (cdn)"),
        (r"server", r"^google-edge-cache", "Google Media CDN (cdn)"),
        (r"server", r"^amazons3", "AmazonS3 (storage)"),
        (r"x-amz-id-2", r"", "AmazonS3 (storage)"),
        (r"server", r"^windows-azure-blob", "Windows-Azure-Blob (storage)"),
        (r"server", r"^uploadserver", "Google Cloud Storage (storage)"),
        (r"server", r"^awselb", "AWS load balancer (server)"),
        (r"server", r"^microsoft-azure-application-gateway", "Azure Application Gateway (server)"),
        (r"server", r"^nginx", "nginx (server)"),
        (r"server", r"^openresty", "OpenResty (server)"),
        (r"server", r"^tengine", "Tengine (server)"),
        (r"server", r"^apache(?!-coyote)", "Apache (server)"),
        (r"server", r"^microsoft-iis", "Microsoft-IIS (server)"),
        (r"server", r"^microsoft-httpapi", "Microsoft-HTTPAPI (server)"),
        (r"server", r"^kestrel", "Kestrel (server)"),
        (r"server", r"^(?:istio-)?envoy", "Envoy (server)"),
        (r"server", r"^varnish", "Varnish (server)"),
        (r"x-varnish", r"", "Varnish (server)"),
        (r"server", r"^wowza", "Wowza (origin)"),
    )
)
_RANK: tuple[EvidenceKind, ...] = (
    "code", "symbol", "exception", "status", "message", "namespace", "header", "host", "path", "layer", "cache",
    "retry-after", "request-id",
)  # fmt: skip


def is_telling(name: str) -> bool:
    """Say whether a header, its name in lower case, tells more about an error than any response's headers do."""
    return name in _TELLING or name in _CACHES or name in NAMES_ERROR or name.startswith(_TELLING_START)


def is_request_id(name: str) -> bool:
    """Say whether a header, its name in lower case, holds an id by which support finds the request."""
    return name in _REQUEST_IDS


def read_headers(headers: Iterable[tuple[str, str]]) -> Iterator[Evidence]:
    """What response headers tell, in their order; ``most_telling_first`` sorts it.

    Args:
        headers: names in lower case, with their values.
    """
    kept = [(name, value[:LONGEST]) for name, value in headers if value]
    for name, value in kept:
        where = f"header {name}"
        yield from _error(name, value, where)
        if is_telling(name):
            yield Evidence("header", f"{name}: {value}", where)
        if name in _CACHES:
            yield Evidence("cache", f"{name}: {value}", where)
        if name == "retry-after":
            yield Evidence("retry-after", value, where)
        if name in _REQUEST_IDS:
            yield Evidence("request-id", f"{name}: {value}", where)
    yield from _layers(kept)


def most_telling_first(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence without repetitions, what names an error before what helps to find it; equals keep their order."""
    first: dict[tuple[EvidenceKind, str], Evidence] = {}
    for item in evidence:
        first.setdefault((item.kind, item.value), item)
    return tuple(sorted(first.values(), key=lambda item: _RANK.index(item.kind) if item.kind in _RANK else len(_RANK)))


def _error(name: str, value: str, where: str) -> Iterator[Evidence]:
    """What a header says that names the error."""
    if name == "x-amzn-errortype":
        yield from read_exception(value, where)
        namespace = value.partition(":")[2]
        if namespace.startswith(("http://", "https://")):
            yield Evidence("namespace", namespace, where)
    elif name in _ERROR_MESSAGES:
        yield Evidence("message", value, where)
    elif name in NAMES_ERROR and _CODE.fullmatch(value):
        yield Evidence("code", f"X-Err-Code {value}" if name == "x-err-code" else value, where)


def _layers(headers: list[tuple[str, str]]) -> Iterator[Evidence]:
    """The products that the headers speak for."""
    for name, value in headers:
        for name_pattern, value_pattern, layer in _LAYERS:
            if name_pattern.match(name) and value_pattern.search(value):
                yield Evidence("layer", layer, f"header {name}")
    names = {name for name, _ in headers}
    if "x-id" in names and names & {"cache", "x-cached-since"}:  # Gcore's edges: the node's name beside HIT or MISS
        yield Evidence("layer", "Gcore (cdn)", "header x-id")
