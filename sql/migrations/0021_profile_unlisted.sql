-- Whether the account forbids being shown to strangers: then it is known and never listed.
alter table profile add column is_unlisted boolean default false;
