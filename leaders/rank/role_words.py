"""The words by which accounts say what they are: Russian, Dutch and English, a line or more each.

A row says how much more likely a word makes a role, in nats (1: a hint, 2: clear, 3: the thing
itself). ``word*`` begins with, ``*word`` ends with, ``two_words`` follow each other; all in lower
case, е for ё. A word may stand in several rows. The closest entry counts alone: the whole word,
else the longest beginning or ending, so that "журналист*" is no "журнал*".
"""

from enum import StrEnum


class Role(StrEnum):
    """What an account does in a niche; not its kind: a blogger's page is a community by kind."""

    CREATOR = "creator"
    BRAND = "brand"
    MEDIA = "media"
    COMMUNITY = "community"
    UNKNOWN = "unknown"


Row = tuple[Role, float, str]

WORDS: tuple[Row, ...] = (
    (Role.BRAND, 3, """
        магазин* шоурум* бутик* ателье маркетплейс* гипермаркет* доставк* опт оптом оптов* розниц*
        в_наличии сдэк
        winkel winkels winkeltje *winkel speciaalzaak* groothandel* tuincentrum verzend*
        op_voorraad
        shop shops *shop store stores *store webshop* boutique* showroom* wholesale* retail
        retailer retailers outlet*
        shipping free_delivery in_stock restock* garden_centre garden_center
    """),
    (Role.BRAND, 2, """
        оплат* заказы заказов заказать заказывай* под_заказ на_заказ купить продаж* продаем продам
        прайс* ассортимент* скидк* распродаж* отправляем отправка самовывоз* бренд бренда
        производител* поставщик* фабрик* завод ооо ип салон* лавк* мастерск* питомник* кафе
        кофейн*
        ресторан* пекарн* пиццери* отель услуги прокат аренда холдинг
        bestel* bezorg* levering* leverancier* korting* te_koop te_huur verkoop* openingstijd*
        assortiment* fabriek* kwekerij* *kwekerij bakkerij* restaurant* diensten bureau *bureau
        bv b_v
        order_now order_online orders ships buy sale sales sold discount* checkout manufactur*
        supplier* stockist* dealer nursery bakery brewery roasters cafe café agency services
        rental* brand
        small_batch hand_dyed holding apparel clothing footwear co ltd llc inc gmbh
    """),
    (Role.BRAND, 1, """
        заказ заказа каталог* цена цены студия студии фирм* компани* товар* официальн* коллекци*
        изделия школа академия клиент* одежда обувь заказ_в
        prijs* collectie* producten klant* klantenservice officiele kleding schoenen uw
        order delivery catalog* price* collection* studio* atelier* company official products
        customers handmade goods gear
    """),
    (Role.MEDIA, 3, """
        журнал* газет* новост* редакци* издани* телеканал* радиостанц* вестник* подкаст*
        риа информагентств* информационн*
        nieuws* *nieuws krant* *krant redactie* tijdschrift* dagblad* weekblad* omroep* *omroep
        news *news newspaper* magazine* newsroom* editors editorial_team gazette broadcaster*
        *zine
        podcast* *podcast
    """),
    (Role.MEDIA, 2, """
        сми медиа портал* журналистик* радио издательств* репортаж* тв телевидени*
        vakblad* *blad uitgever*
        media *media journal press radio *radio publisher* publication* portal tv rtv journalism
        headlines bulletin
    """),
    (Role.MEDIA, 1, """
        афиш* обзоры интервью выпуск* главный_редактор
        hoofdredact* reportages verslaggev*
        newsletter* interviews issue issues coverage stories
    """),
    (Role.COMMUNITY, 3, """
        клуб клуба клубе клубы сообществ* форум* чат чата чате чатик* групп* подслушано барахолк*
        флудилк* содружеств* объединени* ассоциаци*
        комьюнити единомышленник* сходк*
        groep* *groep vereniging* *vereniging gilde gemeenschap*
        club clubs *club community communities *community forum* *forum chat guild
        society association* meetup* collective collectief
    """),
    (Role.COMMUNITY, 2, """
        типичн* участник* вступай* любител* земляк* соседи фанаты фанклуб* вязальщицы рукодельницы
        бегуны садоводы огородники дачники мамы мамочки
        liefhebbers hardlopers breiers breisters tuiniers leden lid_worden buurt* vrijwilligers
        netwerk stichting* afdeling lidmaatschap *maatjes *vrienden
        group groups swap harriers members join_us meet_ups runners knitters crocheters gardeners
        lovers hikers cyclists
        readers neighbours neighbors fanclub* volunteers allotment*
    """),
    (Role.COMMUNITY, 1, """
        встреч* общени* обсужда* присоединяй* правила взнос* админ* предложка объявления
        aansluiten samen gezellig* vrienden welkom
        network together join welcome friends moderator* discuss* team
    """),
    (Role.CREATOR, 3, """
        блог* влог* дневник* записки
        blog* *blog vlog* *vlog influencer* content_creator ugc
    """),
    (Role.CREATOR, 2, """
        автор автора авторский_канал ведущая ведущий сотрудничеств* коллаб*
        samenwerk* schrijver schrijfster dagboek*
        creator* collab collabs diary
    """),
    (Role.CREATOR, 1, """
        рецензи* мастер_класс мастер_классы
        workshop* podcaster* personal
    """),
    (Role.UNKNOWN, 1.5, "бот пароди* bot parody spam"),
    (Role.UNKNOWN, 0, """
        клубок* клубк* клубник* клубни* клубоч* оптик* nieuwsbrief* nieuwsgierig* bezorgd benzine
        оптим* социальные_медиа
        workshop photoshop* shoplift* bishop restore social_media multimedia* nightclub
    """),
)  # fmt: skip
"""What stands in names, handles, bios, addresses and the roles of contacts; the last row is of
words that only look like one."""

