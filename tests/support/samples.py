"""Values that several tests hand in: a sound self-check, and text that would run if a page took it for
markup."""

from __future__ import annotations

from typing import Any

GOOD: dict[str, Any] = {
    "v": 2,
    "id": "cabc123",
    "firm": "某厂",
    "code": "",
    "address": "",
    "present": "",
    "place": "东楼",
    "day": "2026-11-23",
    "by": "王",
    "people": 12,
    "edition": "2026-11",
    "from": "",
    "made": 1,
    "t": 1,
    "scope": {
        "role": "tenant",
        "trade": "",
        "depth": "",
        "have": ["hot-work"],
        "lack": [],
        "hazard": "",
        "items": [],
        "all": False,
        "wide": [],
    },
    "items": {"07": {"r": "n", "t": 4}},
    "points": {
        "07-1": {
            "r": "n",
            "note": "锁着",
            "who": "张三",
            "due": "2026-11-30",
            "t": 5,
            "again": [{"day": "2026-11-29", "by": "李", "ok": False, "note": ""}],
            "was": "",
        }
    },
}
HOSTILE = [
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=2>",
    "</title><script>window.hacked=3</script>",
    '"><script>window.hacked=4</script>',
    "<svg onload=window.hacked=5>",
    "<a href=javascript:window.hacked=6>x</a>",
    "</script><script>window.hacked=7</script>",
    "' onmouseover='window.hacked=8",
    "<iframe srcdoc='<script>parent.hacked=9</script>'></iframe>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example/>",
]
