import Foundation
import Testing

/// What the system can refuse a database: each time a clear message, the right status, and a whole database after it.
@Suite struct StoreFaultTests {
  /// Four hundred turns in a.jsonl, another hundred in b.jsonl, and a database a.db that holds those of b.jsonl.
  private static let setting = """
    line() { echo "{\\"conversation_id\\":\\"c$(($1 % 7))\\",\\"turn\\":$1,\\"speaker\\":\\"customer\\",\\"text\\":\\"有货吗 $1\\"}"; }
    for i in $(seq 400); do line $i; done > a.jsonl; for i in $(seq 401 500); do line $i; done > b.jsonl
    duxin ingest b.jsonl --db a.db --quiet
    count() { duxin query --db ${1:-a.db} --format csv 'SELECT count(*) FROM v_turn' | tail -n 1; }
    whole() { duxin status --db ${1:-a.db} --check | grep -o 'integrity.*' | tr -s ' '; }
    # Root is held by no permission; without its capabilities it is.
    bound() { if [ "$(id -u)" = 0 ]; then setpriv --bounding-set=-all --inh-caps=-all "$@"; else "$@"; fi; }
    """

  private func run(_ lines: String) throws -> Program.Result {
    try Program.inTemporaryFolder { try Program.shell("\(Self.setting)\n\(lines)", in: $0) }
  }

  /// Whether a small file system of one's own can be mounted here.
  private static let canMount =
    (try? Program.shell(
      "unshare \(mapping) -m mount -t tmpfs -o size=1m tmpfs /mnt", in: FileManager.default.temporaryDirectory))?
    .status == 0
  private static let mapping = geteuid() == 0 ? "" : "-r"

  @Test(.enabled(if: canMount)) func aFullDiskIsToldAndHarmsNothing() throws {
    let result = try run(
      """
      mkdir small; unshare \(Self.mapping) -m bash -c '
        mount -t tmpfs -o size=4m tmpfs small; cp a.db a.db.key small/
        for i in 1 2 3 4 5 6 7 8 9; do sed "s/:.c/&$i/" a.jsonl; done > many.jsonl
        head -c 3800000 /dev/zero > small/ballast
        duxin ingest many.jsonl --db small/a.db --quiet; echo "status $?"
        duxin status --db small/a.db --check | grep -E "integrity|^turns" | tr -s " "
        rm small/ballast
        duxin ingest many.jsonl --db small/a.db --quiet; echo "status $?"
        duxin status --db small/a.db --check | grep -E "integrity|^turns" | tr -s " "'
      """)
    #expect(result.out == "status 2\nturns 100\nintegrity ok\nstatus 0\nturns 3700\nintegrity ok\n", "\(result.err)")
    #expect(result.err.contains("small/a.db: the disk is full; free some space"), "\(result.err)")
  }

  @Test(arguments: ["a.db", "new.db"]) func aFileSizeLimitIsToldAndHarmsNothing(database: String) throws {
    let result = try run(
      """
      (ulimit -f 20; duxin ingest a.jsonl --db \(database) --quiet; echo "status $?")
      whole \(database) || true
      duxin ingest a.jsonl b.jsonl --db \(database) --quiet; echo "status $?"; count \(database); whole \(database)
      ls | grep -c core
      """)
    #expect(result.out.hasPrefix("status 2\n") && result.out.hasSuffix("status 0\n500\nintegrity ok\n0\n"), "\(result)")
    #expect(result.err.contains("\(database): reading or writing the database failed"), "\(result.err)")
  }

  @Test(arguments: ["duxin tag a.jsonl", "duxin query --db a.db 'SELECT * FROM v_turn'", "duxin status --db a.db"])
  func aFullStandardOutputIsTold(line: String) throws {
    let result = try run("\(line) > /dev/full; echo $?")
    #expect(result.out == "2\n" && result.err.contains("standard output: No space left on device"), "\(result.err)")
  }

  @Test func aRejectsFileThatCannotBeWrittenIsTold() throws {
    let result = try run(
      "echo nonsense >> a.jsonl; duxin ingest a.jsonl --db a.db --rejects /dev/full --quiet; echo $?; count")
    #expect(result.out == "2\n100\n" && result.err.contains("/dev/full: cannot be written: No space"), "\(result.err)")
  }

