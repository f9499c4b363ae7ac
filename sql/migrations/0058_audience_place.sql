-- Where a sample of a community's members said that they are, a row a place, in numbers alone: by
-- the visit that asked them (its subject is the community). country, city: as the platform spells
-- them, null what they do not say, '' all that fewer than ten of the sample named. Of members_count
-- members known asked_count were asked; those who were gone are in no row.
create table audience_place (
    visit_no integer not null,
    country varchar,
    city varchar,
    people_count integer not null,
    asked_count integer not null,
    members_count integer not null
)
