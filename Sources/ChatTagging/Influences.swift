import ChatModel

/// Finds what in a text and its context decides: each stretch is blotted out in turn, and the loss of the label's
/// log-odds is what the stretch was worth (occlusion; Zeiler, Fergus 2014).
struct InfluenceSearch {
  /// What stands in place of a stretch: a character that no word and no n-gram has.
  private static let blot = Array("\u{2E80}".utf8)
  /// At most so many characters or words of the text are looked at, in stretches of up to so many.
  private static let tokenLimit = 64
  private static let widest = 4
  /// Less than this in log-odds is not told; so many stretches are told for and against each label.
  private static let least: Float = 0.2
  private static let told = (pro: 3, contra: 1)

  private let tagger: TurnTagger
  private let text: [UInt8]
  private let speaker: Speaker
  private let context: [TurnContext.Earlier]
  private let contextBytes: [UInt8]
  private let scratch = TaggingScratch.ofOneTurn()

  init(_ tagger: TurnTagger, _ index: Int, of batch: TurnBatch) {
    self.tagger = tagger
    let turn = batch.turns[index]
    text = Array(batch.bytes[turn.text.range])
    speaker = turn.speaker
    let known = batch.contexts[index]
    (context, contextBytes) = ((0..<known.count).map { known.earlier[$0] }, batch.bytes)
  }

  /// The strongest influences on labels, given by their outputs of ``ModelHead``; the strongest first for each.
  func influences(on labels: [(head: ModelHead, output: Int, name: String)]) -> [Explanation.Influence] {
    let whole = probabilities(text, without: nil)
    var found: [[Explanation.Influence]] = labels.map { _ in [] }
    func look(_ turn: Int, _ start: Int, _ end: Int, _ changed: [Float]) {
      for (at, label) in labels.enumerated() {
        let weight = Self.logOdds(whole[label.output]) - Self.logOdds(changed[label.output])
        guard abs(weight) >= Self.least else { continue }
        found[at].append(
          Explanation.Influence(label: label.name, turn: turn, start: start, end: end, weight: weight))
      }
    }
    let tokens = self.tokens
    for first in tokens.indices {
      for last in first..<min(first + Self.widest, tokens.count) {
        let (from, to) = (tokens[first], tokens[last])
        let blotted = Array(text[..<from.bytes.lowerBound]) + Self.blot + Array(text[to.bytes.upperBound...])
        look(0, from.scalars.lowerBound, to.scalars.upperBound, probabilities(blotted, without: nil))
      }
    }
    for rank in context.indices { look(rank + 1, 0, 0, probabilities(text, without: rank)) }
    return found.flatMap(Self.strongest)
  }

  /// The strongest stretches of which none lies in another; a wide one must be worth more than a narrow one.
  private static func strongest(_ all: [Explanation.Influence]) -> [Explanation.Influence] {
    func worth(_ one: Explanation.Influence) -> Float {
      abs(one.weight) / Float(max(1, one.end - one.start)).squareRoot()
    }
    var kept: [Explanation.Influence] = []
    for one in all.sorted(by: { (worth($0), $1.turn, $1.start) > (worth($1), $0.turn, $0.start) }) {
      let isFree = !kept.contains { $0.turn == 0 && one.turn == 0 && $0.start < one.end && one.start < $0.end }
      let isContra = one.weight < 0
      let alike = kept.count { ($0.weight < 0) == isContra }
      if isFree, alike < (isContra ? told.contra : told.pro) { kept.append(one) }
    }
    return kept.sorted { (abs($0.weight), $1.turn, $1.start) > (abs($1.weight), $0.turn, $0.start) }
  }

  private func probabilities(_ text: [UInt8], without rank: Int?) -> [Float] {
    var batch = TurnBatch()
    var turn = Turn()
    (turn.text, turn.speaker) = (batch.append(text.span), speaker)
    var known = TurnContext()
    known.turnsBefore = context.count
    for (place, earlier) in context.enumerated() where place != rank {
      known.earlier[known.count] = TurnContext.Earlier(
        speaker: earlier.speaker, text: batch.append(contextBytes.span.extracting(earlier.text.range)))
      known.count += 1
    }
    (batch.turns, batch.contexts) = ([turn], [known])
    return tagger.probabilities(0, of: batch, with: scratch)
  }

  /// The characters of the text, letters and digits that stand together as one; the first ones only.
  private var tokens: [(bytes: Range<Int>, scalars: Range<Int>)] {
    var tokens: [(bytes: Range<Int>, scalars: Range<Int>)] = []
    var (at, scalars) = (0, 0)
    var wasWord = false
    while at < text.count {
      let start = at
      let scalar = text.span.scalar(&at)
      let isWord = isWordCharacter(scalar) || scalar == 0x27
      if isWord, wasWord, let last = tokens.indices.last {
        tokens[last] = (tokens[last].bytes.lowerBound..<at, tokens[last].scalars.lowerBound..<scalars + 1)
      } else if scalar > 0x20 {
        if tokens.count == Self.tokenLimit { break }
        tokens.append((start..<at, scalars..<scalars + 1))
      }
      wasWord = isWord
      scalars += 1
    }
    return tokens
  }

  private static func logOdds(_ probability: Float) -> Float {
    let safe = min(max(probability, 1e-4), 1 - 1e-4)
    return Float(ModelMath.log(Double(safe / (1 - safe))))
  }
}

extension TurnTagger {
  /// The probabilities of all labels that the model gives a turn, at the places that ``ModelHead`` names; those of the
  /// other speaker's heads mean nothing.
  func probabilities(_ index: Int, of batch: TurnBatch, with scratch: TaggingScratch) -> [Float] {
    _ = tag(index, of: batch, with: scratch)
    return scratch.withWork(for: self) { $0.group.outputs }
  }
}
