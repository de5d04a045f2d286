import ArgumentParser
import ChatTagging
import Foundation

/// `duxin-dev compile-rules`: the rules that ship, made ready for reading.
struct CompileRulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile-rules",
    abstract: "Writes the compiled form of the rules inside this program to standard output.",
    discussion: """
      Without it, or when the rules have changed since, duxin compiles them itself each time it starts.

      EXAMPLES
        duxin-dev compile-rules > rules.bin && mv rules.bin Sources/CData/files/compiled/
      """)

  func run() throws { try FileHandle.standardOutput.write(contentsOf: Data(CompiledRules.shipped())) }
}
