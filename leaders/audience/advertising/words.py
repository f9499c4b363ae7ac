"""What shows advertising in a text: one pattern a kind and language, with its weight.

Every quantifier is bounded or over one class of characters, so that no text makes a pattern slow.
Patterns are matched without regard to case, but for tokens: a code is written in capitals or holds
a digit, or else it is a word like any other.
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "platform", "erid", "legal", "hashtag", "soft_hashtag", "partner", "promo_code", "affiliate",
    "brand_link", "brand_account", "brand_word", "advertiser", "utm", "referral", "offer",
    "short_link",
]  # fmt: skip
"""Kinds of evidence."""

MARKS_BY_LAW: frozenset[Kind] = frozenset({"platform", "erid", "legal", "hashtag"})
"""Kinds of which one is enough: whoever published the post says itself that it is advertising."""

WEIGHTS: dict[Kind, float] = {
    "platform": 1.0,
    "erid": 1.0,
    "legal": 1.0,
    "hashtag": 1.0,
    "soft_hashtag": 0.6,
    "partner": 0.6,
    "promo_code": 0.6,
    "affiliate": 0.6,
    "brand_link": 0.4,
    "advertiser": 0.3,
    "utm": 0.3,
    "referral": 0.3,
    "brand_account": 0.3,
    "brand_word": 0.2,
    "offer": 0.2,
    "short_link": 0.1,
}
"""What one piece of evidence adds; a kind counts once a post. Set by judgement, not fitted."""

ORGANISATION = r"(?:ООО|ОАО|ПАО|АО|ИП|НКО|АНО)\s{1,3}[«\"“А-ЯЁA-Z]"
_CAPITALS = r"(?-i:(?=[A-ZА-ЯЁ0-9_-]{0,15}[A-ZА-ЯЁ])[A-ZА-ЯЁ0-9][A-ZА-ЯЁ0-9_-]{2,15})(?![\w-])"
_WITH_DIGIT = r"(?-i:(?=[A-ZА-ЯЁ_-]{1,15}\d)[A-ZА-ЯЁ][A-ZА-ЯЁ0-9_-]{2,15})(?![\w-])"
_CODE = (
    rf"(?:\W{{0,4}}{_CAPITALS}|[^.!?\n:]{{1,40}}:\W{{1,3}}{_CAPITALS}|"
    rf"[^.!?\n]{{1,40}}?\b{_WITH_DIGIT})"
)
"""A code behind the word for it: at once, behind a colon, or soon and with a digit."""
_BARE_CODE = r"\W{1,4}(?-i:(?=[A-ZА-ЯЁ0-9_-]{4}))" + _CAPITALS
_END = r"(?=\s{0,3}(?:[.:|,;!)\]/•·—–-]|$|erid))"
_LABEL_END = (
    r"(?=\s{0,3}(?:[.|)\]/•·*]|$|[:,—–-]?\s{0,3}(?:erid|токен|\d{1,2}\+|рекламодатель|"
    + ORGANISATION
    + ")))"
)
"""Behind «реклама» or "reclame", which begin many a sentence that is no label."""
_BEGIN = r"(?:^|(?<=[.!?…|•·()\[\]/—–«»\"])|(?<=[.!?…|•·()\[\]/—–«»\"]\s))\W{0,4}"


_ORGANISED = "инн|ооо|оао|пао|ао|ип|нко|ано"
_KEYS: dict[tuple[Kind, str], str] = {
    ("erid", ""): "erid",
    ("legal", "ru"): "реклам",
    ("legal", "nl"): "betaald|adv|reclame|gesponsord|(ad|[ad|(spon|[spon",
    ("legal", "en"): "ad|paid|sponsor|promoted",
    ("legal", "de"): "bezahlte|werbung|anzeige",
    ("advertiser", "ru"): _ORGANISED,
    ("hashtag", "ru"): "#реклам|#на|#рекламный",
    ("hashtag", "nl"): "#adv|#reclame|#spon|#gesponsord|#betaald",
    ("hashtag", "en"): "#ad|#spon|#paid",
    ("hashtag", "de"): "#werbung|#anzeige|#bezahlte",
    ("soft_hashtag", "ru"): "#промо|#спонсор|#партн|#коллаб|#сотрудн",
    ("soft_hashtag", "nl"): "#samenwerking|#collab|#gekregen|#pr",
    ("soft_hashtag", "en"): "#ads|#promo|partner|#gifted|#affiliate|ambassador|#advertising",
    ("soft_hashtag", "de"): "#kooperation|#pr",
    ("partner", "ru"): "партн|коллаб|сотрудничеств|совместно с|при поддержке|спонсор|спасибо |"
    "благодарю |прислал|подарил|предоставил",
    ("partner", "nl"): "in samenwerking met|mogelijk gemaakt|aangeboden door|gekregen van|"
    "ontvangen van|toegestuurd van|stuurde m|gaf m|merkambassadeur",
    ("partner", "en"): "collaboration with|partner|cooperation with|up with|gifted |"
    "brought to you|for sponsoring|for sending|for supporting|for gifting|kindly |generously |"
    "brand ambassador",
    ("partner", "de"): "in kooperation mit|in zusammenarbeit mit|in partnerschaft mit",
    ("promo_code", "ru"): "промо|код|купон",
    ("promo_code", "nl"): "code",
    ("promo_code", "en"): "code",
    ("promo_code", "de"): "code",
    ("utm", ""): "utm_",
    ("affiliate", ""): "aff=|affid=|aff_id=|affiliate=|affiliateid=|affiliate_id=|partnerid=|"
    "partner_id=|awc=|irclickid=|subid|admitad|awin1|tp.media|skimresources|shopstyle|rstyle|ltk.app|liketk|amzn.to|aliexpress|prf.hn|bol.com|tradetracker|fas.st|"
    "epnclick",
    ("referral", ""): "ref=|refid=|referral=|partner=|clickid=|click_id=|tag=",
    ("short_link", ""): "bit.ly|clck.ru|vk.cc|goo.su|tinyurl|cutt.ly|rebrand.ly|is.gd|ow.ly|t.ly|"
    "u.to|shorturl|lnk.to|rb.gy|surl.li|tiny.cc|buff.ly",
    ("offer", "ru"): "скидк|по ссылке|ссылка в",
    ("offer", "nl"): "korting|bestel|link in",
    ("offer", "en"): "off|discount|shop now|order now|buy now|link in|swipe up",
    ("offer", "de"): "rabatt",
}
"""In small letters: a text without any of these has no such sign, and is not looked through."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern of one kind. language: of its words, "" where it has none. keys: see ``_KEYS``."""

    kind: Kind
    language: str
    pattern: re.Pattern[str]
    keys: frozenset[str]


