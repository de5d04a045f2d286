import CModel
import ChatModel

/// From a turn to what enters the networks: for each block of features the sum of their vectors, over the square root
/// of how many the table knows.
extension TextModel {
  /// Adds the turn at `index`, in its context (`batch.contexts`, where the batch has any), to a group that is not full.
  ///
  /// - Parameter signals: what the rules said of the turn (``RuleReading/appendSignals(_:_:_:to:)``).
  /// - Returns: the turn's slot in the group.
  func add(
    _ index: Int, of batch: TurnBatch, signals: [UInt32], to group: inout ModelScratch, _ memory: inout TextMemory
  ) -> Int {
    let turn = batch.turns[index]
    let context = batch.contexts.isEmpty ? TurnContext() : batch.contexts[index]
    let parts = ContextParts(context)
    let slot = group.takeSlot(isService: turn.speaker.isService)

    let place = memory.place(of: turn.text, in: batch.bytes.span, isService: turn.speaker.isService)
    let own = TurnContext.Earlier(speaker: turn.speaker, text: turn.text)
    write(bag(of: own, at: place, of: batch, as: .turn, &group), .turn, slot, &group)
    let length = group.sums.length(at: place)
    for (block, rank, role) in [
      (FeatureBlock.service, parts.service, FeatureSums.Role.service), (.customer, parts.customer, .earlier),
    ] {
      group.sums.beginBlock()
      var sum = group.sums.block
      if let rank { sum = bag(of: context.earlier[rank], of: batch, as: role, &group, &memory) }
      write(sum, block, slot, &group)
    }
    for (block, isService) in [(FeatureBlock.earlierService, true), (.earlierCustomer, false)] {
      write(bagOfEarlier(isService, parts, context, batch, &group, &memory), block, slot, &group)
    }

    group.keys.removeAll(keepingCapacity: true)
    TurnFeatures.appendFrame(of: turn.speaker, in: context, length: length, to: &group.keys)
    write(group.sums.bag(of: group.keys, file.table), .frame, slot, &group)
    write(group.sums.bag(of: signals, file.table), .rules, slot, &group)
    return slot
  }

  private func bag(
    of turn: TurnContext.Earlier, at place: TextMemory.Place, of batch: TurnBatch, as role: FeatureSums.Role,
    _ group: inout ModelScratch
  ) -> FeatureSums.Bag {
    let text = batch.bytes.span.extracting(turn.text.range)
    return group.sums.bag(of: text, isService: turn.speaker.isService, at: place, as: role, file.table, reader)
  }

  private func bag(
    of turn: TurnContext.Earlier, of batch: TurnBatch, as role: FeatureSums.Role, _ group: inout ModelScratch,
    _ memory: inout TextMemory
  ) -> FeatureSums.Bag {
    let place = memory.place(of: turn.text, in: batch.bytes.span, isService: turn.speaker.isService)
    return bag(of: turn, at: place, of: batch, as: role, &group)
  }

  /// The sum of all turns of one side before its last.
  private func bagOfEarlier(
    _ isService: Bool, _ parts: ContextParts, _ context: TurnContext, _ batch: TurnBatch, _ group: inout ModelScratch,
    _ memory: inout TextMemory
  ) -> FeatureSums.Bag {
    group.sums.beginBlock()
    parts.forEachEarlier(isService: isService) { rank in
      group.sums.addToBlock(bag(of: context.earlier[rank], of: batch, as: .earlier, &group, &memory))
    }
    return group.sums.block
  }

  private func write(_ sum: FeatureSums.Bag, _ block: FeatureBlock, _ slot: Int, _ group: inout ModelScratch) {
    let (networks, size) = (file.networks.count, file.shape.embedding * 16)
    let norm = sum.count > 0 ? 1 / Float(sum.count).squareRoot() : 0
    let first = slot * file.shape.inputs + block.rawValue * size
    unsafe group.inputs.withUnsafeMutableBufferPointer { inputs in
      unsafe group.sums.sums.withUnsafeBufferPointer { sums in
        unsafe file.table.scales.withUnsafeBytes { scales in
          guard let inputs = inputs.baseAddress, let sums = sums.baseAddress,
            let scales = unsafe scales.bindMemory(to: Float.self).baseAddress
          else { return }
          for network in 0..<networks {
            let out = unsafe inputs + network * ModelScratch.capacity * file.shape.inputs + first
            unsafe cmodel_scale(sums + sum.start + network * size, scales + network * size, norm, size, out)
          }
        }
      }
    }
  }
}
