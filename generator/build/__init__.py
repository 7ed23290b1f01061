"""From content to the files that the site is made of."""
