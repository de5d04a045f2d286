import Foundation
import Testing

/// The house rules that a reader relies on, held over the sources themselves.
@Suite struct FloorTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private struct Source {
    var target: String
    var path: String
    var lines: [Substring]

    var imports: Set<String> {
      var found: Set<String> = []
      for line in lines {
        let words = line.split(separator: " ")
        guard let at = words.firstIndex(of: "import"), at < 2, at + 1 < words.count else { continue }
        if at == 1, !["public", "package", "internal", "private", "@testable"].contains(words[0]) { continue }
        found.insert(words[at + 1].split(separator: ".").first.map(String.init) ?? "")
      }
      return found
    }
  }

  private static let sources: [Source] = {
    let folder = root.appending(path: "Sources")
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
      guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) else { return nil }
      let target = String(name.split(separator: "/")[0])
      return Source(target: target, path: name, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }()

  /// What a floor may import of this project and of its packages; the standard library's modules are free above the
  /// ground floor.
  private static let allowed: [String: Set<String>] = [
    "ChatModel": [],
    "ChatReading": ["ChatModel", "CData", "CSimdjson", "CZlib", "Yams", "Crypto"],
    "ChatPrivacy": ["ChatModel", "CData", "Crypto"],
    "ChatTagging": ["ChatModel", "CData", "CModel", "Yams"],
    "ChatTraining": ["ChatModel", "ChatTagging"],
    "ChatInsight": ["ChatModel", "CData"],
    "ChatStore": ["ChatModel", "CData", "GRDB", "GRDBSQLite"],
    "ChatReporting": ["ChatModel", "ChatInsight", "CData", "Crypto", "Yams", "Mustache"],
    "ChatPipeline": [
      "ChatModel", "ChatReading", "ChatPrivacy", "ChatTagging", "ChatTraining", "ChatInsight", "ChatStore",
      "ChatReporting",
    ],
  ]
  private static let system: Set<String> = ["Foundation", "Synchronization", "Glibc", "Dispatch"]

  @Test func thereIsSomethingToHold() { #expect(Self.sources.count > 30) }

  @Test func importsPointDownOnly() {
    for source in Self.sources {
      guard let allowed = Self.allowed[source.target] else { continue }
      let free = source.target == "ChatModel" ? [] : Self.system
      let wrong = source.imports.subtracting(allowed).subtracting(free)
      #expect(wrong.isEmpty, "\(source.path) imports \(wrong.sorted())")
    }
  }

  @Test func librariesNeitherPrintNorExit() {
    for source in Self.sources where source.target.hasPrefix("Chat") {
      for (number, line) in source.lines.enumerated() {
        let code = line.trimmingCharacters(in: .whitespaces)
        guard !code.hasPrefix("//") else { continue }
        let bad = ["print(", "exit(", "fatalError("].first { word in
          code.hasPrefix(word) || code.contains(" \(word)")
        }
        #expect(bad == nil, "\(source.path):\(number + 1): \(bad ?? "") belongs to the top floor")
      }
    }
  }

  @Test func aFileHoldsOneIdea() {
    for source in Self.sources {
      #expect(source.lines.count <= 401, "\(source.path) has \(source.lines.count - 1) lines; 400 is the limit")
    }
  }
}
