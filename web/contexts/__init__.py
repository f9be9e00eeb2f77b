"""What each template is given: one dataclass a page, and the parts they share.

Every text in them is plain and is escaped by the template, except `Markup`, which `marking` has escaped.
"""
