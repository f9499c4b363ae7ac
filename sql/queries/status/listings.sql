-- The listings of a niche, or those known in part, the widest gaps first. Nobody of the audience
-- is named.
select platform,
    case
        when query is not null then query
        when is_unlisted then 'one who is not to be shown'
        when is_candidate then coalesce(handle, account_id)
            || coalesce(' ' || split_part(post_id, '/', -1), '')
        else 'one of the audience'
    end as subject,
    listing, declared_count, fetched_count, gap_count,
    case when is_newest_first then 'newest first' else 'unknown' end as row_order,
    ended, why, ended_at
from listing_of($niche)
left join account on account_no = subject_no
left join post using (post_no)
left join profile_as_of('infinity') as said on said.account_no = subject_no
left join (select account_no, true as is_candidate from candidate_of($niche, 'infinity')) as candidate
    on candidate.account_no = subject_no
where ($with_whole or ended not in ('complete', 'gone')) and listing <> 'profile'
order by ended in ('complete', 'gone'), coalesce(gap_count, 0) desc, platform, subject, listing
