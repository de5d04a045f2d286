-- about: Why records were not kept: counts by file and code, with a message
SELECT f.path, p.code, p.severity, p.count,
  (SELECT r.message FROM reject r WHERE r.file = p.file AND r.code = p.code ORDER BY r.id LIMIT 1) AS message,
  (SELECT r.line FROM reject r WHERE r.file = p.file AND r.code = p.code ORDER BY r.id LIMIT 1) AS first_line
FROM problem_count p JOIN file f ON f.id = p.file ORDER BY f.id DESC, p.count DESC, p.code
