-- title: 逐年办理结果占比 / shares of outcomes by year
-- columns: year, reports, undecidable, contradicting, concluded, granted, partly_granted, refused, unavailable, declined, other, granted_share, partly_granted_share, refused_share, unavailable_share, declined_share, other_share, disclosure_rate, merits_disclosure_rate
-- unit: 件；份额为 0 至 1，分母为 concluded（实体公开率为予以、部分、不予公开之和） / requests; shares are 0 to 1 of concluded (the merits rate: of granted, partly granted and refused)
-- order: year
-- caveat: 同一机关同一年度只计一份报告（见 counted）；份额为合计之比；有格无数的报告不计入，其数见 undecidable；各类之和不等于总计的报告计入，其数见 contradicting；政府报告可能含其部门 / one report a body and year (see counted); a ratio of sums; reports with a cell without a figure are left out and counted as undecidable; those whose groups do not add up to concluded are in, and counted as contradicting; a government's report may include its departments
with decided as (
    select
        *,
        granted + partly_granted + refused + unavailable + declined + other as parts,
        parts + concluded is not null as complete
    from outcome_groups
),
sums as (
    select
        year,
        count(*) filter (complete) as reports,
        count(*) filter (not complete) as undecidable,
        count(*) filter (complete and parts <> concluded) as contradicting,
        sum(concluded) filter (complete)::bigint as concluded,
        sum(granted) filter (complete)::bigint as granted,
        sum(partly_granted) filter (complete)::bigint as partly_granted,
        sum(refused) filter (complete)::bigint as refused,
        sum(unavailable) filter (complete)::bigint as unavailable,
        sum(declined) filter (complete)::bigint as declined,
        sum(other) filter (complete)::bigint as other
    from decided
    group by year
)
select
    *,
    round(granted / nullif(concluded, 0), 6) as granted_share,
    round(partly_granted / nullif(concluded, 0), 6) as partly_granted_share,
    round(refused / nullif(concluded, 0), 6) as refused_share,
    round(unavailable / nullif(concluded, 0), 6) as unavailable_share,
    round(declined / nullif(concluded, 0), 6) as declined_share,
    round(other / nullif(concluded, 0), 6) as other_share,
    round((granted + partly_granted) / nullif(concluded, 0), 6) as disclosure_rate,
    round((granted + partly_granted) / nullif(granted + partly_granted + refused, 0), 6) as merits_disclosure_rate
from sums
