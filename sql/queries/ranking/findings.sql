-- What is unusual about the accounts of a ranking, a row a flag.
select account_no, flag, family, value, peer_median, peers_count, z, p, threshold, seen_count,
    sentence
from finding
where ranking_no = $ranking_no
order by account_no, flag
