"""Whether a post carries advertising, by its words alone: what the law makes advertisers write."""

MARKS = (
    r"\berid\b",  # Russia's identifier of an advertisement
    r"\bреклама\b",
    r"\bна правах рекламы\b",
    r"\bпромокод",
    r"\bпартн[её]рский (?:материал|пост)",
    r"#(?:промо|партн[её]рск|спонсор)",
    r"\breclame\b",
    r"#(?:advertentie|spon|samenwerking|betaaldepartnerschap)\b",
    r"\bbetaald(?:e)? (?:samenwerking|partnerschap)",
    r"#(?:ad|ads|adv|advert|advertisement|advertising|sponsored|paidpartnership|promo)\b",
    r"\bpaid partnership\b",
    r"\bsponsored by\b",
    r"\bpromo(?: code)?\b",
    r"#(?:werbung|anzeige)\b",
    r"\bbezahlte (?:partnerschaft|werbung)",
)
"""What shows it, in Russian, Dutch, English and German, as regular expressions."""

CARRIES_ADVERTISING = f"(?i){'|'.join(MARKS)}"
"""One regular expression (Python and Rust) that finds any of the marks."""
