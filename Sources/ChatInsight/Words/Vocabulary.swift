import CData

/// What a word of the vocabulary tells; the name of its file.
public enum WordKind: UInt8, CaseIterable, Sendable {
  case attributes, audience, bargain, campaign, competitor, objection, occasion, reply, topic
}

/// Some kinds of words, a bit each.
struct WordKinds {
  private var bits: UInt16 = 0

  init(_ kinds: WordKind...) { for kind in kinds { bits |= 1 << UInt16(kind.rawValue) } }

  func contains(_ kind: WordKind) -> Bool { bits >> UInt16(kind.rawValue) & 1 != 0 }
}

/// A word found in a text.
public struct Term: Hashable, Sendable {
  public var kind: WordKind
  /// What the word stands for, such as `colour.black`.
  public var key: String
}

/// The words that conversation facts are read from: data, in `CData/files/insight`.
public struct Vocabulary: Sendable {
  /// The words that ship.
  public static let shipped = Vocabulary()

  private struct Entry: Sendable {
    var term: Term
    var chinese, english: String
  }

  private var entries: [Entry] = []
  private var names: [Term: Int] = [:]
  /// Topics apart: few texts are asked for them, and they are most of the words that texts hold.
  private var words = WordTrie(), topics = WordTrie()

  private init() {
    var index = 0
    while let file = unsafe cdata_insight(index) {
      let name = unsafe String(cString: file.pointee.name)
      let bytes = unsafe UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
      if let kind = WordKind.allCases.first(where: { "\($0).txt" == name }) {
        unsafe add(String(decoding: bytes, as: UTF8.self), kind)
      }
      index += 1
    }
  }

  private mutating func add(_ text: String, _ kind: WordKind) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(Self.trimmed)
      guard parts.count == 4 else { continue }
      let term = Term(kind: kind, key: String(parts[0]))
      for word in parts[3].split(separator: ",").map(Self.trimmed) where !word.isEmpty {
        if kind == .topic { topics.add(word, entry: entries.count) } else { words.add(word, entry: entries.count) }
      }
      names[term] = entries.count
      entries.append(Entry(term: term, chinese: String(parts[1]), english: String(parts[2])))
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The keys of a kind, in the order of its file.
  public func keys(of kind: WordKind) -> [String] {
    entries.filter { $0.term.kind == kind && $0.term.key != "-" }.map(\.term.key)
  }

  /// The name of what a word stands for, in Chinese or else in English; the key where there is none.
  public func name(_ kind: WordKind, _ key: String, isChinese: Bool) -> String {
    guard let entry = names[Term(kind: kind, key: key)].map({ entries[$0] }) else { return key }
    return isChinese ? entry.chinese : entry.english
  }

  /// What a text holds of these kinds, each once, in order of first appearance; topics are found by ``topics(in:)``.
  ///
  /// Of the words of a kind that begin at one place the longest counts, and what it covers is not searched again.
  func terms(in text: String, of kinds: WordKinds) -> [Term] { find(words, in: text, kinds) }

  /// The topics that a text speaks of.
  func topics(in text: String) -> [Term] { find(topics, in: text, WordKinds(.topic)) }

  private func find(_ trie: WordTrie, in text: String, _ kinds: WordKinds) -> [Term] {
    var found: [Int] = []
    var hits: [Int] = []
    var covered = [9 of Int](repeating: 0)
    var longest = covered
    let bytes = text.utf8.span
    trie.forEachStart(in: bytes) { start in
      trie.forEachWord(at: start, of: bytes) { end, entry in
        let kind = entries[entry].term.kind
        let place = Int(kind.rawValue)
        guard kinds.contains(kind), start >= covered[place] else { return }
        if end > longest[place] { hits.removeAll { entries[$0].term.kind == kind } }
        longest[place] = end
        hits.append(entry)
      }
      guard !hits.isEmpty else { return }
      covered = longest
      for hit in hits where entries[hit].term.key != "-" && !found.contains(hit) { found.append(hit) }
      hits.removeAll(keepingCapacity: true)
    }
    return found.map { entries[$0].term }
  }
}
