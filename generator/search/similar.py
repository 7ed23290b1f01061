"""How much two words differ: what people mistype, and what looks or sounds alike.

Costs are whole numbers, so that the browser comes to the same ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from generator.search.traditional import common_characters

END, ADDED, OTHER, OMITTED, SWAPPED, SHAPE, SOUND = 11, 10, 9, 8, 7, 6, 4
"""What it costs to mistype either end of a word, to type a character too many, to take one for
another, to leave one out, to swap two neighbours, to take a character for one that looks alike, or
sounds alike.

An end is dearest, because whatever the error is, the word without its end may stand there too. To
leave one out is cheaper than to replace one, because then all that was typed stands there.
"""

_MARKS = frozenset(" ,.;:!?()[]“”、。《》")
"""Nobody takes a character for one of these."""

_SHAPES = (
    "己已巳 未末 土士 日曰目 干千于 人入八 天夫无 大太犬 问间 侯候 拨拔 "
    "折拆析 祟崇 贷货 帐账胀 副幅福 辩辨辫 坐座 在再 做作 即既 却欲 兑党 "
    "免兔 戌戍戊 刀力刁 几儿九 厂广 今令 午牛 王玉主 白百自 木本术 田由甲申 "
    "矢失 乌鸟 仓仑 汆氽 束柬 享亨 茶荼 冶治 沦论 冷泠 埋理 埸场 塔搭 "
    "壁璧 奖浆桨 徒徙 微徽 悔侮 愤喷 慢漫 戴载 扰拢 抑仰 抵低 押抽 拘拒 "
    "拾抬 持特 挽晚 捎梢稍 提堤题 摧催 撤撒 暑署 暴曝 栗粟 核该 梁粱 概慨 "
    "榜傍 模摸 歉谦 沿沼 洒酒 浙淅 浦捕埔 消销 清情请 湖糊 源原 滑猾 灸炙 "
    "炼练 烧浇 牲姓 狠狼 环坏怀 瑞端 界届 疗辽 监临 盲育 盾质 睛晴 砍炊 "
    "社杜 种钟 称移 程呈 究穷 竞竟 第弟 筒简 管菅 粉纷 约钓 纪记 级极 "
    "组祖 绍诏 经径 结洁 给绘 绪诸 续读 缓暖 网冈 罚罪 群郡 职积 肓盲 "
    "肠肺 胁协 脱悦 良艮 芒茫 苦若 荐存 蓝篮 融触 裁栽 规现 观现 讯迅 "
    "许讦 证征 评坪 识织 诉拆 诊珍 词调 详祥 误娱 谊宜 贪贫 责贵 贺货 "
    "费资 赢羸 赴起 跟根 轮伦 输愉 辐幅 运远 还坯 进近 连莲 述迷 适造 "
    "逐遂 遣遗 邮油 采彩 铅船 银很 锋峰 错借 键健 镇填 阅阀 防访 附付 "
    "陈阵 限眼 除徐 陪倍 隔融 雇顾 预顶 领颂 频烦 饮饭 驶驰 骄娇 齐济 "
    "全金 会合 息患 开井 告吉 政攻 府俯 区匹 局居 厅斤 委季 处外 应庆 "
    "急怠 公么 办为 件作"
)
"""Characters that look alike, with spaces between the groups."""


def sounds() -> list[int]:
    """A number for each character of GB2312, the same for those that sound alike, tones apart.

    It is that of their most usual Pinyin; 0: not known.
    """
    # Loading the dictionary takes a quarter of a second.
    from pypinyin.pinyin_dict import pinyin_dict

    found: list[str] = []
    for character in common_characters():
        spelled = pinyin_dict.get(ord(character), "").split(",")[0]
        plain = (part for part in unicodedata.normalize("NFD", spelled) if part.isascii())
        found.append("".join(plain))
    numbers = {syllable: number for number, syllable in enumerate(sorted({"", *found}))}
    return [numbers[syllable] for syllable in found]


def sound_of(numbers: Sequence[int]) -> Mapping[str, int]:
    """The number of each common character's sound, from `sounds`."""
    return dict(zip(common_characters(), numbers, strict=True))


def shapes() -> list[str]:
    """Characters that look alike; a character may be in several groups."""
    return list[str](_SHAPES.split())


@dataclass(frozen=True, slots=True)
class Likeness:
    """The groups that characters belong to: by sound (at most one; 0: none), and by shape."""

    sound: Mapping[str, int]
    shape: Mapping[str, frozenset[int]]

    @classmethod
    def of(cls, sound: Sequence[int], shape: Sequence[str]) -> Likeness:
        """From `sounds` and `shapes`."""
        looks: dict[str, set[int]] = {}
        for number, group in enumerate(shape):
            for character in group:
                looks.setdefault(character, set()).add(number)
        return cls(
            sound_of(sound),
            {character: frozenset(groups) for character, groups in looks.items()},
        )

    def cost(self, one: str, other: str) -> int:
        """What it costs to take one character for the other."""
        if one == other:
            return 0
        if self.sound.get(one) and self.sound.get(one) == self.sound.get(other):
            return SOUND
        if one in _MARKS or other in _MARKS:
            return 2 * OTHER
        nothing: frozenset[int] = frozenset()
        return SHAPE if self.shape.get(one, nothing) & self.shape.get(other, nothing) else OTHER


@cache
def limit(length: int) -> int:
    """What a word of that many characters may differ from what is meant."""
    return 0 if length < 3 else OMITTED if length < 4 else END if length < 8 else END + ADDED


@dataclass(frozen=True, slots=True)
class Nearest:
    """The part of a text that is nearest to a word, and how far from it."""

    text: str
    cost: int


def nearest(word: str, text: str, likeness: Likeness) -> Nearest | None:
    """The part of `text` that is nearest to `word` within the limit; the first of several.

    A part does not begin or end with what only adds to the distance.
    """
    most, size = limit(len(word)), len(word)
    added = [0, END, *[ADDED] * (size - 2), END]
    other = [0, END, *[OTHER] * (size - 2), END]
    # Each column: cost and beginning of the best part that ends here, for each length of `word`.
    before: list[tuple[int, int]] = []
    last = [(cost, 0) for cost in accumulate(added)]
    best: tuple[int, int, int] | None = None
    for end, character in enumerate(text, 1):
        column = [(0, end)]
        for count, own in enumerate(word, 1):
            replaced = likeness.cost(own, character)
            options = [
                _plus(last[count - 1], other[count] if replaced == OTHER else replaced),
                _plus(last[count], OMITTED),
                _plus(column[count - 1], added[count]),
            ]
            swapped = (
                count > 1 and end > 1 and own == text[end - 2] and word[count - 2] == character
            )
            if swapped and own != character:
                options.append(_plus(before[count - 2], SWAPPED))
            column.append(min(options, key=_cost))
        cost, begin = column[-1]
        if cost <= most and "\n" not in text[begin:end] and (best is None or cost < best[0]):
            best = cost, begin, end
        before, last = last, column
    return Nearest(text[best[1] : best[2]], best[0]) if best else None


def _plus(reached: tuple[int, int], cost: int) -> tuple[int, int]:
    return reached[0] + cost, reached[1]


def _cost(option: tuple[int, int]) -> int:
    return option[0]
