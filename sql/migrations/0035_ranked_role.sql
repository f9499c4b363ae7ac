-- What the account does in the niche: creator, brand, media, community, unknown.
alter table ranked_account add column "role" varchar
