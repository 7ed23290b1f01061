"""The page at an old address: it leads to the new one, with scripts or without."""

from __future__ import annotations

from html import escape

from generator.messages import Messages

_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta http-equiv="refresh" content="0; url={target}">
<link rel="canonical" href="{target}">
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body>
<p>{sentence}<a href="{target}">{name}</a></p>
</body>
</html>
"""


def redirect(target: str, name: str, messages: Messages) -> bytes:
    """The page that leads to the relative URL `target`, which is called `name`."""
    words = {
        "title": messages.say("page.redirect.title", name=name),
        "sentence": messages.say("page.redirect.sentence"),
        "target": target,
        "name": name,
    }
    return _PAGE.format(**{key: escape(value) for key, value in words.items()}).encode()
