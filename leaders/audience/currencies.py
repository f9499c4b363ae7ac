"""Currencies: the codes of ISO 4217, and what else people write for the commonest."""

from difflib import get_close_matches

_IN_USE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND
VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CODES = frozenset(_IN_USE.split())
"""The codes in use (ISO 4217), without funds, metals and tests."""

_WRITTEN = {
    "₽": "RUB", "РУБ": "RUB", "РУБ.": "RUB", "РУБЛЕЙ": "RUB", "RUR": "RUB", "€": "EUR",
    "ЕВРО": "EUR", "EURO": "EUR", "£": "GBP", "₸": "KZT", "₴": "UAH", "ГРН": "UAH",
}  # fmt: skip
"""What means one currency alone; $ means many."""


_COMMON = ("RUB", "EUR", "USD", "GBP", "KZT", "BYN", "UAH", "CHF", "PLN", "TRY")
"""What a mistyped code is compared with: of all codes one is near to anything."""


def read_currency(text: str) -> str:
    """The code of a currency.

    Raises ``ValueError`` with what is wrong where it is none.
    """
    plain = text.strip().upper()
    code = _WRITTEN.get(plain, plain)
    if code in CODES:
        return code
    if not plain:
        raise ValueError("is empty; write a code of three letters such as RUB")
    close = get_close_matches(code, _COMMON, n=1)
    hint = f"did you mean {close[0]}?" if close else "write a code such as RUB, EUR or USD"
    raise ValueError(f"{text.strip()[:20]!r} is no currency; {hint}")