TITLES: tuple[Row, ...] = (
    (Role.MEDIA, 2, """
        сегодня вести ежедневн* еженедельн* дайджест*
        vandaag courant fm
        daily weekly monthly quarterly times today tribune herald digest review
    """),
    (Role.MEDIA, 1, "инфо info live"),
    (Role.COMMUNITY, 1.5, """
        жители друзья
        vrienden_van
        everything fans friends_of moms mums
    """),
    (Role.CREATOR, 2, """
        вяжет бежит бегает сажает шьет пишет рассказывает готовит
        loopt breit haakt naait bakt kookt tuiniert graaft kweekt fietst wandelt schrijft maakt
        makes knits runs grows writes cooks bakes paints sews crochets
    """),
    (Role.CREATOR, 1, """
        тренер дизайнер мастер
        ontwerper auteur
        author coach maker designer designs runner knitter gardener writer
    """),
)  # fmt: skip
"""What tells something in a name or handle alone: "new patterns daily" makes no newspaper."""

MANY = "мы наш наша наше наши нас нам wij we we_re our ours us onze ons"

VOICE: tuple[Row, ...] = (
    (Role.CREATOR, 2.5, """
        я мой моя мое мои моей моем моего мне меня обо_мне вяжу шью пишу рисую пеку веду снимаю
        живу люблю бегаю бегу хожу готовлю учу умею могу сажаю создаю делаю помогаю читаю
        работаю играю мечтаю худею путешествую ищу хочу знаю *юсь *ываю *иваю
        ik ik_ben mijn mezelf hij_hem zij_haar
        i im i_m ive i_ve my mine myself she_her he_him they_them she_they he_they views_own
        opinions_my_own
    """),
    (Role.CREATOR, 2, """
        основатель* основательниц* владелец владелица хозяйка мама папа жена муж журналист*
        писатель* фотограф художни* дизайнер* психолог* тренер* мастер вязальщица рукодельница
        садовод бегун бегунья марафонец стилист* врач преподавател* учител* эксперт* коуч*
        предпринимател*
        eigenaar eigenaresse oprichter moeder vader fotograaf kunstenaar ontwerper docent
        redacteur
        hardloper loper tuinier breister auteur
        founder co_founder cofounder owner ceo mum mom mama dad wife husband writer author
        journalist* reporter editor columnist photographer artist designer coach trainer teacher
        runner knitter gardener maker developer researcher engineer scientist professor student
        marathoner ambassador
    """),
    (Role.CREATOR, -0.7, MANY),
    (Role.BRAND, 0.7, MANY),
    (Role.MEDIA, 0.5, MANY),
    (Role.COMMUNITY, 0.7, MANY),
    (Role.BRAND, 1.5, """
        делаем шьем вяжем производим
        wij_leveren wij_verkopen
        we_sell we_ship we_make
    """),
    (Role.MEDIA, 1.5, """
        публикуем рассказываем
        wij_schrijven wij_berichten
        we_publish we_report we_cover
    """),
    (Role.COMMUNITY, 1.5, """
        бегаем делимся встречаемся собираемся общаемся
        wij_lopen
        we_meet we_run
    """),
)  # fmt: skip
"""What tells something in a bio alone: who speaks, one person or several, and of what."""

