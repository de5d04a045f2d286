import ChatModel
import ChatTagging
import ChatTraining
import Testing

/// Which features the linear part of a model keeps.
@Suite struct LinearSelectionTests {
  private static let told: [(String, Intent)] = [
    ("什么时候发货呀", .dispatchTime), ("几号能发货", .dispatchTime), ("今天发货吗", .dispatchTime), ("还没发货呢", .dispatchTime),
    ("我要退货", .returnRefund), ("怎么退货", .returnRefund), ("可以退货吗", .returnRefund), ("退货地址发我", .returnRefund),
  ]

  private static func trained(keeping most: Int) -> LinearTable {
    var turns = LabelledTurns()
    turns.begin(.init(name: "told", file: "told"))
    for (text, intent) in told {
      var target = Target()
      target.set(.intents, [Int(intent.rawValue)], weight: 1)
      turns.add(text, by: .customer, after: [], turnsBefore: 0, target: target, group: text)
    }
    var training = ModelTraining(turns, rules: nil)
    training.networks = 1
    training.linear.minimumCount = 1
    training.linear.maximumFeatures = most
    return training.train(on: Array(told.indices), seed: 3).linear
  }

  @Test func keepsThoseThatWeighMost() {
    let all = Self.trained(keeping: .max).table
    #expect(all.keys.count > 100)
    /// The largest number of a row, in its own unit.
    func largest(_ row: Int) -> Float { all.sum(of: [UInt32(row)]).map(abs).max() ?? 0 }
    let order = all.keys.indices.sorted { largest($0) > largest($1) }
    let kept = Set(Self.trained(keeping: 20).table.keys)
    #expect(kept.count == 20)
    // The rows of the file are rounded, so that neighbours may change places.
    let (first, last) = (largest(order[0]), largest(order[19]))
    #expect(kept.allSatisfy { key in all.keys.firstIndex(of: key).map { largest($0) >= last - first / 50 } ?? false })
  }
}
