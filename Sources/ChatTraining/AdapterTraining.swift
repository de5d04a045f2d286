import ChatModel
package import ChatTagging

/// Fits a ``ModelAdapter`` on a shop's own labels: what the model that ships misses on them, in n-grams.
///
/// By cross-validation over whole conversations it is found how far each head's correction is to be trusted (down to
/// not at all), and the scales and thresholds under which the corrected outputs agree best.
package struct AdapterTraining: Sendable {
  /// The turns learnt from; what each was given is known for all of them.
  package let turns: LabelledTurns
  /// Indices of the labelled turns that have words.
  package let labelled: [Int]
  /// The tagger that is corrected.
  package let tagger: TurnTagger
  package var options = AdapterOptions()

  private let outputs: [Int: [Float]]
  private let features: [Int: [UInt32]]

  package init(_ turns: LabelledTurns, tagger: TurnTagger) {
    (self.turns, self.tagger) = (turns, tagger)
    let scratch = TaggingScratch()
    var (outputs, features): ([Int: [Float]], [Int: [UInt32]]) = ([:], [:])
    var labelled: [Int] = []
    for index in turns.entries.indices where turns.entries[index].target.weights.contains(where: { $0 > 0 }) {
      guard let raw = tagger.rawOutputs(index, of: turns.batch, with: scratch) else { continue }
      labelled.append(index)
      (outputs[index], features[index]) = (raw.outputs, raw.features)
    }
    (self.outputs, self.features, self.labelled) = (outputs, features, labelled)
  }

  /// The adapter that turns of these indices give; the same for the same seed.
  ///
  /// - Parameter provenance: what the file tells of its training data.
  package func adapter(on indices: [Int], seed: UInt64, provenance: String = "") -> ModelAdapter {
    let folds = options.folds
    // Held-out corrections of every turn, by a fit that did not see its conversation.
    let crossed = inParallel(folds) { fold in
      let (inside, outside) = split(indices, fold, of: folds, by: 24)
      let fit = fitted(on: inside, seed: seed &+ UInt64(fold))
      return outside.map { ($0, fit.correction(of: features[$0] ?? [])) }
    }.joined()
    var trust = [Float](repeating: 0, count: ModelHead.allCases.count)
    for head in ModelHead.allCases {
      let losses = options.trusts.map { share in
        (share, crossed.reduce(0) { $0 + loss(head, $1.0, $1.1, share) })
      }
      trust[head.rawValue] = losses.min { $0.1 < $1.1 }?.0 ?? 0
    }
    let cases = crossed.map { index, correction in
      Calibrator.Case(
        outputs: corrected(index, correction, trust), target: turns.entries[index].target, set: 0)
    }
    var calibration = tagger.calibration
    if !cases.isEmpty, options.refitsCalibration { calibration = Calibrator.fit(cases, sets: 1, over: calibration) }
    var fit = fitted(on: indices, seed: seed &+ UInt64(folds))
    fit.scale(by: trust)
    return ModelAdapter(
      base: tagger.version.model, provenance: provenance, calibration: calibration, bias: fit.bias, keys: fit.keys,
      rows: fit.rows)
  }

  /// How the turns of `indices` agree before and after training on the others of them, by cross-validation: everything
  /// that is fitted is fitted without the conversations it is judged on.
  package func crossValidate(
    _ indices: [Int], folds: Int, share: Double = 1, seed: UInt64
  ) throws(ModelError) -> (before: Evaluation, after: Evaluation, learntFrom: Int) {
    var (before, after, learnt) = (Evaluation(), Evaluation(), 0)
    for fold in 0..<folds {
      let (inside, outside) = split(indices, fold, of: folds)
      let learning = share == 1 ? inside : inside.filter { part(of: $0) < share }
      guard !learning.isEmpty, !outside.isEmpty else { continue }
      learnt += learning.count
      let adapted = try tagger.adapted(by: adapter(on: learning, seed: seed &+ UInt64(fold)))
      before += Evaluation.of(outside, turns, by: tagger)
      after += Evaluation.of(outside, turns, by: adapted)
    }
    return (before, after, learnt / max(1, folds))
  }

  /// A number from 0 up to 1 that is the same for all turns of a conversation.
  private func part(of index: Int) -> Double {
    var random = SplitMix(seed: turns.entries[index].group)
    return Double(random.uniform())
  }

  /// Parts the turns by conversation; `shift` chooses other bits, so that folds inside a fold are parted anew.
  private func split(
    _ indices: [Int], _ fold: Int, of folds: Int, by shift: UInt64 = 0
  ) -> (inside: [Int], outside: [Int]) {
    func isOutside(_ index: Int) -> Bool { (turns.entries[index].group >> shift) % UInt64(folds) == UInt64(fold) }
    return (indices.filter { !isOutside($0) }, indices.filter(isOutside))
  }

  private func fitted(on indices: [Int], seed: UInt64) -> AdapterFit {
    AdapterFit.fit(
      indices.map { (features[$0] ?? [], outputs[$0] ?? [], turns.entries[$0].target) },
      scales: tagger.calibration.scales, options, seed: seed)
  }

  /// The raw outputs of a turn with its correction, each head's as far as it is trusted.
  private func corrected(_ index: Int, _ correction: [Float], _ trust: [Float]) -> [Float] {
    var sum = outputs[index] ?? []
    for head in ModelHead.allCases {
      for label in head.outputs { sum[label] += correction[label] * trust[head.rawValue] }
    }
    return sum
  }

  /// The loss (cross entropy) of one head of one turn under a share of its correction.
  private func loss(_ head: ModelHead, _ index: Int, _ correction: [Float], _ share: Float) -> Double {
    let target = turns.entries[index].target
    guard target.isLabelled(head), var sum = outputs[index] else { return 0 }
    for label in head.outputs { sum[label] += correction[label] * share }
    ModelMath.probabilities(of: head, scale: tagger.calibration.scales[head.rawValue], &sum)
    return head.outputs.reduce(0) { loss, label in
      let truth = Double(target.values[label])
      let given = min(max(Double(sum[label]), 1e-7), 1 - 1e-7)
      return loss - truth * ModelMath.log(given) - (head == .acts ? (1 - truth) * ModelMath.log(1 - given) : 0)
    }
  }
}

/// How an adapter is fitted; the defaults were chosen on turns of one platform with a model that had seen none of it.
package struct AdapterOptions: Sendable {
  package var epochs = 15
  /// Step size of Adagrad for the rows of features, and for what all turns get.
  package var rate: Float = 0.3
  /// What a row loses with every step, as a share of the step size: it pulls towards no correction.
  package var decay: Float = 0.02
  /// Features met in fewer turns are not kept.
  package var minimumCount = 2
  package var folds = 4
  /// The shares of a head's correction that are tried.
  package var trusts: [Float] = [0, 0.25, 0.5, 0.75, 1, 1.25]
  package var refitsCalibration = true

  package init() {}
}
