"""The page that the search has to itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape


def search_fragment(wording: Mapping[str, str], links: Iterable[tuple[str, str]]) -> str:
    """The HTML below the title of the search page.

    `wording` is the wording whose keys begin with ``search.``, without that. `links` are label and
    address (relative to the page) of the lists to look through where the search cannot be used.
    They and the form are there without scripts; the script adds the rest.
    """
    browse = "".join(
        f'<li><a href="{escape(address)}">{escape(label)}</a></li>' for label, address in links
    )
    say = {key: escape(text) for key, text in wording.items()}
    return f"""<div class="gk-find" data-index="./" data-page="./">
<form class="gk-find__form" role="search" action="./" method="get">
<label class="gk-find__label" for="gk-find-input">{say["label"]}</label>
<div class="gk-find__field">
<input class="gk-find__input" id="gk-find-input" type="search" name="q" autocomplete="off"
 spellcheck="false" maxlength="200" placeholder="{say["placeholder"]}"
 aria-describedby="gk-find-hint">
<button class="gk-find__submit" type="submit">{say["submit"]}</button>
</div>
<p class="gk-find__hint" id="gk-find-hint">{say["hint"]}</p>
</form>
<p class="gk-find__live" role="status" aria-live="polite"></p>
<div class="gk-find__results" aria-busy="false"></div>
<div class="gk-find__browse">
<noscript><p>{say["no_script"]}</p></noscript>
<p class="gk-find__unavailable" hidden>{say["unavailable"]}</p>
<ul>{browse}</ul>
</div>
</div>"""
