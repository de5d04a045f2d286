/// Decides which turns of a file are old when turns have neither message id nor number nor time.
///
/// What the file shows of a conversation is laid over what is stored, and the longest overlap that fits wins: a copy, a
/// piece of the stored turns, or turns that begin somewhere in them and go on behind their end. Where nothing fits, the
/// file goes on with the conversation. Turns are held back until that is sure.
struct PositionAligner {
  /// More starts than these are not tried: the earliest overlap longest.
  private static let startLimit = 64

  /// Content hashes of the stored turns, in order; empty once all further turns are new.
  private var known: [UInt64]
  /// Where in `known` the file may begin, ascending; nil before its first turn.
  private var starts: [Int]?
  /// How many turns of the file were met while undecided.
  private var held = 0
  /// The next stored turn that is expected, once decided.
  private var cursor: Int?

  init(known: [UInt64]) { self.known = known }

  /// Takes the next turn of the file.
  ///
  /// - Returns: nil to hold it back; else how many of those held back and this one, from the first, are duplicates;
  ///   the others are new.
  mutating func next(_ content: UInt64) -> Int? {
    if let next = cursor {
      if known[next] == content {
        cursor = next + 1
        if next + 1 == known.count { append() }
        return 1
      }
      append()
    }
    guard !known.isEmpty else { return 0 }
    if let starts {
      self.starts = starts.filter { $0 + held >= known.count || known[$0 + held] == content }
    } else {
      starts = Array(known.indices.filter { known[$0] == content }.prefix(Self.startLimit))
    }
    guard let start = starts?.first, start + held < known.count else {
      let duplicates = starts?.first.map { known.count - $0 } ?? 0
      append()
      return duplicates
    }
    held += 1
    return nil
  }

  /// Decides now: at the end of the file, or because too many turns are held back.
  ///
  /// - Returns: how many of the turns held back, from the first, are duplicates; the others are new.
  mutating func decide() -> Int {
    guard held > 0, let start = starts?.first else { return 0 }
    let duplicates = min(held, known.count - start)
    if start + held < known.count { cursor = start + held } else { append() }
    held = 0
    return duplicates
  }

  private mutating func append() { (known, starts, held, cursor) = ([], nil, 0, nil) }
}
