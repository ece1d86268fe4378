-- How did the runs of this week end, and what did they do?
select
  Job as job,
  Outcome as outcome,
  count(*) as runs,
  sum(cast(Objects as bigint)) as objects,
  sum(cast(Bytes as bigint)) as bytes,
  sum(cast(Requests as bigint)) as requests
from ops_data
where cast(substr(StartTime, 1, 10) as date) >= current_date - interval '7' day
group by Job, Outcome
order by job, outcome;
