package import ChatModel

extension TurnTagger {
  /// The tagger that ships with a shop's own files on top.
  ///
  /// - Parameters:
  ///   - rules: rule files that add to those that ship, override and forbid.
  ///   - models: names and bytes of model files: a whole model takes the place of the one that ships, an adapter
  ///     corrects it.
  public static func shipped(
    adding rules: [RuleFile], models: [(name: String, bytes: [UInt8])] = []
  ) throws(TaggingError) -> TurnTagger {
    let whole = models.last { !ModelAdapter.isAdapter($0.bytes) }
    let model = try naming(whole?.name ?? "the shipped model") { () throws(ModelError) -> TextModel? in
      guard let whole else { return try TextModel.shipped() }
      return try TextModel(bytes: whole.bytes)
    }
    let tagger =
      try rules.isEmpty
      ? TurnTagger(model: model)
      : TurnTagger(ruleFiles: RuleFile.shipped + rules, ownFrom: RuleFile.shipped.count, model: model)
    guard let adapter = models.last(where: { ModelAdapter.isAdapter($0.bytes) }) else { return tagger }
    return try naming(adapter.name) { () throws(ModelError) -> TurnTagger in
      try tagger.adapted(by: ModelAdapter(bytes: adapter.bytes))
    }
  }

  /// Tells what is wrong with a model file under its name.
  private static func naming<T>(
    _ file: String, _ body: () throws(ModelError) -> T
  ) throws(TaggingError) -> T {
    do throws(ModelError) { return try body() } catch {
      throw TaggingError(code: error.code, file: file, line: 0, message: error.message)
    }
  }

  /// The same rules and model, corrected by a shop's own labels.
  ///
  /// - Throws: ``ModelError`` `model-base` when the adapter corrects another model.
  package func adapted(by adapter: ModelAdapter) throws(ModelError) -> TurnTagger {
    guard let model else { throw ModelError(code: "model-base", message: "there is no model to correct") }
    return TurnTagger(rules: rules, model: try model.adapted(by: adapter), rulesVersion: version.rules)
  }

  /// What the model and a shop's own rules say of a turn before an adapter corrects it, and the features that an adapter reads; nil without words.
  package func rawOutputs(
    _ index: Int, of batch: TurnBatch, with scratch: TaggingScratch
  ) -> (outputs: [Float], features: [UInt32])? {
    guard let model, Self.hasWords(batch.turns[index]) else { return nil }
    return scratch.withWork(for: self) { work in
      _ = readRules(index, of: batch, &work)
      work.features.read(index, of: batch, signals: work.signals, with: model.reader)
      var features: [UInt32] = []
      AdapterFeatures.forEach(of: work.features) { features.append($0) }
      let slot = model.add(index, of: batch, signals: work.signals, to: &work.group, &work.memory)
      model.score(&work.group)
      model.readOutputs(at: slot, of: &work.group)
      work.group.removeAll()
      var outputs = work.group.outputs
      for (output, gain) in ownCorrection(work).enumerated() { outputs[output] += gain }
      return (outputs, features)
    }
  }

  /// Whether a shop's corrections are part of the model.
  public var isAdapted: Bool { model?.adapter != nil }

  /// The scales under which the model's raw outputs become probabilities, and its thresholds.
  package var calibration: Calibration { model?.file.calibration ?? Calibration() }
}