def _sign(kind: Kind, language: str, *patterns: str, keys: str = "") -> Sign:
    pattern = re.compile("|".join(patterns), re.IGNORECASE)
    return Sign(kind, language, pattern, frozenset((keys or _KEYS[kind, language]).split("|")))


def _tags(*tags: str) -> str:
    return rf"(?<![\w#&/])#(?:{'|'.join(tags)})(?!\w)"


SIGNS: tuple[Sign, ...] = (
    # Russia: the law on advertising wants the word, the advertiser and a token.
    _sign("erid", "", r"\berid\W{0,4}(?-i:(?=[A-Za-z]*\d|[a-z]*[A-Z])[A-Za-z0-9]{6,40})(?!\w)"),
    _sign(
        "legal", "ru",
        _BEGIN + r"(?-i:Реклама|РЕКЛАМА)\b" + _LABEL_END,
        r"^\W{0,4}реклама\b" + _LABEL_END,
        r"\*\s?реклама\b",
        r"[(\[]\s?реклама\s?[)\]]",
        r"(?-i:\bРЕКЛАМА|\bРеклама)\.\s{0,3}" + ORGANISATION,
        r"\bна правах рекламы\b",
        r"\b(?:сообщение|материал|пост|публикация) рекламного характера\b",
        r"\bрекламодател[ья]\W{1,3}" + ORGANISATION,
        r"\bрекламн(?:ый|ая) (?:пост|публикация|интеграция)\b",
    ),
    _sign("legal", "nl",
          r"\bbetaalde? (?:samenwerking|partnerschap|promotie)\b",
          _BEGIN + r"(?:advertentie|adv)\b" + _END,
          _BEGIN + r"reclame\b" + _LABEL_END,
          r"\b(?:gesponsord|gesponsorde post) door\b",
          r"[(\[](?:adv|ad|advertentie|reclame|spon)[)\]]"),
    _sign("legal", "en",
          r"\bpaid (?:partnership|promotion|collaboration|ad(?:vertisement)?)\b",
          r"\bsponsored (?:by|post|content|video)\b",
          r"^\W{0,4}(?:ad|advert|advertisement|sponsored|promoted)\s{0,2}(?:[.:|)\]/•·—–-]|$)",
          r"[(\[]\s?(?:ad|advert|advertisement|sponsored)\s?[)\]]",
          r"\b(?:is|are) sponsoring (?:this|today)"),
    _sign("legal", "de",
          r"\bbezahlte (?:partnerschaft|werbung|kooperation)\b",
          _BEGIN + r"(?-i:Werbung|WERBUNG|Anzeige|ANZEIGE)\b" + _END),
    _sign("advertiser", "ru",
          r"\bИНН\W{0,3}\d{10}(?:\d\d)?\b",
          r"(?-i:\b" + ORGANISATION + r"[^.;|]{1,40})"),
    _sign("hashtag", "ru", _tags("реклама", "на_?правах_?рекламы", "рекламный_?пост")),
    _sign("hashtag", "nl", _tags("advertentie", "reclame", "spon", "gesponsord",
                                 "betaalde?_?(?:samenwerking|partnerschap)")),
    _sign("hashtag", "en", _tags("ad", "advert", "advertisement", "adv", "sponsored",
                                 "paid_?(?:partnership|ad|promotion)", "sponsoredpost")),
    _sign("hashtag", "de", _tags("werbung", "anzeige", "bezahlte_?(?:werbung|partnerschaft)")),
    _sign("soft_hashtag", "ru", _tags("промо", "спонсор", "спонсорский", "партн[её]рск[а-яё]{2,6}",
                                      "партн[её]рство", "коллаборация", "сотрудничество")),
    _sign("soft_hashtag", "nl", _tags("samenwerking", "collab", "gekregen", "pr_?samenwerking")),
    _sign("soft_hashtag", "en", _tags("ads", "promo", "promotion", "partner", "brandpartner",
                                      "gifted", "affiliate", r"\w{2,20}_?(?:partner|ambassador)",
                                      "ambassador", "advertising")),
    _sign("soft_hashtag", "de", _tags("kooperation", "pr_?sample")),
    _sign("partner", "ru",
          r"\bпартн[её]рск(?:ий|ая|ое) (?:материал|пост|публикация|проект|интеграция)",
          r"\b(?:в партн[её]рстве|в коллаборации|в сотрудничестве|совместно) с\b",
          r"\bпри поддержке\b", r"\bспонсор(?:ы|ом)? (?:поста|выпуска|видео|публикации)",
          r"\b(?:спасибо|благодарю) (?:бренду|магазину|компании|марке|студии)\b",
          r"\b(?:бренд|магазин|компания|марка)\b.{0,30}\b(?:прислал|подарил|предоставил)[аио]?\b",
          r"\b(?:прислал|подарил|предоставил)[аио]? (?:мне )?(?:бренд|магазин|компания|марка)\b"),
    _sign("partner", "nl",
          r"\bin samenwerking met\b", r"\bmede mogelijk gemaakt door\b", r"\baangeboden door\b",
          r"\b(?:gekregen|ontvangen|toegestuurd) van\b",
          r"\b(?:stuurde|gaf) (?:mij|me)\b", r"\bmerkambassadeur\b"),
    _sign("partner", "en",
          r"\bin (?:collaboration|partnership|cooperation) with\b", r"\bteam(?:ed|ing) up with\b",
          r"\bpartner(?:ed|ing) with\b",
          r"\bgifted (?:by|from|to me)\b", r"\bbrought to you by\b",
          r"\bthanks? (?:you )?to\b.{0,40}\bfor (?:sponsoring|sending|supporting|gifting)\b",
          r"\b(?:kindly|generously) (?:sent|gifted|provided)\b", r"\bbrand ambassador\b"),
    _sign("partner", "de", r"\bin (?:kooperation|zusammenarbeit|partnerschaft) mit\b"),
    _sign("promo_code", "ru",
          r"\bпромо-?код(?:у|ом|а|е|ы)?\b" + _CODE,
          r"(?<![\w-])(?:код|кодом|коду|кодовое слово|купон|купону)\b" + _BARE_CODE),
    _sign("promo_code", "ru",
          r"\b(?:на кассе|при оформлении|в корзине)\b[^.!?\n]{0,20}?\b" + _WITH_DIGIT,
          keys="на кассе|при оформлении|в корзине"),
    _sign("promo_code", "nl",
          r"\b(?:kortings|actie|promo|cadeau)-?code\b" + _CODE),
    _sign("promo_code", "nl",
          r"(?<![\w-])" + _WITH_DIGIT + r"[^.!?\n]{0,25}\bafrekenen\b", keys="afrekenen"),
    _sign("promo_code", "en",
          r"\b(?:promo|discount|coupon|voucher|offer|referral)[ -]?code\b" + _CODE,
          r"(?<!error )(?<!dress )(?<!source )(?<!zip )(?<!area )(?<![\w-])code\b" + _BARE_CODE),
    _sign("promo_code", "en",
          r"(?<![\w-])" + _WITH_DIGIT + r"[^.!?\n]{0,25}\bcheckout\b", keys="checkout"),
    _sign("promo_code", "de", r"\b(?:rabatt|gutschein|aktions)-?code\b" + _CODE),
    _sign("utm", "", r"[?&;]utm_(?:source|medium|campaign|content|term)=[^\s&#]{1,60}"),
    _sign("affiliate", "",
          r"[?&](?:aff|aff_?id|affiliate(?:_?id)?|partner_?id|awc|irclickid|subid\d?)=[^\s&#]{1,60}",
          r"\b(?:ad\.admitad\.com|awin1\.com|tp\.media|go\.skimresources\.com|shopstyle\.it|"
          r"rstyle\.me|ltk\.app\.link|liketk\.it|amzn\.to|s\.click\.aliexpress\.com|"
          r"prf\.hn|partner\.bol\.com|tc\.tradetracker\.net|fas\.st|epnclick\.ru)/"),
    _sign("referral", "", r"[?&](?:ref|refid|referral|partner|click_?id|tag)=[^\s&#]{1,60}"),
    _sign("short_link", "",
          r"\b(?:bit\.ly|clck\.ru|vk\.cc|goo\.su|tinyurl\.com|cutt\.ly|rebrand\.ly|is\.gd|ow\.ly|"
          r"t\.ly|u\.to|shorturl\.at|lnk\.to|rb\.gy|surl\.li|tiny\.cc|buff\.ly)/\w{2,40}"),
    _sign("offer", "ru", r"\bскидк[аиуой]{1,2}\b.{0,12}\d{1,2}\s?%", r"\d{1,2}\s?%\s?скидк",
          r"\b(?:заказать|купить|переходите|забирайте|успейте)\b.{0,20}\bпо ссылке\b",
          r"\bссылка в (?:шапке|описании|профиле|био)\b"),
    _sign("offer", "nl", r"\d{1,2}\s?%\s?korting\b", r"\bkorting van\b",
          r"\bbestel (?:nu|hier|via)\b", r"\blink in (?:mijn )?(?:bio|profiel)\b"),
    _sign("offer", "en", r"\d{1,2}\s?%\s?(?:off|discount)\b", r"\b(?:shop|order|buy) now\b",
          r"\blink in (?:my )?(?:bio|profile)\b", r"\bswipe up\b"),
    _sign("offer", "de", r"\d{1,2}\s?%\s?rabatt\b"),
)  # fmt: skip
"""All signs but the brands', in Russian, Dutch, English and German.

What is found by other keys is a sign of its own, so that one slow pattern waits for its own word.
"""
SIGN_KEYS = tuple(sorted({key for sign in SIGNS for key in sign.keys}))
"""The keys of all signs, each once."""

