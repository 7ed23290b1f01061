"""How two wordings of one label are compared.

Agencies retype labels: other brackets, quotes and dots, spaces inside words, full-width digits,
traditional characters, another numbering. A `Wording` is what is left when all of that is put
aside; the original text is never changed by it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

# A traditional character and its simplified form, for those that headings and labels are made of.
_PAIRS = """
總总 體体 況况 動动 開开 報报 處处 請请 訴诉 訟讼 復复 複复 議议 問问 題题 進进 續续 項项 規规
範范 許许 強强 罰罚 費费 單单 萬万 業业 機机 構构 組组 織织 會会 務务 結结 轉转 屬属 於于 國国
護护 權权 類类 內内 過过 執执 詢询 無无 關关 現现 製制 訪访 舉举 認认 確确 獲获 據据 補补 當当
廢废 數数 審审 維维 糾纠 經经 後后 決决 條条 係系 為为 與与 應应 對对 區区 這这 計计 號号 餘余
額额 繳缴 納纳 沒没 產产 電电 個个 種种 書书 頁页 協协 門门 縣县 鄉乡 鎮镇 廳厅 辦办 發发 時时
間间 標标 準准 資资 訊讯 練练 統统 學学 衛卫 農农 漁渔 財财 稅税 氣气 質质 監监 環环 島岛 灣湾
廣广 東东 陽阳 興兴 龍龙 遼辽 寧宁 濟济 蘇苏 薩萨 黃黄 營营 鐵铁 鋼钢 勞劳 穩稳 險险 觸触 責责
團团 隊队 圖图 館馆 園园 縮缩 將将 從从 實实 際际 檢检 驗验 導导 測测 繪绘 僑侨 聯联 絡络 節节
級级 歷历 採采 購购 銀银 證证 戶户 僅仅 別别 僱雇 眾众 運运 輸输 郵邮 煙烟 鹽盐 糧粮 願愿 專专
幹干 歸归 戰战 邊边 賓宾
"""
_SIMPLIFIED = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})

_NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九十")}
_NOT_WORD = re.compile(r"[\W_]+")
_ENUMERATOR = re.compile(
    r"第?(?P<top>[一二三四五六七八九十]{1,3})(?:[、.,:)]|部分[、:]?)"
    r"|\((?P<round>[一二三四五六七八九十]{1,3}|\d{1,2})\)[、.]?"
    r"|(?P<digits>\d{1,2})[、.)](?!\d)"
)
_BRACKETED_END = re.compile(r"(?<=.)\([^()]{4,}\)$")


@dataclass(frozen=True, slots=True)
class Wording:
    """A label without what varies: `core` is its letters and digits, without its numbering.

    `short` leaves out a remark in brackets at the end, too. `number` is that of the numbering, or
    None; `style` is "top" (一、), "round" (（一）), "digits" (1.) or "".
    """

    core: str
    short: str
    number: int | None = None
    style: str = ""


def fold(text: str) -> str:
    """`text` in half-width and simplified characters, without spaces or invisible characters."""
    plain = unicodedata.normalize("NFKC", text).translate(_SIMPLIFIED)
    return "".join(
        character
        for character in plain
        if not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc")
    )


def numeral(text: str) -> int | None:
    """The value of 1 to 99 written with digits or as 十二; None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS.get(ones)
    if len(tens) > 1 or len(ones) > 1:
        return None
    return 10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0)


@lru_cache(maxsize=8192)
def wording(text: str) -> Wording:
    """What of `text` counts when labels are compared."""
    folded = fold(text).lower()
    match = _ENUMERATOR.match(folded)
    style = (match.lastgroup or "") if match else ""
    number = numeral(match[style]) if match else None
    rest = folded[match.end() :] if match else folded
    core = _NOT_WORD.sub("", rest)
    short = _NOT_WORD.sub("", _BRACKETED_END.sub("", rest))
    return Wording(core, short or core, number, style)


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """How alike two cores are, from 0 to 1; only the same core gives 1."""
    if one == other:
        return 1.0
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or 2 * shorter < longer:
        return 0.0
    shared = sum(min(one.count(character), other.count(character)) for character in set(one))
    if 2 * shared / (shorter + longer) < 0.5:
        return 0.0
    return min(0.99, SequenceMatcher(None, one, other, autojunk=False).ratio())


def nearness(one: Wording, other: Wording) -> float:
    """How alike two labels are, from 0 to 1, whatever their numbering."""
    return max(likeness(one.core, other.core), likeness(one.short, other.core))
