package import ChatModel
package import ChatTagging
import Foundation

/// What is known of one turn: for each label a share or probability, for each head how much it counts.
package struct Target: Sendable {
  /// At the places that ``ModelHead`` names: for heads with one label a distribution, for acts 0 or 1.
  package var values = [Float](repeating: 0, count: ModelHead.outputCount)
  /// For each head its weight in training; 0 = not labelled.
  package var weights = [Float](repeating: 0, count: ModelHead.allCases.count)

  package init() {}

  package func isLabelled(_ head: ModelHead) -> Bool { weights[head.rawValue] > 0 }
}

extension Target {
  /// Sets the labels of a head; none leaves the head unlabelled.
  package mutating func set(_ head: ModelHead, _ labels: [Int], weight: Float) {
    guard !labels.isEmpty else { return }
    weights[head.rawValue] = weight
    let share = head == .acts ? 1 : 1 / Float(labels.count)
    for label in labels { values[head.outputs.lowerBound + label] = share }
  }
}

/// Turns with their contexts and labels, from all sources, in the order of reading.
package struct LabelledTurns: Sendable {
  package struct Entry: Sendable {
    package var target: Target
    /// Turns of one group never stand on both sides of a cross-validation: one chat, or one context.
    package var group: UInt64
    /// An index of ``sources``.
    package var source: Int

    package init(target: Target, group: UInt64, source: Int) {
      (self.target, self.group, self.source) = (target, group, source)
    }
  }

  package struct Source: Sendable {
    /// Who wrote the turns, and who labelled them.
    package enum Kind: Sendable {
      /// Written for this project, with their labels.
      case authored
      /// Turns of others with labels of others.
      case reference
      /// Turns of others with labels of ours.
      case own
      /// As `reference`, to be measured on and never to be learnt from.
      case measured
    }

    package var name: String
    /// The file that holds the turns.
    package var file: String
    package var kind: Kind
    /// The file that holds the labels, where it is another.
    package var labels: String?

    package init(name: String, file: String, kind: Kind = .reference, labels: String? = nil) {
      (self.name, self.file, self.kind, self.labels) = (name, file, kind, labels)
    }
  }

  package var batch = TurnBatch()
  package var entries: [Entry] = []
  package private(set) var sources: [Source] = []

  package init() {}

  /// The source of a turn.
  package func source(_ index: Int) -> Source { sources[entries[index].source] }

  package mutating func begin(_ source: Source) { sources.append(source) }

  /// Adds one turn of the source begun last; `context` is oldest first.
  package mutating func add(
    _ text: String, by speaker: Speaker, after context: ArraySlice<(Speaker, String)>, turnsBefore: Int, target: Target,
    group: String
  ) {
    var turn = Turn()
    turn.text = append(text, upTo: .max)
    turn.speaker = speaker
    var known = TurnContext()
    known.turnsBefore = turnsBefore
    for (speaker, text) in context.suffix(TurnContext.depth).reversed() {
      known.earlier[known.count] = .init(speaker: speaker, text: append(text, upTo: TurnContext.textLimit))
      known.count += 1
    }
    batch.turns.append(turn)
    batch.contexts.append(known)
    let source = sources.count - 1
    entries.append(Entry(target: target, group: stableHash(sources[source].file + "\n" + group), source: source))
  }

  /// Adds a turn of a linked batch, with its context, to the source begun last.
  package mutating func add(_ index: Int, of batch: TurnBatch, target: Target, group: String) {
    var turn = Turn()
    let source = batch.turns[index]
    func copy(_ range: ByteRange, to own: inout TurnBatch) -> ByteRange {
      own.append(batch.bytes.span.extracting(range.range))
    }
    turn.text = copy(source.text, to: &self.batch)
    (turn.speaker, turn.messageType) = (source.speaker, source.messageType)
    var context = batch.contexts[index]
    for rank in 0..<context.count { context.earlier[rank].text = copy(context.earlier[rank].text, to: &self.batch) }
    self.batch.turns.append(turn)
    self.batch.contexts.append(context)
    entries.append(Entry(target: target, group: stableHash(group), source: sources.count - 1))
  }

  private mutating func append(_ text: String, upTo limit: Int) -> ByteRange {
    var bytes = Array(text.utf8.prefix(limit))
    if bytes.count < text.utf8.count {
      while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
      bytes.removeLast()
    }
    let start = batch.bytes.count
    batch.bytes += bytes
    return ByteRange(start: start, count: bytes.count)
  }
}

/// FNV-1a over UTF-8 with a final shift: stable across runs and machines.
func stableHash(_ text: String) -> UInt64 {
  let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  return hash ^ hash >> 31
}
