import Foundation
import Testing

/// Runs what README.md tells a reader to type.
@Suite struct ReadmeTests {
  private static let readme =
    (try? String(contentsOf: Program.root.appending(path: "README.md"), encoding: .utf8)) ?? ""

  /// The commands of the fenced `sh` blocks, in order.
  static let commands: [String] = {
    var commands: [String] = []
    var isInside = false
    for line in readme.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```sh"
      } else if isInside, !line.isEmpty, !line.hasPrefix("#") {
        commands.append(String(line))
      }
    }
    return commands
  }()

  /// What the README shows of the program's output is what it prints: each `$ command` in a plain fenced block is run
  /// on SampleLogs, and its first lines are compared.
  @Test func outputsAreTrue() throws {
    let blocks = Self.readme.components(separatedBy: "\n```\n$ ").dropFirst().map {
      $0.components(separatedBy: "\n```")[0]
    }
    #expect(blocks.count >= 2)
    try Program.inTemporaryFolder { folder in
      try FileManager.default.copyItem(
        at: Program.root.appending(path: "SampleLogs"), to: folder.appending(path: "SampleLogs"))
      let made = try Program.shell("duxin run SampleLogs --db shop.db --quiet", in: folder)
      #expect(made.status == 0)
      for block in blocks {
        let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
        let printed = try Program.shell(String(lines[0]), in: folder).out
        let shown = lines.dropFirst().joined(separator: "\n")
        #expect(printed.hasPrefix(shown), "README.md shows another output of \(lines[0]); it prints:\n\(printed)")
      }
    }
  }

  /// All in one folder, as a reader would; `make` lines are held against the Makefile instead.
  @Test func everyCommandWorks() throws {
    #expect(Self.commands.count >= 8)
    let makefile = try String(contentsOf: Program.root.appending(path: "Makefile"), encoding: .utf8)
    try Program.inTemporaryFolder { folder in
      try FileManager.default.copyItem(
        at: Program.root.appending(path: "SampleLogs"), to: folder.appending(path: "SampleLogs"))
      for command in Self.commands {
        if command.hasPrefix("make ") {
          for target in command.split(separator: "#")[0].split(separator: " ").dropFirst() {
            #expect(makefile.contains("\n\(target):"), "the Makefile has no target \(target)")
          }
        } else if !command.hasPrefix("git clone ") && !command.hasPrefix("cd ") {
          let result = try Program.shell(command, in: folder)
          #expect(result.status == 0, "\(command): \(result.err)")
        }
      }
    }
  }
}
