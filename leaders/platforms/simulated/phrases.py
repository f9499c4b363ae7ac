"""What is said on the simulated platform: the words of each niche, and sentences that hold them.

Languages are Russian, Dutch and English, in the order of ``names.SUBJECTS``, and so are topics:
the niches and last what lies outside them.
"""

from collections.abc import Mapping

Slots = Mapping[str, tuple[str, ...]]
Sentences = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Of each language, some to choose from."""

TOPICS: tuple[tuple[Slots, Slots, Slots], ...] = (
    (
        {
            "does": (
                "вяжу спицами и крючком",
                "вяжу свитеры и шали",
                "придумываю узоры для носков",
            ),
            "thing": (
                "вязаный свитер",
                "шаль из мохера",
                "носки с узором",
                "связанная за ночь шапка",
            ),
            "about": ("о вязании", "о пряже и спицах", "о схемах и узорах"),
            "goods": ("пряжа и спицы", "наборы для вязания", "мериносовая пряжа"),
            "folk": ("вязальщиц", "любителей вязания"),
            "tag": ("#вязаниеспицами", "#вязание", "#ВяжуСама", "#пряжа"),
        },
        {
            "does": ("ik brei sokken en truien", "ik brei en haak", "ik ontwerp breipatronen"),
            "thing": ("een gebreide trui", "wollen sokken", "een gehaakte deken"),
            "about": ("breien en haken", "wol en breinaalden", "breipatronen"),
            "goods": ("wol en breinaalden", "breipakketten", "haakgarens"),
            "folk": ("breiers en hakers", "wie graag breit"),
            "tag": ("#breien", "#haken", "#ikbrei", "#sokkenbreien"),
        },
        {
            "does": ("I knit socks and sweaters", "I crochet and spin yarn", "I design knits"),
            "thing": ("a knitted cardigan", "hand-dyed yarn", "a crocheted blanket"),
            "about": ("knitting", "yarn and needles", "knitting patterns"),
            "goods": ("yarn and needles", "knitting kits", "crochet hooks"),
            "folk": ("knitters", "people who love yarn"),
            "tag": ("#knitting", "#KnittersOfInstagram", "#crochet", "#yarnlove"),
        },
    ),
    (
        {
            "does": (
                "бегаю марафоны",
                "бегаю трейлы и веду тренировки",
                "готовлюсь к ультрамарафону",
            ),
            "thing": ("тридцать километров по лесу", "пробежка под дождём", "мой первый марафон"),
            "about": ("о беге", "о тренировках и пульсе", "о марафонах"),
            "goods": ("кроссовки для бега", "беговые часы", "гели и фляги для марафона"),
            "folk": ("бегунов", "любителей бега"),
            "tag": ("#бег", "#ябегаю", "#марафон", "#БегПоУтрам"),
        },
        {
            "does": ("ik loop marathons", "ik loop hard in de duinen", "ik train hardlopers"),
            "thing": (
                "een duurloop van dertig kilometer",
                "een snelle tien",
                "mijn eerste marathon",
            ),
            "about": ("hardlopen", "trainingsschema's en marathons", "trailrunning"),
            "goods": ("hardloopschoenen", "hardloopkleding", "sporthorloges en gels"),
            "folk": ("hardlopers", "trailrunners"),
            "tag": ("#hardlopen", "#hardlopen_amsterdam", "#marathon", "#trailrunning"),
        },
        {
            "does": ("I run marathons", "I run trails before work", "I coach new runners"),
            "thing": ("a long run in the rain", "a 5k best", "my first ultra"),
            "about": ("running", "marathon training", "trail running"),
            "goods": ("running shoes", "trail vests", "gels and race belts"),
            "folk": ("runners", "trail runners"),
            "tag": ("#running", "#RunnersOfBluesky", "#marathontraining", "#trailrun"),
        },
    ),
    (
        {
            "does": ("выращиваю розы", "сажаю огород и собираю семена", "ухаживаю за садом"),
            "thing": ("первые помидоры с грядки", "розы зацвели", "рассада на подоконнике"),
            "about": ("о саде и огороде", "о розах", "о рассаде и грядках"),
            "goods": ("семена и саженцы", "садовый инструмент", "саженцы роз"),
            "folk": ("садоводов", "дачников и огородников"),
            "tag": ("#сад", "#огород", "#МойСад", "#розы"),
        },
        {
            "does": ("ik tuinier in de moestuin", "ik kweek rozen", "ik zaai groenten en bloemen"),
            "thing": ("de eerste tomaten uit de moestuin", "bloeiende rozen", "zaailingen"),
            "about": ("tuinieren", "de moestuin", "rozen en vaste planten"),
            "goods": ("zaden en planten", "tuingereedschap", "rozenstruiken"),
            "folk": ("tuiniers", "moestuinders"),
            "tag": ("#tuinieren", "#moestuin", "#rozen", "#MijnTuin"),
        },
        {
            "does": ("I garden on an allotment", "I grow roses", "I grow vegetables from seed"),
            "thing": ("the first tomatoes", "roses in bloom", "seedlings on the windowsill"),
            "about": ("gardening", "growing vegetables", "roses and borders"),
            "goods": ("seeds and bulbs", "garden tools", "bare-root roses"),
            "folk": ("gardeners", "allotment growers"),
            "tag": ("#gardening", "#GrowYourOwn", "#roses", "#allotment"),
        },
    ),
    (
        {
            "does": ("смотрю кино и пишу рецензии", "играю в футбол", "пою и пишу музыку"),
            "thing": ("премьера недели", "матч, который надо видеть", "новый альбом"),
            "about": ("о кино", "о футболе", "о музыке"),
            "goods": ("билеты на концерты", "футбольные мячи", "гитары и струны"),
            "folk": ("киноманов", "болельщиков"),
            "tag": ("#кино", "#футбол", "#музыка"),
        },
        {
            "does": ("ik reis de wereld rond", "ik voetbal op zaterdag", "ik speel in een band"),
            "thing": ("een week Lissabon", "een doelpunt in de laatste minuut", "een nieuwe plaat"),
            "about": ("reizen", "voetbal", "muziek"),
            "goods": ("koffers en rugzakken", "voetbalshirts", "gitaren"),
            "folk": ("reizigers", "supporters"),
            "tag": ("#reizen", "#voetbal", "#muziek"),
        },
        {
            "does": ("I review films", "I follow football everywhere", "I write songs"),
            "thing": ("the film of the week", "a late winner", "a new record"),
            "about": ("films", "football", "music"),
            "goods": ("concert tickets", "football shirts", "guitars"),
            "folk": ("film lovers", "supporters"),
            "tag": ("#film", "#football", "#NewMusic"),
        },
    ),
)

FIGURES = {
    "price": ("390", "1 290", "2 490", "5 990"),
    "euro": ("4,95", "19", "34,50", "89"),
    "years": ("3", "7", "10", "15"),
}

BIOS: Mapping[str, Sentences] = {
    "creator": (
        (
            "{does}, {place} {tag}",
            "мой дневник {about}. {does}",
            "мама двоих, {does} уже {years} лет",
        ),
        ("{does} in {place} {tag}", "blog over {about}. {does}", "moeder van twee, {does}"),
        ("{does} in {place} {tag}", "writing about {about}. {does}", "dad of two. {does} {tag}"),
    ),
    "page": (
        ("авторская страница {about}: {does}", "блог {about}. По рекламе пишите в сообщения"),
        (
            "de pagina van mijn blog over {about}: {does}",
            "mijn blog over {about}, samenwerken? mail",
        ),
        ("the page of my blog about {about}: {does}", "my blog about {about}, collabs by mail"),
    ),
    "seller": (
        ("{does}. Иногда продаю: {goods}, пишите в личку", "{does}, беру заказы от {price} ₽"),
        ("{does}. Soms verkoop ik {goods}, stuur een bericht", "{does}, ook op bestelling"),
        ("{does}. Sometimes I sell {goods}, message me", "{does}, commissions open"),
    ),
    "brand": (
        (
            "магазин: {goods}. Доставка по всей России, от {price} ₽",
            "{goods}: опт и розница, {place}",
        ),
        ("webshop voor {goods}. Voor 22 uur besteld, morgen in huis", "winkel in {place}: {goods}"),
        (
            "online shop: {goods}. Free shipping over £{euro}, order now",
            "{goods} from {place}. Shop",
        ),
    ),
    "media": (
        ("журнал {about}: новости, обзоры, интервью. Редакция: {place}", "редакция пишет {about}"),
        ("magazine over {about}. Redactie: {place}", "nieuws over {about}, tips aan de redactie"),
        ("magazine about {about}, the editors are in {place}", "news and reviews about {about}"),
    ),
    "community": (
        (
            "клуб {folk}, {place}. Вступайте",
            "группа для {folk}: вопросы, встречи, правила в закрепе",
        ),
        ("groep voor {folk} in {place}, iedereen welkom", "club van {folk}: deel je vragen"),
        ("a club for {folk} in {place}, all welcome", "a group for {folk}: ask, share, meet"),
    ),
    "celebrity": (
        (
            "официальная страница. {does}. Концертный директор: {place}",
            "официальный аккаунт, {does}",
        ),
        ("officieel account. {does}. Boekingen via management", "{does}. Bekend van televisie"),
        ("official. {does}. Management: see link", "{does}. As seen on television"),
    ),
    "audience": (
        ("люблю кофе и кота", "читаю молча", "иногда читаю {about}", "{place}"),
        ("koffie en katten", "ik lees mee", "lees graag over {about}", "{place}"),
        ("coffee and cats", "mostly reading", "here for {about}", "{place}"),
    ),
    "brief": (
        ("{place}", "просто живу", "☀️", "мама двоих"),
        ("{place}", "gewoon ik", "☀️", "hallo!"),
        ("{place}", "just me", "☀️", "she/her"),
    ),
    "bot": (
        ("", "подпишись", "взаимная подписка"),
        ("", "volg mij", "volg en win"),
        ("", "follow back", "link in bio", "dm for promo"),
    ),
}

POSTS: Mapping[str, Sentences] = {
    "creator": (
        (
            "готово: {thing}! {tag}",
            "сегодня {does} {tag} {tag}",
            "рассказываю {about}: с чего начать",
        ),
        ("klaar: {thing}! {tag}", "weekend! {does} {tag} {tag}", "nieuw op de blog: {about}"),
        ("done: {thing}! {tag}", "{does}, come and see {tag} {tag}", "new on the blog: {about}"),
    ),
    "brand": (
        ("новое поступление: {goods}, цена {price} ₽ {tag}", "скидки: {goods}. Заказать по ссылке"),
        ("nieuw binnen: {goods}, € {euro} {tag}", "15 % korting: {goods}. Bestel in de webshop"),
        ("back in stock: {goods}, £{euro} {tag}", "weekend sale: {goods}. Order now, link in bio"),
    ),
    "media": (
        ("в новом номере: десять статей {about}", "интервью недели {about} {tag}"),
        ("in het nieuwe nummer: {about}", "interview: een gesprek over {about} {tag}"),
        ("in the new issue: {about}", "interview of the week: {about} {tag}"),
    ),
    "community": (
        ("встречаемся в субботу, {place} {tag}", "вопрос участника: что почитать {about}?"),
        ("zaterdag komen we bij elkaar in {place} {tag}", "vraag van een lid: tips over {about}?"),
        ("we meet on Saturday in {place} {tag}", "a member asks: any tips about {about}?"),
    ),
    "life": (
        (
            "доброе утро! Кофе и планы на день",
            "были у моря, фото завтра",
            "какой сериал посмотреть?",
        ),
        ("goedemorgen! Eerst koffie", "een dag aan zee, foto's volgen", "welke serie nu?"),
        ("good morning! Coffee first", "a day at the sea, photos to come", "what to watch next?"),
    ),
}
