"""How a value is shown on a page: partial dates, numbers, titles in words. No query, no permission, no rule."""