NEGATED = re.compile(
    r"(?:\bне|\bбез|\bне является|\bnot?|\bnot an?|\bnot a paid|\bnever|n't|\bisn't an?|\bgeen|"
    r"\bniet|\bzonder|\bkeine?|\bnicht|\bunbezahlte|\bonbetaalde|\bunpaid|\bno paid|"
    r"\bникак(?:ой|ая))[\s«\"“(]{0,3}$",
    re.IGNORECASE,
)
"""What, just before a sign, makes it say the contrary: "не реклама", "not an ad"."""

DENIED = re.compile(
    r"(?<!\w)(?:#(?:не|no|not|nota?n?|geen|keine?|niet|un|on)_?(?:реклама|ad|advert|sponsored|spon|"
    r"advertentie|reclame|gesponsord|werbung|paid|bezahlte_?werbung)\b)",
    re.IGNORECASE,
)
"""Hashtags that say that nothing was paid."""

TALK = re.compile(
    r"\bзакон[а-яё]{0,4} о рекламе|\b38-фз|\bмаркир(?:овк|ова|уе|уй)|\bроскомнадзор|\bфас\b|"
    r"\bштраф|\bрекламн(?:ый|ого|ом) рын|\bрекламн(?:ое|ого) агентств|\bблокировщик|"
    r"\b(?:по|о|об|про|насч[её]т) реклам[еуы]|\bмаркетолог|\bтаргет|\bрекламодателей\b|"
    r"\bas[ia] rules?\b|\bftc\b|\bad (?:blocker|agency|law|rules|industry|revenue|block)|"
    r"\badvertising (?:law|standards|agency|industry|rules|budget)|\bdisclos(?:e|ure|ing)|"
    r"\bhow to (?:label|mark|tag)|\breclamecode|\breclame(?:bureau|wet|regels|campagne)|"
    r"\bregels (?:voor|over)|\bthe rules\b|\b(?:how|when) to (?:use|disclose)|"
    r"\b(?:moet|mag) je\b.{0,20}#|\b(?:should|must) (?:i|you|we)\b.{0,20}#|"
    r"\bcommissariaat voor de media|\bwerbe(?:recht|agentur|blocker)|"
    r"\bkennzeichn|\bhashtags? (?:like|such as|zoals|wie)|\bхештег",
    re.IGNORECASE,
)
"""Words of who talks about advertising: a word or hashtag alone does not count beside them."""

LIGHT: frozenset[Kind] = frozenset({"offer", "advertiser"})
"""Kinds that weigh too little to make a post likely without one of the others."""
KEYS = tuple(
    sorted(
        {key for sign in SIGNS if sign.kind not in LIGHT for key in sign.keys if key != "ad"}
        | {"(ad", "( ad", "[ad", "[ ad"}
    )
)
"""No text without any of these is marked or likely, but for ``AT_BEGIN``."""
AT_BEGIN = r"(?i)^\W{0,4}ad\b"
"""The one sign that is too short for a key: "Ad:" opens a post."""
