"""Sentences written after the patterns were settled, and never looked at to mend one.

Whoever changes a pattern because of a miss here must write new ones, or drop the table.
"""

ADS: dict[str, tuple[str, ...]] = {
    "ru": (
        "Сапоги из «Лапти.Ру» ношу второй сезон. Реклама ООО «Лапти», ИНН 5024123456",
        "С кодом МАША20 доставка бесплатная до конца недели",
        "Выпуск вышел благодаря компании «Север». Подробности на sever.example/?utm_source=youtube",
        "Друзья из кофейни «Зерно» дарят моим подписчикам скидку 25% по слову ЗЕРНО",
        "Интеграция с банком: открывайте карту тут https://bank.example/?aff_id=77",
        "Коммерческий пост. Курсы стартуют в понедельник, запись открыта",
        "#промо Новая коллекция уже в магазине",
        "Рекламодатель ИП Петров А.В. erid:Kra23wXyz",
    ),
    "nl": (
        "[adv] deze pan gebruik ik elke dag",
        "Samenwerking met Blokker: win een oven",
        "Gebruik KORTING5 in de webshop van Fietsplein",
        "Deze video wordt mede mogelijk gemaakt door NordBank",
        "Ik kreeg deze jas cadeau van het merk #gekregen",
        "Promotie: nu twee halen, een betalen bij Drogist",
        "Affiliate link: https://winkel.example/x?partner_id=8",
        "#reclame zo slaap ik weer door",
    ),
    "en": (
        "#partner My mornings start with Beanworks",
        "Beanworks are sponsoring this week's episode, thank you!",
        "15% off with LENA15 on everything",
        "Disclosure: I was paid by Trailco for this review",
        "Trailco sent me these for free, no strings attached",
        "Advertisement. The new season is here",
        "Get 3 months free at https://vpn.example/lena?ref=lena and use code LENA",
        "Paid promotion: the tent I slept in",
    ),
}
NOT_ADS: dict[str, tuple[str, ...]] = {
    "ru": (
        "Смотрели старую рекламу девяностых, смеялись до слёз",
        "Кто знает нормального рекламщика? Нужен совет",
        "Код ошибки E17 на стиралке, что делать",
        "Отключила рекламу в телевизоре, стало тихо",
        "ООО или ИП: что открыть мастеру?",
        "Наш партнёр по чемпионату не приехал",
        "Скидки 50 % в соседнем магазине, но очередь до угла",
        "Спасибо магазину за то, что закрылся раньше и я осталась без хлеба",
    ),
    "nl": (
        "De reclame op tv staat altijd te hard",
        "Mijn postcode is veranderd, stuur de kaart opnieuw",
        "Ik zoek een advertentie uit de krant van 1962",
        "De samenwerking tussen de scholen loopt stroef",
        "Bestel ik morgen pizza of kook ik zelf?",
        "Sponsors van de club bedankt voor het gras",
        "Weet iemand de pincode van de fietsenstalling?",
        "Geen idee wie dit betaalt, maar het is mooi",
    ),
    "en": (
        "I miss the old ads between the cartoons",
        "The QR code on the door does not work",
        "My sister sponsored a donkey for my birthday",
        "He was promoted to captain",
        "The area code for Leeds is 0113",
        "Our dance partners were late again",
        "Is it an ad or is it art? A walk through the city",
        "Thanks to Anna for supporting us at the race",
    ),
}
