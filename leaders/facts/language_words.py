"""The small words by which a language is known, and letters that only one language has."""

SMALL_WORDS: dict[str, str] = {
    "en": """the and of to is in that it for was on are with as be this have from or had not but
        what all were when we there can an your which their if do will how my you i me so just
        our has been more its new out about up here they she his her would get by at""",
    "nl": """de het een en van ik te dat die in is niet zijn op aan met als voor er maar om hem
        dan zou of wat mijn men dit zo door over ze zich bij ook tot je mij uit der daar haar
        naar heb hoe heeft hebben deze u want nog zal me zij nu ge geen omdat iets worden toch
        al waren veel meer doen toen moet ben zonder kan hun dus alles onder ja eens hier wie
        werd altijd wordt kunnen ons zelf tegen na wil kon niets uw iemand geweest andere we jij
        jullie onze nieuwe vandaag leuk mooi""",
    "de": """der die das und ist von zu den mit sich des auf für nicht ein eine als auch es an
        werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so
        zum war haben nur oder aber vor zur bis mehr durch man sein wurde ich du wir ihr mein
        dein unser heute schon wenn kann im gibt""",
    "fr": """le la les de des et un une du en est que qui dans pour pas sur au plus par je vous
        nous il elle ne se avec son sa ses ce cette mais ou où tout faire comme sont été être
        avoir mon ma mes notre votre leur très bien aussi aux""",
    "es": """el la los las de y que en un una por con no es se para lo del al como más pero sus
        le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien
        desde todo nos mi tu yo ha fue ser son está""",
    "it": """il lo la i gli le di e che un una è per non in con si da come io del della dei al
        ma anche più se questo questa sono ho ha mi ti ci nel nella alla dal molto tutto quando
        oggi""",
    "pt": """o a os as de e que do da em um uma para com não por mais dos das como mas foi ao
        ele se na no seu sua ou ser quando muito nos já está eu também só pelo pela até isso ela
        você""",
    "pl": """i w na z nie się do to jest że o jak ale po co tak za od przez dla był tylko już
        czy ich go mnie są może bardzo który która jego jej ten ta przy być""",
    "tr": """ve bir bu da de için ile çok ne daha gibi en olarak var ama o ben sen biz kadar
        sonra mi değil olan ki her şey""",
    "ru": """и в не на я быть он с что а по это она этот к но они мы весь который из у то за
        свой от так о для ты же все год как бы если уже или еще когда только его мне вы нас вот
        до есть меня сегодня очень мой моя мои наш можно где после при чтобы""",
    "uk": """і в не на що з я та до це як у він за але від про для так вже все ми вони її його й
        або є був була які щоб якщо можна дуже цей ця коли мене більше також""",
    "be": """і ў не на што з я да гэта як у ён за але ад пра для так ужо усё мы яны яго яе або
        ёсць быў была якія каб калі можна вельмі гэты мяне больш таксама""",
    "bg": """и на да се за от в не е са по това като че с си със ще който той но при до които
        има след ме ни ви аз ти много беше без повече няма""",
    "sr": """и у је да на се за не су од са што као то али из који или ће био бити који смо сам""",
    "kk": """және мен бір бұл үшін бар деп осы да де ол біз сіз болып""",
}  # fmt: skip

OWN_LETTERS: dict[str, str] = {
    "ru": "[ыэё]",
    "uk": "[їєґі]",
    "be": "[ўі]",
    "sr": "[јљњћђџ]",
    "kk": "[әғқңөұүһ]",
    "bg": "ъ",
}
"""Regular expressions; each such letter counts as a small word."""

SCRIPTS: dict[str, str] = {
    "el": r"\p{Greek}",
    "he": r"\p{Hebrew}",
    "ar": r"\p{Arabic}",
    "hi": r"\p{Devanagari}",
    "th": r"\p{Thai}",
    "ka": r"\p{Georgian}",
    "hy": r"\p{Armenian}",
    "ko": r"\p{Hangul}",
    "ja": r"[\p{Hiragana}\p{Katakana}]",
    "zh": r"\p{Han}",
}
"""Scripts that one language is mostly written in; Japanese before Chinese, whose signs it uses."""
