public import ChatModel

/// One text whose personal data was marked by hand.
public struct RedactionCase: Hashable, Sendable {
  /// Which part of the set the case belongs to, such as `tune` or `held`.
  public var part: String
  /// UTF-8 bytes.
  public var text: [UInt8]
  /// What should be found, in order.
  public var spans: [PersonalDataSpan]
  /// Why the case is in the set.
  public var reason: String

  /// Reads lines of three columns divided by tabs: part, text with marks such as `⟦phone|138 0013 8000⟧`, reason.
  ///
  /// `\n` in a text stands for a line break. Blank lines and lines that begin with `#` are left out. Nil when a line has
  /// no such form: the set is ours, so a bad line is a mistake in it and not input to be tolerated.
  public static func cases(tsv: String) -> [RedactionCase]? {
    var cases: [RedactionCase] = []
    for line in tsv.split(separator: "\n") where !line.hasPrefix("#") {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count == 3 else { return nil }
      var text: [UInt8] = []
      var spans: [PersonalDataSpan] = []
      for (number, piece) in columns[1].split(separator: "⟦", omittingEmptySubsequences: false).enumerated() {
        var rest = piece
        if number > 0 {
          guard let bar = piece.firstIndex(of: "|"), let close = piece.firstIndex(of: "⟧"), bar < close,
            let kind = PersonalDataKind(name: piece[..<bar])
          else { return nil }
          let start = text.count
          text += plain(piece[piece.index(after: bar)..<close])
          spans.append(PersonalDataSpan(kind: kind, bytes: start..<text.count))
          rest = piece[piece.index(after: close)...]
        }
        text += plain(rest)
      }
      cases.append(RedactionCase(part: String(columns[0]), text: text, spans: spans, reason: String(columns[2])))
    }
    return cases
  }

  private static func plain(_ text: Substring) -> [UInt8] {
    Array(text.split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n").utf8)
  }
}

/// How well masking finds what was marked by hand: counts for each kind, over any number of cases.
///
/// A marked span counts as found when finds of its kind cover all of it; of a name or an address, four fifths of its
/// bytes. A find counts as right when more than half of it lies in marked spans of its kind.
public struct RedactionScore: Mergeable, Hashable, Sendable {
  /// The counts of one kind.
  public struct Counts: Hashable, Sendable {
    /// Spans marked by hand, and how many of them were found.
    public var marked = 0, found = 0
    /// Finds, and how many of them were right.
    public var finds = 0, right = 0

    public init() {}

    /// Found of marked; 1 when nothing was marked.
    public var recall: Double { marked == 0 ? 1 : Double(found) / Double(marked) }
    /// Right of finds; 1 when there were no finds.
    public var precision: Double { finds == 0 ? 1 : Double(right) / Double(finds) }

    static func + (a: Self, b: Self) -> Self {
      var sum = a
      sum.marked += b.marked
      sum.found += b.found
      sum.finds += b.finds
      sum.right += b.right
      return sum
    }
  }

  private var counts = [Counts](repeating: Counts(), count: PersonalDataKind.allCases.count)
  /// How many cases were counted.
  public private(set) var cases = 0

  public init() {}

  /// Counts cases; those of one part only, where it is given.
  public init(_ cases: [RedactionCase], part: String? = nil, by redactor: Redactor) {
    for example in cases where part == nil || example.part == part { _ = add(example, by: redactor) }
  }

  /// The counts of one kind.
  public subscript(kind: PersonalDataKind) -> Counts { counts[Int(kind.rawValue)] }

  /// The counts of several kinds together.
  public func total(_ kinds: [PersonalDataKind]) -> Counts { kinds.reduce(Counts()) { $0 + self[$1] } }

  /// Counts one case, and says whether everything in it was found and nothing else.
  public mutating func add(_ example: RedactionCase, by redactor: Redactor) -> Bool {
    let finds = redactor.spans(in: example.text)
    var isPerfect = true
    for marked in example.spans {
      let covered = finds.reduce(0) { $0 + $1.overlap(marked) }
      let isLoose = marked.kind == .name || marked.kind == .address
      let isFound = isLoose ? covered * 5 >= marked.bytes.count * 4 : covered == marked.bytes.count
      counts[Int(marked.kind.rawValue)].marked += 1
      if isFound { counts[Int(marked.kind.rawValue)].found += 1 }
      isPerfect = isPerfect && isFound
    }
    for find in finds {
      let isRight = example.spans.reduce(0) { $0 + $1.overlap(find) } * 2 > find.bytes.count
      counts[Int(find.kind.rawValue)].finds += 1
      if isRight { counts[Int(find.kind.rawValue)].right += 1 }
      isPerfect = isPerfect && isRight
    }
    cases += 1
    return isPerfect
  }

  /// Adds up; commutative.
  public mutating func merge(_ other: Self) {
    for index in counts.indices { counts[index] = counts[index] + other.counts[index] }
    cases += other.cases
  }
}

extension PersonalDataSpan {
  /// How many bytes two spans of one kind share.
  fileprivate func overlap(_ other: Self) -> Int {
    kind == other.kind && bytes.overlaps(other.bytes) ? bytes.clamped(to: other.bytes).count : 0
  }
}
