-- Writes down what a person decided of an account, and with a yes or no what was known of it in
-- the ranking that was asked about; of one that was pinned there the evidence is its own echo.
-- Nothing for an account that is stored no more.
insert into review (niche, account_no, is_member, "role", decided_by, decided_at, evidence)
select $niche, account_no, cast($is_member as boolean), cast($role as varchar), $decided_by,
    $decided_at,
    case when cast($is_member as boolean) is not null and cast($prior as double) is not null
        and not is_pinned then struct_pack(
            prior := cast($prior as double), graph_lift := graph_lift,
            neighbour_share := neighbour_share, words := words, lists := lists,
            is_top := cast($is_top as boolean)
        ) end
from account
left join (
    select membership.* from membership join ranking using (ranking_no)
    where ranking_id = $ranking_id
) using (account_no)
where account_no = $account_no and account_id = $account_id
