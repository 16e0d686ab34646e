"""What a table of the back office says to those who do not see it."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter(is_safe=True)
def sound_table(markup: str, rows: Any) -> str:
    """`{% filter sound_table:inline_admin_formset %}`: the library's table of rows without headings that say nothing.

    Where nothing in it takes the focus, the table takes it itself: one wider than the screen is scrolled by keys.
    """
    sound = markup.replace('<th class="original"></th>', '<td class="original"></td>')
    sound = sound.replace("<th></th>", "<td></td>")
    if rows.has_add_permission:
        return sound
    region = f'<div tabindex="0" role="region" aria-labelledby="{rows.formset.prefix}-heading" '
    return sound.replace('<div class="tabular', f'{region}class="tabular', 1)
