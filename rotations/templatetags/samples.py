"""One fragment several times on one page, as the page of components shows it."""

from __future__ import annotations

import re

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token

register = template.Library()

# What names an element of the page, and what leads to one.
NAMING = re.compile(
    r'(?<=\s)(id|for|form|list|headers|aria-(?:labelledby|describedby|controls|owns))="([^"]+)"|(?<=\shref=")#(?=[^"])'
)


class Sample(Node):
    """Markup whose names begin with the name of the sample, so that they are no others' on the page."""

    def __init__(self, name: FilterExpression, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        """The fragment as it is, its names apart; it has escaped what it was given."""
        own = f"{self.name.resolve(context)}-"

        def with_own_names(found: re.Match[str]) -> str:
            attribute, names = found.groups()
            if attribute is None:
                return f"#{own}"
            return f'{attribute}="{" ".join(own + name for name in names.split())}"'

        return NAMING.sub(with_own_names, self.nodelist.render(context))


@register.tag
def sample(parser: Parser, token: Token) -> Sample:
    """`{% sample "ready" %}…{% endsample %}`: a fragment in one of its states, beside the same one in others."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endsample",))
    parser.delete_first_token()
    return Sample(parser.compile_filter(name), nodelist)
