/// What real typing does to a customer's line: wrong characters, lost punctuation, lines in pieces, emoji.
struct MessLayer {
  private var typos: [(right: [UInt8], wrong: [UInt8])] = []
  private var emoji: [(cues: [[UInt8]], signs: [String])] = []
  private let isEnglish: Bool

  /// Reads the block `== mess zh` or `== mess en`: `typo: right = wrong`, `emoji: cue, cue = sign sign`.
  init(_ block: AuthoredBlock) throws {
    isEnglish = block.name.hasSuffix("en")
    for (key, line) in block.fields {
      let sides = AuthoredBlock.split(line.text, by: "=")
      guard sides.count == 2 else { throw AuthoringError(line.place, "has no single `=`") }
      switch key {
      case "typo": typos.append((Array(sides[0].utf8), Array(sides[1].utf8)))
      case "emoji":
        let cues = AuthoredBlock.split(sides[0], by: ",").map { Array($0.utf8) }
        emoji.append((cues, AuthoredBlock.split(sides[1], by: " ")))
      default: throw AuthoringError(line.place, "\(key) is no kind of mess")
      }
    }
  }

  /// The line as one or more messages that were really sent.
  func type(_ line: String, _ random: inout SeededRandom) -> [String] {
    var line = line
    if random.chance(9) { line = mistyped(line, &random) }
    if random.chance(isEnglish ? 25 : 45), let last = line.last, "。？！.".contains(last) { line.removeLast() }
    if isEnglish, random.chance(20) { line = line.lowercased() }
    if !isEnglish, random.chance(10) { line = line.replacing("，", with: " ") }
    if random.chance(5), let mark = line.last, "？！?!".contains(mark) {
      line += String(repeating: mark, count: random.number(1...2))
    }
    var pieces = random.chance(8) ? split(line) : [line]
    if random.chance(13), let sign = sign(for: line, &random) { pieces[pieces.count - 1] += sign }
    return pieces
  }

  /// The line with the first mistake that fits it, looked for from a random one on.
  private func mistyped(_ line: String, _ random: inout SeededRandom) -> String {
    var bytes = Array(line.utf8)
    let first = random.number(0...typos.count - 1)
    for typo in typos[first...] + typos[..<first] {
      guard let place = place(of: typo.right, in: bytes) else { continue }
      bytes.replaceSubrange(place..<place + typo.right.count, with: typo.wrong)
      break
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Cuts once at a mark inside, if both parts say something.
  private func split(_ line: String) -> [String] {
    guard let cut = line.firstIndex(where: { "，。？！".contains($0) || (isEnglish && $0 == ",") }) else { return [line] }
    let (head, tail) = (line[..<cut], line[line.index(after: cut)...].drop { $0 == " " })
    guard head.count >= 3, tail.count >= 4 else { return [line] }
    return [head + (line[cut] == "？" ? "？" : ""), String(tail)]
  }

  private func sign(for line: String, _ random: inout SeededRandom) -> String? {
    let bytes = Array(line.utf8)
    return emoji.first { $0.cues.contains { place(of: $0, in: bytes) != nil } }.map { random.pick($0.signs) }
  }

  /// Where some bytes first stand in others: UTF-8 needs no look at characters, and this is quick.
  private func place(of some: [UInt8], in bytes: [UInt8]) -> Int? {
    guard let last = some.indices.last, last < bytes.count else { return nil }
    return (0..<bytes.count - last).first { start in
      some.indices.allSatisfy { bytes[start + $0] == some[$0] }
    }
  }
}
