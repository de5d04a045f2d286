-- about: Files that were read, newest first: read = stored + duplicates + rejected
-- parameters: since, until, limit
-- With since or until: files of chats with a time in between, which is what a report's coverage counts.
SELECT id AS file, path, status, format, preset, encoding, read, stored, duplicates, updated, rejected, warnings,
  datetime(finished / 1000000, 'unixepoch') AS finished_utc
FROM file
WHERE (:since IS NULL OR status IN ('stored', 'incomplete') AND last_time / 1e6 >= (julianday(:since) - 2440587.5) * 86400)
  AND (:until IS NULL OR status IN ('stored', 'incomplete') AND first_time / 1e6 < (julianday(:until) - 2440587.5) * 86400)
ORDER BY id DESC LIMIT coalesce(:limit, 100)