ADDRESSES: dict[str, tuple[Role, float]] = dict.fromkeys(
    ("ozon.ru", "wildberries.ru", "livemaster.ru", "avito.ru", "etsy.com", "bol.com",
     "myshopify.com", "shopify.com", "marktplaats.nl", "bigcartel.com", "market.yandex.ru",
     "aliexpress.ru", "amazon.com", "amazon.nl", "amazon.co.uk", "lavka.yandex.ru",
     "megamarket.ru", "folksy.com", "depop.com", "vinted.nl"), (Role.BRAND, 1.5),
) | dict.fromkeys(
    ("boosty.to", "patreon.com", "ko-fi.com", "buymeacoffee.com", "donationalerts.com",
     "petjeaf.com", "substack.com", "medium.com", "livejournal.com", "dzen.ru", "blogspot.com",
     "wordpress.com", "tumblr.com", "strava.com"), (Role.CREATOR, 1.5),
) | dict.fromkeys(("linktr.ee", "taplink.cc", "beacons.ai", "bio.site"), (Role.CREATOR, 0.5)) | {
    "meetup.com": (Role.COMMUNITY, 1.5),
    "discord.gg": (Role.COMMUNITY, 1.0),
}  # fmt: skip
"""Where people sell, are paid as authors, or meet: a host and all below it."""

ENDINGS: dict[str, tuple[Role, float]] = dict.fromkeys(
    ("shop", "store", "boutique", "магазин"), (Role.BRAND, 2.0)
) | {
    "news": (Role.MEDIA, 2.0),
    "media": (Role.MEDIA, 1.0),
    "press": (Role.MEDIA, 1.5),
    "club": (Role.COMMUNITY, 1.5),
    "community": (Role.COMMUNITY, 2.0),
    "blog": (Role.CREATOR, 2.0),
}
"""Top-level domains that say what stands below them."""

GIVEN_NAMES = """
    анна мария ольга татьяна наталья наталия юлия елена екатерина ирина светлана марина анастасия
    дарья александра ксения виктория алина полина евгения людмила галина валентина нина оксана
    кристина яна алена софия софья варвара диана маргарита лариса тамара зоя аня маша оля таня
    наташа юля лена катя ира настя даша саша ксюша женя люда галя сергей андрей илья федор иван
    александр алексей дмитрий михаил николай владимир павел антон артем максим никита егор денис
    игорь олег юрий петр виктор василий константин кирилл григорий степан тимур ваня дима коля
    леша миша паша вася инна элина жанна вадим руслан станислав вячеслав геннадий борис
    anna maria olga tatiana natalia yulia julia elena ekaterina irina svetlana marina anastasia
    daria darya alexandra katya masha dasha sasha nastya lena olya tanya natasha sergey andrey
    ivan dmitry mikhail pavel anton
    anouk zoë zoe daniël daniel femke noëlle jeroen sanne thijs rené lotte eva sophie emma lieke
    marieke ingrid annelies saskia maaike esther linda bram jan piet pieter kees joost maarten
    wouter sander ruben tim tom lars jasper bas koen marloes willem hans henk bart nienke fleur
    emily oliver chloë chloe george amelia harry isla jack noah siobhán sarah laura kate katie
    emma lucy hannah charlotte james john david michael peter paul robert william thomas ben alex
    matthew andrew chris steve simon rachel rebecca jessica olivia helen claire susan karen jane
    jerry richard robert charles joseph mark nick kevin brian gary scott jason jeff ryan
    elizabeth jennifer amy lisa nancy michelle stephanie megan alice ellen ruth martha
    dirk erik frank gerard gert hugo johan jos karel luc marc martijn marcel patrick rob ron sven
    theo vincent wim yvonne anja astrid carla ilse inge ineke jolanda karin kim manon marije
    marjolein mieke miriam monique nathalie petra renske tineke wendy
"""
"""The commonest given names; far from all: two capitalised words are a weaker sign of a person."""

FAMILY_ENDINGS = (
    "ов", "ова", "ев", "ева", "ин", "ина", "ский", "ская", "цкий", "цкая", "енко", "чук", "юк",
    "ян", "дзе", "швили",
)  # fmt: skip
"""Of Russian family names."""

PARTICLES = ("van", "de", "der", "den", "ter", "ten", "von", "di", "la", "le", "el")
"""What stands between a given and a family name."""
