-- about: Runs, newest first, with what they stored
-- parameters: limit
SELECT r.id AS run, r.command, r.status, datetime(r.started / 1000000, 'unixepoch') AS started_utc,
  (r.finished - r.started) / 1000000.0 AS seconds, count(f.id) AS files, coalesce(sum(f.read), 0) AS read,
  coalesce(sum(f.stored), 0) AS stored, coalesce(sum(f.duplicates), 0) AS duplicates,
  coalesce(sum(f.rejected), 0) AS rejected, g.rules AS rules_version, g.model AS model_version, r.duxin_version
FROM run r JOIN tagger g ON g.id = r.tagger LEFT JOIN file f ON f.run = r.id
GROUP BY r.id ORDER BY r.id DESC LIMIT coalesce(:limit, 50)
