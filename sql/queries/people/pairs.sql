-- The pairs of accounts that are one person, or by a person's word are not, by permanent id: people's
-- words, and what was proved for a niche (null: for any) where nobody said anything.
select account_no, other_no, account_id, other_id, status
from decided_link()
union all
select distinct account_no, other_no, one.account_id, other.account_id as other_id, status
from identity_link
join account as one using (account_no)
join account as other on other.account_no = other_no
where status = 'verified' and ($niche is null or niche = $niche)
    and (account_no, other_no) not in (select (account_no, other_no) from decided_link())
order by account_id, other_id
