import ArgumentParser
import Foundation

/// `duxin-dev fold`: which Traditional characters the model reads as which Simplified ones.
struct FoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fold",
    abstract: "Writes the Traditional-to-Simplified part of the model's folding table anew, from ICU's transform.",
    discussion: """
      The lines above the mark are written by hand and stay. After a change the model must be trained again.

      EXAMPLES
        duxin-dev fold
      """)

  @Option(help: ArgumentHelp("The folding table.", valueName: "file"))
  var file = "Sources/CData/files/model/folding.tsv"

  /// The line that parts what is written by hand from what is made here.
  private static let mark = "# Traditional -> Simplified, by ICU's transform of that name: made by duxin-dev fold."

  func run() throws {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let written = text.split(separator: "\n").prefix { $0 != Self.mark }
    var simplified: [Unicode.Scalar: String] = [:]
    for value in UInt32(0x3400)...0x9FFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let folded = String(scalar).applyingTransform(StringTransform("Traditional-Simplified"), reverse: false) ?? ""
      guard folded.unicodeScalars.count == 1, let target = folded.unicodeScalars.first, target != scalar else {
        continue
      }
      simplified[target, default: ""].unicodeScalars.append(scalar)
    }
    let made = simplified.sorted { $0.key < $1.key }.map { "\($0.value)\t\($0.key)" }
    try (written.joined(separator: "\n") + "\n" + Self.mark + "\n" + made.joined(separator: "\n") + "\n")
      .write(toFile: file, atomically: true, encoding: .utf8)
    print("\(made.count) Simplified characters have Traditional forms that are read as them")
  }
}
