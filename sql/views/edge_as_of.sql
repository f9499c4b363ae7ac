-- The edges that were current at a moment, seen through the visits finished by then.
-- Follow and member are states: current if last seen no earlier than the start of the last
-- complete visit of either endpoint's listing. Only a complete visit takes away. Every other
-- kind is an event: never removed, one a (source, target, kind, post), or a moment where there
-- is no post; its weight, as a state's, is the newest. An account that is gone hides its edges
-- until a later visit meets it again; a failed visit meets nobody, a post may go alone, and whoever
-- asks its members where they are does not meet it.
create or replace macro edge_as_of(moment) as table
with finished as (
    select visit_no, subject_no, post_no is not null as is_of_post, listing, started_at, ended_at, ended
    from visit
    where ended is not null and ended_at <= moment
),
complete as (
    select subject_no, listing, max(started_at) as since
    from finished
    where ended = 'complete' and subject_no is not null
    group by subject_no, listing
),
gone as (
    select subject_no
    from finished
    where subject_no is not null and not is_of_post and ended <> 'failed' and listing <> 'places'
    group by subject_no
    having arg_max(ended, (ended_at, visit_no)) = 'gone'
),
state as (
    select
        source_no, target_no, kind,
        arg_max(weight, (ended_at, visit_no, weight)) as weight,
        max(ended_at) as seen_at
    from edge_seen join finished using (visit_no)
    where kind in ('follow', 'member')
    group by source_no, target_no, kind
),
event as (
    select
        source_no, target_no, kind, post_no,
        min(happened_at) as happened_at,
        arg_max(weight, (ended_at, visit_no, weight)) as weight
    from edge_seen join finished using (visit_no)
    where kind not in ('follow', 'member')
    group by source_no, target_no, kind, post_no, case when post_no is null then happened_at end
),
every as (
    select s.source_no, s.target_no, s.kind, null::integer as post_no,
        null::timestamptz as happened_at, s.weight
    from state as s
    left join complete as given on given.subject_no = s.source_no
        and given.listing = case s.kind when 'follow' then 'following' else 'memberships' end
    left join complete as received on received.subject_no = s.target_no
        and received.listing = case s.kind when 'follow' then 'followers' else 'members' end
    where (given.since is null or s.seen_at >= given.since)
        and (received.since is null or s.seen_at >= received.since)
    union all
    select source_no, target_no, kind, post_no, happened_at, weight from event
)
select * from every
where source_no not in (select subject_no from gone)
    and target_no not in (select subject_no from gone)
