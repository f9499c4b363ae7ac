-- The listings of a platform's accounts and posts that need no further call of a niche: ended, but
-- for those that failed before visit first_visit, and those that a limit of pages cut which is
-- wider now. A visit that goes on from a cut one counts with it: they begin at the same moment.
-- What a file told in part (it has no pages) is read as if nobody had; what the niche has planned
-- and not read, for want of a day's quota, is planned already.
create or replace macro listing_done(
    of_niche, on_platform, first_visit, most_pages, enough_posts
) as table
select subject_no, post_no, listing
from (
    select subject_no, post_no, listing, niche, ended, visit_no, cursor, fetched_count,
        sum(page_count) over (partition by subject_no, post_no, listing, started_at) as page_count
    from visit
    left join (select visit_no, count(*) as page_count from page group by visit_no) as pages
        using (visit_no)
    where platform = on_platform and subject_no is not null
        and (page_count is not null or ended is distinct from 'cut')
    qualify row_number() over (
        partition by subject_no, post_no, listing
        order by started_at desc, ended is null, fetched_count desc, visit_no desc
    ) = 1
)
where ended is null and niche = of_niche
    or ended is not null and (ended <> 'failed' or visit_no >= first_visit)
    and (ended <> 'cut' or cursor is null or case listing
        when 'posts' then fetched_count >= enough_posts else page_count >= most_pages end)
