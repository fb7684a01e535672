"""Words of a penal article that are not figures and may not be lost: its sanctions, the limits of its act.

The facts of the articles (data/articles/) hold the names below, never the words of the article.
"""

from __future__ import annotations

import re

#: Sanctions and other consequences besides fines, by the words that an article and an entry use for them.
_SANCTIONS = {
    "警告": re.compile("警告"),
    "没收": re.compile("没收"),
    "停产停业": re.compile("停产|停业"),
    "停止使用": re.compile("停止使用"),
    "停止活动": re.compile("停止(?:建设|施工|生产|经营|作业|执业|产生|制造|违法)"),
    "暂扣": re.compile("暂扣|暂停"),
    "吊销": re.compile("吊销"),
    "营业执照": re.compile("营业执照"),
    "撤销": re.compile("撤销"),
    "关闭": re.compile("(?:予以|责令|停建、)关闭"),
    "拘留": re.compile("拘留"),
    "处分": re.compile("处分"),
    "从业限制": re.compile("不得担任|禁入|不得从事"),
    "强制执行": re.compile("强制(?:执行|拆除)"),
    "拆除": re.compile("拆除"),
    "恢复原状": re.compile("恢复原状"),
    "无害化处理": re.compile("无害化处理"),
    "赔偿": re.compile("赔偿"),
    "刑事责任": re.compile("刑事责任"),
}

#: Limits of the act that is punished: how the article says them, how an act may say them.
_LIMITS = {
    "按规定": (
        re.compile(r"未(?:按照?|依照|依)(?:[^，。；]{0,8}规定|法)|未经依法"),
        re.compile("规定|依法|应当|法定|标准"),
    ),
    "直接关系生产安全": (re.compile("直接关系"), re.compile("直接关系")),
    "较大危险因素": (re.compile("较大危险因素"), re.compile("较大危险因素")),
    "妨碍通行": (re.compile("，妨碍"), re.compile("妨碍")),
}

#: What an act may leave out, because an article names several acts side by side.
_ALTERNATIVES = re.compile(r"[，、]?(?:或者|以及)|，(?=未|没有)")


def sanctions(text: str) -> tuple[str, ...]:
    """Names of the sanctions that ``text`` lays down, fines left aside."""
    return tuple(name for name, pattern in _SANCTIONS.items() if pattern.search(text))


def limits(act: str) -> tuple[str, ...]:
    """Names of the limits that every act told in ``act`` (an item, or what stands before the sanction)
    has."""
    acts = [part for part in _ALTERNATIVES.split(act) if "未" in part or "不" in part] or [act]
    return tuple(name for name, (told, _) in _LIMITS.items() if all(told.search(part) for part in acts))


def lost_limits(names: tuple[str, ...], said: str) -> list[str]:
    """Those of the limits ``names`` that an act told as ``said`` leaves out."""
    return [name for name in names if not _LIMITS[name][1].search(said)]
