"""Lines of the web page around a report: menus, buttons, counters. They are kept, but not as text.

Only lines that stand before the first section or behind the last paragraph are judged, and only
short ones that say nothing else.
"""

from __future__ import annotations

import re

from generator.importers.wording import fold

_LONGEST = 80
_WHOLE = re.compile(
    r"\W*(?:打印(?:本页|此页)?|关闭(?:窗口|本页)?|返回(?:顶部|首页|列表)?|分享(?:到|至)?|收藏|微信|微博|qq空间|"
    r"字[体号]|大|中|小|默认|复制链接|下载|纠错|无障碍(?:浏览|阅读)?|长者(?:专版|模式|版)|登录|注册|扫一扫.{0,20}|"
    r"浏览次数|点击(?:数|率)|阅读(?:次数|量)?|网站地图|关于我们|联系我们|目录|\d+|次|[|/\[\]【】()<>:、,.·•\-—_])+",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\W*(?:索引号|信息分类|主题分类|分类|发布机构|发布单位|发文机关|发文字号|发文日期|发布日期|发布时间|成文日期|生成日期|"
    r"公开日期|更新时间|信息来源|来源|文号|有效性|时效性?|主题词|关键词|内容概.{1,2}|浏览次数|点击数|阅读次数|字体|字号|"
    r"责任编辑|责编|编辑|审核|作者|上一篇|下一篇|上一条|下一条|相关链接|友情链接|版权所有|主办单位?|承办单位?|"
    r"网站标识码|技术支持|题|当前位置|您(?:现在|当前)?的?位置|图解链接)[:：].*"
)
_MARK = re.compile(
    r".*(?:ICP备|公网安备|网站标识码|扫一扫|浏览次数|分享到|【字体|打印本页|>首页|首页>).*",
    re.IGNORECASE,
)


_BEHIND = re.compile(
    r"\W*(?:上一[篇条页]|下一[篇条页]|(?:相关|友情)(?:链接|文章|信息|阅读|附件|稿件|解读)|扫一扫|主办单?位?[:：]|版权所有|"
    r"网站标识码|分享到|责任编辑|【?(?:打印|关闭)).*"
)


def begins_behind(text: str) -> bool:
    """Whether a line is the first of what portals have below an article."""
    return len(text) <= _LONGEST and bool(_BEHIND.fullmatch(fold(text)))


def may_stand_behind(text: str) -> bool:
    """Whether a line may be one of the links and addresses below an article: no sentence is."""
    return len(text) <= _LONGEST and not text.endswith(("。", "；", "！", "？"))


def is_chrome(text: str) -> bool:
    """Whether a line belongs to the page rather than to the report."""
    if len(text) > _LONGEST:
        return False
    folded = fold(text)
    return any(pattern.fullmatch(folded) for pattern in (_WHOLE, _FIELD, _MARK))