  /// What is refused, by the word that the message must hold.
  @Test(arguments: [
    ("chmod 555 .; bound duxin ingest a.jsonl --db a.db", "a.db: the database cannot be written; check the perm"),
    ("chmod 555 .; bound duxin ingest a.jsonl --db new.db", "new.db.key: error: cannot create the key file"),
    (
      "chmod 555 .; bound duxin report --db a.db --out reports", "reports/undated: cannot be written: Permission denied"
    ),
    ("chmod 400 a.db; bound duxin ingest a.jsonl --db a.db", "a.db: the database cannot be written; check the perm"),
    ("chmod 000 a.db; bound duxin ingest a.jsonl --db a.db", "a.db: the database cannot be opened; check"),
    ("chmod 644 a.db.key; duxin ingest a.jsonl --db a.db", "others can read the key file; run: chmod 600 a.db.key"),
    (": > a.db.key; duxin ingest a.jsonl --db a.db", "a key has 32 bytes, this file has 0; restore it"),
    ("mkdir d.db; duxin ingest a.jsonl --db d.db", "d.db: the database cannot be opened"),
    ("echo text > t.db; duxin ingest a.jsonl --db t.db", "t.db: is not an SQLite database; name another file"),
    ("chmod 000 a.jsonl; bound duxin ingest a.jsonl --db a.db", "a.jsonl: error: cannot be opened: Permission denied"),
    ("mkdir d; ln -s gone d/x.jsonl; duxin ingest d --db a.db", "d/x.jsonl: error: cannot be opened: No such file"),
    ("mkdir -p d/e; chmod 000 d/e; bound duxin ingest d --db a.db", "d/e: error: cannot be opened: Permission denied"),
    ("duxin ingest a.jsonl --db a.db --rejects a.db", "a.db: is there and no rejects file; it was left as it is"),
    ("duxin ingest a.jsonl --db a.db --rejects b.jsonl", "b.jsonl: is there and no rejects file"),
    ("mkfifo p; duxin ingest p --db a.db", "p: error: is a named pipe; give it as standard input"),
  ]) func whatIsRefusedIsExplained(line: String, words: String) throws {
    let result = try run("\(line) --quiet; echo $?; chmod -f -R u+rwX . ; chmod 600 a.db; count; whole")
    #expect(result.out == "2\n100\nintegrity ok\n", "\(result.out)\(result.err)")
    #expect(result.err.contains(words), "\(result.err)")
  }

  @Test func whereNothingCanBeWrittenItCanBeRead() throws {
    let result = try run(
      "chmod 555 .; bound duxin query --db a.db --format csv 'SELECT 1 FROM v_turn LIMIT 1'; chmod 755 .")
    #expect(result.out == "1\n1\n", "\(result.err)")
  }

  @Test func whatIsReadableByOthersIsTold() throws {
    let result = try run("chmod 644 a.db; duxin ingest a.jsonl --db a.db; echo $?")
    #expect(result.out == "0\n" && result.err.contains("a.db: others can read this database; chmod 600 it"))
  }

  /// Never from scratch in silence.
  @Test func anEmptiedDatabaseIsTold() throws {
    let result = try run(": > a.db; duxin ingest a.jsonl --db a.db --quiet; echo $?; count")
    #expect(result.out == "0\n400\n", "\(result.err)")
    #expect(result.err.contains("warning: a.db: the file was empty and is a new database now"))
  }

  private static let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

  @Test(.enabled(if: hasPython)) func aLockedDatabaseIsWaitedForAndTold() throws {
    let result = try run(
      """
      python3 -c '
      import os, sqlite3, time
      other = sqlite3.connect("a.db", isolation_level=None)
      other.execute("BEGIN IMMEDIATE")
      open("held", "w").close()
      while not os.path.exists("done"): time.sleep(0.05)' & other=$!
      for i in $(seq 400); do [ -e held ] && break; sleep 0.05; done
      duxin ingest a.jsonl --db a.db --lock-timeout 1 --quiet; echo "status $?"; count
      touch done; wait $other; duxin ingest a.jsonl --db a.db --quiet; echo "status $?"; count; whole
      """)
    #expect(result.out == "status 2\n100\nstatus 0\n500\nintegrity ok\n", "\(result.err)")
    #expect(result.err.contains("a.db: database is locked: another program is writing to it; wait"), "\(result.err)")
  }

  @Test(.enabled(if: hasPython), arguments: ["ingest a.jsonl", "report", "status", "query 'SELECT 1'"])
  func aNewerDatabaseIsRefusedAndNotTouched(command: String) throws {
    let result = try run(
      """
      python3 -c '
      import sqlite3
      later = sqlite3.connect("a.db"); later.execute("INSERT INTO grdb_migrations VALUES (\\"v99\\")"); later.commit()'
      cksum < a.db > before; duxin \(command) --db a.db --quiet; echo $?; cksum < a.db | diff before -
      """)
    #expect(result.out == "2\n", "\(result.out)")
    #expect(result.err.contains("a.db: was made by a newer version of duxin; update duxin"), "\(result.err)")
  }

  /// A run that was killed between the list of migrations and the first of them.
  @Test(.enabled(if: hasPython)) func aDatabaseThatWasNeverFinishedIsFinished() throws {
    let result = try run(
      """
      python3 -c '
      import sqlite3
      sqlite3.connect("new.db").execute("CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")'
      duxin ingest a.jsonl --db new.db --quiet; echo $?; count new.db; whole new.db
      """)
    #expect(result.out == "0\n400\nintegrity ok\n", "\(result.err)")
  }
}
