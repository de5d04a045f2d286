-- about: Files that were read, newest first: read = stored + duplicates + rejected
-- parameters: limit
SELECT id AS file, path, status, format, preset, encoding, read, stored, duplicates, updated, rejected, warnings,
  datetime(finished / 1000000, 'unixepoch') AS finished_utc
FROM file ORDER BY id DESC LIMIT coalesce(:limit, 100)
