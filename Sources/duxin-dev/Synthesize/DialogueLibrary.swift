import ChatModel
import Foundation

/// All that was authored: shops, dialogues, words for the slots, and the mess of typing.
struct DialogueLibrary: Sendable {
  let shops: [Shop]
  let dialogues: [Dialogue]
  /// The indices of the dialogues by their scenes, and by their names.
  let scenes: [String: [Int]]
  let named: [String: Int]
  /// By language: the words of each slot, and what stands for a message without words.
  private let words: [String: [String: [String]]]
  private let mess: [String: MessLayer]

  /// Reads `shops.txt`, `words.txt`, and the dialogues of the folders `zh` and `en`.
  init(folder: URL) throws {
    shops = try AuthoredBlock.read(file: folder.appending(path: "shops.txt")).map(Shop.init)
    var words: [String: [String: [String]]] = [:]
    var mess: [String: MessLayer] = [:]
    for block in try AuthoredBlock.read(file: folder.appending(path: "words.txt")) {
      let parts = AuthoredBlock.split(block.name, by: " ")
      guard parts.count == 2 else { throw AuthoringError(block.place, "write `== words zh` or `== mess zh`") }
      if parts[0] == "mess" {
        mess[parts[1]] = try MessLayer(block)
      } else {
        words[parts[1]] = Dictionary(uniqueKeysWithValues: block.fields.map { ($0.key, block.list($0.key)) })
      }
    }
    (self.words, self.mess) = (words, mess)
    dialogues = try ["zh", "en"].flatMap { language in
      try AuthoredBlock.read(folder: folder.appending(path: language)).map { try Dialogue($0, language: language) }
    }
    scenes = Dictionary(grouping: dialogues.indices) { [dialogues] in dialogues[$0].scene }
    var named: [String: Int] = [:]
    for (index, dialogue) in dialogues.enumerated() {
      if named.updateValue(index, forKey: dialogue.name) != nil {
        throw Incomplete(what: "two dialogues \(dialogue.name)")
      }
    }
    self.named = named
    for name in dialogues.compactMap(\.sequel?.name) where named[name] == nil {
      throw Incomplete(what: "no dialogue \(name)")
    }
  }

  /// What the authored files lack.
  struct Incomplete: Error, CustomStringConvertible {
    var what: String
    var description: String { "the authored files have \(what)" }
  }

  /// One of the words of a language, such as a `city`.
  func word(_ key: String, _ language: String, _ random: inout SeededRandom) -> String {
    guard let list = words[language]?[key], !list.isEmpty else { return "" }
    return random.fill(random.pick(list))
  }

  /// The messages that a customer's line was really sent as.
  func type(_ line: String, _ language: String, _ random: inout SeededRandom) -> [String] {
    mess[language]?.type(line, &random) ?? [line]
  }

  /// What a message without words shows in an export.
  func standIn(for type: MessageType, _ language: String) -> String { words[language]?[type.name]?.first ?? "" }
}
