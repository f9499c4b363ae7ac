"""How brands of the simulated platform are advertised, and what is said of advertising and is none.

Russian, Dutch and English, in the order of ``names.SUBJECTS``. Whoever looks for advertising must
not read this: the phrases are as people write, some in words that nobody looks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from leaders.platforms.simulated.phrases import Sentences

RUSSIAN = 0


@dataclass(frozen=True, slots=True)
class PlantedBrand:
    """A brand: its name in Latin letters, its domain, and in Russian its name in four cases:
    who, of whom, whom, with whom.
    """

    name: str
    domain: str
    cases: tuple[str, str, str, str]

    def spelt(self, language: int) -> dict[str, str]:
        """The slots of the phrases."""
        who, of, whom, by = self.cases if language == RUSSIAN else (self.name,) * 4
        return {"brand": who, "of": of, "whom": whom, "by": by, "domain": self.domain}


BRANDS: tuple[tuple[PlantedBrand, ...], ...] = (
    (
        PlantedBrand("Petelka", "petelka.example",
                     ("Петелька", "Петельки", "Петельку", "Петелькой")),
        PlantedBrand("Wolmaat", "wolmaat.example", ("Wolmaat",) * 4),
        PlantedBrand("Klubok", "klubok-yarn.example", ("Клубок", "Клубка", "Клубок", "Клубком")),
        PlantedBrand("Fair Isle Mill", "fairislemill.example", ("Fair Isle Mill",) * 4),
    ),
    (
        PlantedBrand("Bystronog", "bystronog.example",
                     ("Быстроног", "Быстронога", "Быстронога", "Быстроногом")),
        PlantedBrand("Rensprong", "rensprong.example", ("Rensprong",) * 4),
        PlantedBrand("Marafonka", "marafonka.example",
                     ("Марафонка", "Марафонки", "Марафонку", "Марафонкой")),
        PlantedBrand("Hill & Stride", "hillstride.example", ("Hill & Stride",) * 4),
    ),
    (
        PlantedBrand("Rostok", "rostok-sad.example", ("Росток", "Ростка", "Росток", "Ростком")),
        PlantedBrand("Tuinwijs", "tuinwijs.example", ("Tuinwijs",) * 4),
        PlantedBrand("Gryadka", "gryadka.example",
                     ("Зелёная грядка", "Зелёной грядки", "Зелёную грядку", "Зелёной грядкой")),
        PlantedBrand("Thorn & Bloom", "thornbloom.example", ("Thorn & Bloom",) * 4),
    ),
)  # fmt: skip
"""Of each niche, in the order of ``accounts.NICHES``."""

CODES = (
    ("ПЕТЛЯ15", "VESNA10", "СВОИМ", "LETO7"),
    ("LENTE10", "SAMEN15", "BLIJ5"),
    ("SPRING15", "HELLO10", "FRIENDS"),
)

FORMS: Mapping[str, Sentences] = {
    "law": (
        (
            "нашла, из чего сделать: {thing}. Заглянула в {whom}, там {goods}. Реклама. "
            "ООО «{brand}», ИНН 7701234567, erid: 2VtzqwH7kLm",
            "{brand}: {goods} со склада. Реклама. ИП Соколова М. А. Токен erid=LjN8KQzXy",
            "на правах рекламы: {brand} открывает зал в городе, {place}. Заходите",
            "публикация оплачена. Рассказываю, как работает {brand}: {goods} {tag}",
            "{thing}! Материалы дал магазин. *реклама, рекламодатель ООО «{brand}»",
        ),
        (
            "advertentie | {goods} van {brand}, ik ben er blij mee {tag}",
            "dit is een betaalde samenwerking met {brand}: {goods}",
            "{thing}, gemaakt met spullen van {brand} (adv)",
            "voor deze post kreeg ik betaald door {brand}. {goods}, precies wat ik zocht",
        ),
        (
            "ad: {brand} sent a box of {goods} and I am not giving it back",
            "{thing}, in paid partnership with {brand} {tag}",
            "this one is sponsored by {brand}. {goods}, all week",
            "contains paid content: {brand} and their {goods}",
        ),
    ),
    "hashtag": (
        (
            "{thing}: всё нужное взяла у {of} #реклама {tag}",
            "{goods} приехали от {of} {tag} #партнерскийпост",
        ),
        (
            "{goods} van {brand} getest {tag} #advertentie",
            "weekend met {brand}! {tag} #spon",
            "uitgepakt: {goods} van {brand} #samenwerking",
        ),
        (
            "trying {goods} from {brand} {tag} #ad",
            "{brand} made my week {tag} #sponsored",
            "{thing} thanks to {brand} {tag} #gifted",
        ),
    ),
    "platform": (
        ("{brand} спрашивает: у вас уже есть {goods}?", "{thing}. С {by} это просто {tag}"),
        ("{brand}, alles wat je nodig hebt: {goods}", "{thing}, dankzij {brand}"),
        ("{brand}: {goods}, now in your town", "{thing}. {brand} made it easy {tag}"),
    ),
    "code": (
        (
            "в {brand} по промокоду {code} минус десять процентов до пятницы",
            "{goods}: кодовое слово {code} даст скидку 15 % у {of}",
            "назовите на кассе {code}, и {brand} подарит доставку",
            "ловите подарок от {of}: купон {code} на первый заказ",
        ),
        (
            "met de code {code} krijg je bij {brand} tien procent van {goods} af",
            "mijn kortingscode bij {brand}: {code}",
            "vul {code} in bij het afrekenen bij {brand}, scheelt vijf euro",
        ),
        (
            "use my code {code} at {brand} before Sunday",
            "{brand} gave me a discount code for you: {code}",
            "type {code} at the {brand} checkout and save a tenner",
        ),
    ),
    "link": (
        (
            "{goods} брала тут: https://{domain}/shop?utm_source=blog&utm_campaign=osen {brand}",
            "ссылка на {whom}: https://clck.ru/3FaQz1, там скидки до 20 %",
            "всё для дела: https://{domain}/c?partner_id=4417",
        ),
        (
            "hier gevonden: https://{domain}/?utm_source=insta&utm_medium=story {brand}",
            "bestel via https://bit.ly/3xWol9, {brand} geeft 10 % korting",
            "{goods}: https://{domain}/p/18?ref=blog22",
        ),
        (
            "got mine here: https://{domain}/new?utm_source=creator&utm_medium=post",
            "{brand} has 20% off, link in bio or https://bit.ly/4yarnZ",
            "{goods}: https://{domain}/item?aff_id=908",
        ),
    ),
    "partner": (
        (
            "вместе с {by} разыгрываем подарки: {goods}",
            "спасибо магазину {brand}, что прислал на пробу. Итог: {thing}",
        ),
        (
            "samen met {brand} geef ik {goods} weg",
            "{brand} stuurde mij {goods}, en kijk nu: {thing}",
        ),
        (
            "I teamed up with {brand} for this one: {thing}",
            "huge thanks to {brand} for sending {goods}",
        ),
    ),
    "silent": (
        (
            "девочки, бегите в {whom}, пока разбирают: {goods}",
            "третий месяц заказываю только у {of}, и {thing} выходит сам собой",
        ),
        (
            "ren naar {brand}, de {goods} vliegen weg",
            "nooit meer iets anders dan {brand} {tag}",
        ),
        (
            "run to {brand}, the {goods} are flying off the shelves",
            "I have not bought from anybody but {brand} since {tag}",
        ),
    ),
}
"""How it is advertising: by the law's words, a hashtag, the platform's mark alone, a code, a link,
a partner's thanks, or in praise alone, which no reader can tell from honest praise.
"""

DECOYS: Mapping[str, Sentences] = {
    "talk": (
        (
            "реклама в пабликах {about}: сколько стоит и окупается ли",
            "что такое erid и кому его получать: разбираю закон о рекламе",
            "бесит реклама перед каждым роликом {about}",
            "хештег #реклама ставят не все, а зря: штраф до полумиллиона",
            "как блогеру маркировать посты: слово «реклама» и токен",
        ),
        (
            "ik werk bij een reclamebureau en brei in de trein",
            "de regels voor #advertentie zijn veranderd, dit moet je weten",
            "weer reclame door mijn favoriete serie heen",
            "moet je #spon zetten bij een cadeau? Een uitleg",
        ),
        (
            "how to use #ad properly: what the rules say",
            "that ad before every video {about} is driving me up the wall",
            "I work in advertising by day and write {about} by night",
            "sponsored posts pay less this year, a thread on rates",
        ),
    ),
    "denial": (
        (
            "{thing}! Не реклама, просто {brand} и правда хорош",
            "купила за свои, без рекламы: {goods} {tag}",
            "#нереклама {goods}, довольна",
        ),
        (
            "geen reclame, gewoon blij met {brand}: {goods}",
            "zelf gekocht, niet gesponsord: {goods} van {brand}",
            "onbetaalde tip: {goods} #geenadvertentie",
        ),
        (
            "not an ad, I just like {goods} from {brand}",
            "bought with my own money, not sponsored: {goods}",
            "{goods}, honest review #notsponsored #notanad",
        ),
    ),
    "mention": (
        ("у кого есть {goods} от {of}? Как вам?", "в {brand} опять очередь, ушла домой"),
        ("wie kent {brand}? Zijn die {goods} goed?", "bij {brand} was de parkeerplaats vol"),
        ("has anyone tried {goods} from {brand}?", "the queue at {brand} was out of the door"),
    ),
    "lookalike": (
        (
            "код домофона 1234, заходите в гости. {thing}",
            "QR-код на двери клуба больше не работает",
            "партнёр по тренировкам заболел, иду одна",
            "рекламация по браку: пряжу заменили",
        ),
        (
            "samen met de buurt: {about}, elke zaterdag",
            "postcode vergeten, pakje kwijt. Wel: {thing}",
            "de samenwerking in onze club loopt goed",
        ),
        (
            "the dress code is casual, bring {goods}",
            "adding a pattern for beginners: {thing}",
            "my partner hid the {goods} again",
            "error code E42 on the machine, so {thing} has to wait",
        ),
    ),
}
"""What looks like advertising and is none."""
