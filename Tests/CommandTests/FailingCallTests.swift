import Foundation
import Testing

/// Each call that changes a file fails in its turn, as SQLite tests itself: the error is told, the database is whole,
/// the next run completes.
///
/// Every 17th call here; DUXIN_FAULT_STEP=1 takes every one.
@Suite struct FailingCallTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let step = Int(environment["DUXIN_FAULT_STEP"] ?? "") ?? 17
  /// The C compiler that comes with Swift.
  private static let compiler = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/clang" }.first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(.enabled(if: compiler != nil), arguments: [("EIO", 5), ("ENOSPC", 28)])
  func theNextRunCompletes(name: String, number: Int) throws {
    let source = Program.root.appending(path: "Tests/Faults/failing_io.c").path
    let result = try Program.inTemporaryFolder { folder in
      try Program.shell(
        """
        \(Self.compiler ?? "") -shared -fPIC -o failing.so \(source) || exit
        for i in $(seq 60); do echo "{\\"conversation_id\\":\\"c$((i % 7))\\",\\"speaker\\":\\"customer\\",\\"text\\":\\"有货吗 $i\\"}"; done > a.jsonl
        LD_PRELOAD=$PWD/failing.so COUNT_TO=calls duxin ingest a.jsonl --db a.db --quiet || exit
        echo "calls $(cat calls)"
        for k in $(seq 1 \(Self.step) $(cat calls)); do
          rm -f a.db*
          LD_PRELOAD=$PWD/failing.so FAIL_AT=$k FAIL_ERRNO=\(number) duxin ingest a.jsonl --db a.db --quiet 2> told
          status=$?
          [ $status = 0 ] || [ $status = 2 ] || echo "call $k: status $status"
          [ $status = 0 ] || [ -s told ] || echo "call $k: nothing was told"
          duxin ingest a.jsonl --db a.db --quiet || echo "call $k: the next run failed after: $(cat told)"
          duxin status --db a.db --check > state
          grep -q '^turns *60$' state && grep -q '^integrity *ok' state || echo "call $k: not whole"
        done
        """, in: folder)
    }
    let lines = result.out.split(separator: "\n")
    #expect(lines.count == 1 && lines.first?.hasPrefix("calls ") == true, "\(result.out)\(result.err)")
    #expect(Int(lines.first?.dropFirst(6) ?? "") ?? 0 > 50, "hardly any call was seen: the library was not loaded")
  }
}
