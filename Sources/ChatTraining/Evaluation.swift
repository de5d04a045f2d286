package import ChatModel
package import ChatTagging

/// How tags agree with labels, turn by turn, so that any part of the turns can be counted.
package struct Evaluation: Sendable {
  /// What one turn was given, and what it was labelled.
  package struct Judgement: Sendable {
    package var group: UInt64
    /// One bit for each output of ``ModelHead`` that was given, and that is right.
    package var given: UInt128 = 0
    package var truth: UInt128 = 0
    /// The confidence of the label given first, by head.
    package var scores = [6 of Float](repeating: 0)
    /// One bit for each head that is labelled.
    package var heads: UInt8 = 0

    package func isLabelled(_ head: ModelHead) -> Bool { heads >> UInt8(head.rawValue) & 1 == 1 }
    func given(_ head: ModelHead) -> [Int] { head.outputs.filter { given >> UInt128($0) & 1 == 1 } }
    func truth(_ head: ModelHead) -> [Int] { head.outputs.filter { truth >> UInt128($0) & 1 == 1 } }
  }

  package private(set) var judgements: [Judgement] = []

  package init() {}

  /// Counts a turn: its tags against its labels.
  package mutating func add(_ tags: TurnTags, _ entry: LabelledTurns.Entry) {
    var one = Judgement(group: entry.group)
    func give(_ head: ModelHead, _ codes: [UInt8], _ score: Float) {
      guard entry.target.isLabelled(head) else { return }
      one.heads |= 1 << UInt8(head.rawValue)
      for code in codes { one.given |= 1 << UInt128(head.outputs.lowerBound + Int(code)) }
      for label in head.outputs where entry.target.values[label] > 0 { one.truth |= 1 << UInt128(label) }
      one.scores[head.rawValue] = score
    }
    switch tags {
    case .customer(let tags):
      give(.intents, tags.intents.array.map(\.label.rawValue), tags.intents.first?.score ?? 0)
      give(.emotion, [tags.emotion.label.rawValue], tags.emotion.score)
      give(.price, [tags.price.label.rawValue], tags.price.score)
      give(.purchase, [tags.purchase.label.rawValue], tags.purchase.score)
    case .service(let tags):
      give(.acts, tags.acts.array.map(\.label.rawValue), tags.acts.first?.score ?? 0)
      give(.stage, [tags.stage.label.rawValue], tags.stage.score)
    case .none: return
    }
    judgements.append(one)
  }

  /// Tags turns and counts them.
  package static func of(_ indices: [Int], _ turns: LabelledTurns, by tagger: TurnTagger) -> Evaluation {
    let scratch = TaggingScratch()
    var evaluation = Evaluation()
    for index in indices { evaluation.add(tagger.tag(index, of: turns.batch, with: scratch), turns.entries[index]) }
    return evaluation
  }

  package static func += (a: inout Evaluation, b: Evaluation) { a.judgements += b.judgements }

  /// The same turns without the fields whose confidence is below a threshold.
  package func asserted(atLeast threshold: Float) -> Evaluation {
    var rest = self
    for turn in rest.judgements.indices {
      for head in ModelHead.allCases where rest.judgements[turn].scores[head.rawValue] < threshold {
        rest.judgements[turn].heads &= ~(1 << UInt8(head.rawValue))
      }
    }
    return rest
  }

  /// The counts over all turns.
  package var agreement: Agreement {
    judgements.reduce(into: Agreement()) { sum, one in
      for head in ModelHead.allCases { sum.add(one, head) }
    }
  }

  /// For a head with one label: how often each label was given where each was right, rows by the right one.
  package func confusion(_ head: ModelHead) -> [[Int]] {
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: head.outputs.count), count: head.outputs.count)
    for one in judgements where one.isLabelled(head) {
      guard let right = one.truth(head).first, let given = one.given(head).first else { continue }
      counts[right - head.outputs.lowerBound][given - head.outputs.lowerBound] += 1
    }
    return counts
  }

  /// Cohen's kappa (1960) of a head with one label: agreement beyond what chance would give; nil without turns.
  package func kappa(_ head: ModelHead) -> Double? {
    let counts = confusion(head)
    let all = Double(counts.joined().reduce(0, +))
    guard all > 0 else { return nil }
    let agreed = counts.indices.reduce(0) { $0 + Double(counts[$1][$1]) } / all
    let byChance = counts.indices.reduce(0.0) { sum, label in
      let column = counts.reduce(0) { $0 + $1[label] }
      return sum + Double(counts[label].reduce(0, +)) / all * Double(column) / all
    }
    return byChance == 1 ? 1 : (agreed - byChance) / (1 - byChance)
  }

  /// Turns by the confidence of the label given first, in ten equal bins: how many, their mean confidence, and how many
  /// of these labels are right.
  package func calibration(_ head: ModelHead) -> [(turns: Int, confidence: Double, right: Int)] {
    var bins = [(turns: Int, confidence: Double, right: Int)](repeating: (0, 0, 0), count: 10)
    for one in judgements where one.isLabelled(head) {
      let score = one.scores[head.rawValue]
      let bin = min(9, Int(score * 10))
      bins[bin].turns += 1
      bins[bin].confidence += Double(score)
      // Of several labels given, the first is not known here: any right one counts.
      if one.given & one.truth & head.mask != 0 { bins[bin].right += 1 }
    }
    for bin in bins.indices where bins[bin].turns > 0 { bins[bin].confidence /= Double(bins[bin].turns) }
    return bins
  }

  /// A 95 % interval of a figure of a head: the percentiles of the figure over samples of whole conversations, drawn
  /// with replacement (bootstrap; Efron 1979).
  package func interval(_ head: ModelHead, _ figure: (Agreement) -> Double) -> ClosedRange<Double> {
    Self.interval(head, [Self.counts(judgements)]) { figure($0[0]) }
  }

  /// Such an interval of how much higher a figure is here than in another evaluation of the same turns, in the same
  /// order: both over the same samples.
  package func gainInterval(
    over other: Evaluation, _ head: ModelHead, _ figure: (Agreement) -> Double
  ) -> ClosedRange<Double> {
    Self.interval(head, [Self.counts(other.judgements), Self.counts(judgements)]) { figure($0[1]) - figure($0[0]) }
  }

  private static func interval(
    _ head: ModelHead, _ counts: [[Agreement]], samples: Int = 500, _ figure: ([Agreement]) -> Double
  ) -> ClosedRange<Double> {
    let groups = counts[0].count
    guard groups > 0 else { return 0...0 }
    var random = SplitMix(seed: 1)
    let figures = (0..<samples).map { _ in
      var sums = counts.map { _ in Agreement() }
      for _ in 0..<groups {
        let drawn = Int.random(in: 0..<groups, using: &random)
        for part in counts.indices { sums[part].add(counts[part][drawn], head) }
      }
      return figure(sums)
    }.sorted()
    return figures[samples / 40]...figures[samples - 1 - samples / 40]
  }

  /// The counts of each group, in the order of the groups' first turns.
  private static func counts(_ judgements: [Judgement]) -> [Agreement] {
    var places: [UInt64: Int] = [:]
    var counts: [Agreement] = []
    for one in judgements {
      let place = places[one.group] ?? counts.count
      if place == counts.count {
        places[one.group] = place
        counts.append(Agreement())
      }
      for head in ModelHead.allCases { counts[place].add(one, head) }
    }
    return counts
  }
}

extension ModelHead {
  /// One bit for each output of the head.
  var mask: UInt128 { outputs.reduce(0) { $0 | 1 << UInt128($1) } }
}

extension Agreement {
  /// Counts one head of a judged turn, if it is labelled.
  mutating func add(_ one: Evaluation.Judgement, _ head: ModelHead) {
    guard one.isLabelled(head) else { return }
    count(given: one.given & head.mask, truth: one.truth & head.mask)
  }
}
