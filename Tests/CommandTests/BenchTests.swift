import Foundation
import Testing

/// `Benchmarks/bench.py` on a tiny corpus, without the peers: what it runs, it runs whole, and its tables hold together.
@Suite struct BenchTests {
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
  func tablesAreMade() throws {
    try Program.inTemporaryFolder { folder in
      let programs = Program.products
      let result = try Program.shell(
        """
        python3 '\(Program.root.path)/Benchmarks/bench.py' --turns 300 --rounds 1 --growth 100 --peers none \
          --folder bench --duxin '\(programs.path)/duxin' --duxin-dev '\(programs.path)/duxin-dev'
        """, in: folder)
      #expect(result.status == 0, "\(result.err)")
      let rows = result.out.split(separator: "\n").filter { $0.hasPrefix("|") && !$0.hasPrefix("|-") }
        .map { row in row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
      #expect(rows.count == 10, "\(result.out)")
      let yardstick = try #require(rows.first { $0[0] == "`gzip -dc`" })
      #expect(yardstick[5...] == ["1.00", "300", "1"])
      #expect(rows.first { $0[0] == "a night more" }?[6] == "30")
      #expect(rows.last?[0] == "100")
      for row in rows where row != rows[0] && row != rows[8] {
        let speed = try #require(Double(row[row.count == 8 ? 1 : 2].replacing(",", with: "")))
        #expect(speed > 0, "\(row)")
      }
      // What was timed read all that the table says: the corpus, and its night.
      let stored = try Program.shell(
        "duxin query 'SELECT count(*) AS n FROM v_turn' --format csv --db bench/ingest-300.db", in: folder)
      #expect(stored.out == "n\n330\n")
    }
  }
}
