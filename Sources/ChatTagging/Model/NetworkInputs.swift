import ChatModel

/// From a turn to the shares of the hidden layers that it is made of: one for each block of features, which is the sum
/// of their vectors, over the square root of how many the table knows, times the block's weights.
extension TextModel {
  /// Adds the turn at `index`, in its context (`batch.contexts`, where the batch has any), to a group that is not full.
  ///
  /// - Parameters:
  ///   - signals: what the rules said of the turn (``RuleReading/appendSignals(_:_:_:to:)``).
  ///   - share: the share of the same signals earlier; as long as it is kept they are not looked at.
  /// - Returns: the turn's slot in the group.
  func add(
    _ index: Int, of batch: TurnBatch, signals: [UInt32], at share: HiddenShares.SignalShare? = nil,
    to group: inout ModelScratch, _ memory: inout TextMemory
  ) -> Int {
    let turn = batch.turns[index]
    let context = batch.contexts.isEmpty ? TurnContext() : batch.contexts[index]
    let parts = ContextParts(context)
    let slot = group.takeSlot(isService: turn.speaker.isService)
    var mixture = ModelScratch.Mixture()

    let own = prepare(TurnContext.Earlier(speaker: turn.speaker, text: turn.text), of: batch, &group, &memory)
    mixture.append(group.shares.place(of: own, as: .turn))
    for rank in [parts.service, parts.customer] {
      guard let rank else { continue }
      let text = prepare(context.earlier[rank], of: batch, &group, &memory)
      mixture.append(group.shares.place(of: text, as: .last))
    }
    let frame = TurnFeatures.frame(of: turn.speaker, in: context, length: group.shares.length(of: own))
    group.keys.removeAll(keepingCapacity: true)
    TurnFeatures.append(frame: frame, to: &group.keys)
    mixture.append(group.shares.prepare(frame: frame, keys: group.keys, file))
    mixture.append(group.shares.prepare(signals: signals, at: share, turn: slot, file))
    for isService in [true, false] {
      mixture.beginGroup()
      var (rows, squares) = (0, 0 as Float)
      parts.forEachEarlier(isService: isService) { rank in
        let text = prepare(context.earlier[rank], of: batch, &group, &memory)
        rows += group.shares.earlierCount(of: text)
        squares += group.shares.earlierSquares(of: text)
        mixture.append(group.shares.place(of: text, as: .earlier))
      }
      let block = FeatureSums.Role.earlier.block(isService: isService)
      mixture.setFactors(HiddenShares.norm(rows), linear: LinearTable.norm(squares, of: block))
    }
    group.mixtures[slot] = mixture
    return slot
  }

  /// Sees to it that the shares of a text are known when the group is scored.
  private func prepare(
    _ turn: TurnContext.Earlier, of batch: TurnBatch, _ group: inout ModelScratch, _ memory: inout TextMemory
  ) -> TextMemory.Place {
    let bytes = batch.bytes.span
    let place = memory.place(of: turn.text, in: bytes, isService: turn.speaker.isService)
    group.shares.prepare(
      bytes.extracting(turn.text.range), isService: turn.speaker.isService, at: place, file, reader)
    return place
  }
}
