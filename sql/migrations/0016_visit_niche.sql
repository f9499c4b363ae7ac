-- For which niche a visit was planned; null for files, whose visits serve every niche.
alter table visit add column niche varchar;
