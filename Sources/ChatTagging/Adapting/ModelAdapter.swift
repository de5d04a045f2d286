/// What a shop's own labels add to the model that ships: for each output a correction that is linear in the n-grams of
/// the turn and of its context.
///
/// A correction of 0 leaves the model as it is, and fitting shrinks towards that (``AdapterFeatures`` are the inputs).
package struct ModelAdapter: Equatable, Sendable {
  package static let version: UInt32 = 1
  /// Lanes of the correction that a feature gives.
  package static let lanes = ModelHead.outputCount / 16

  /// The name of the model that is corrected: another one makes other mistakes.
  package var base: String
  /// One line for each file of training data: SHA-256, name, labelled turns.
  package var provenance: String
  /// What every turn's outputs get, in lanes.
  package var bias: [Lane]
  /// The features that have a correction; hashes of n-grams, never a word.
  package let keys: [UInt32]
  /// What the weights of each lane of a row are multiplied with.
  private let scales: [Lane]
  /// Row after row: ``lanes`` lanes of 8-bit weights.
  private let weights: [SIMD16<Int8>]
  private let rowOf: [UInt32: Int32]
  /// The first 8 hexadecimal digits of the file's checksum; empty before it was one.
  package private(set) var digits = ""

  /// Quantises rows of ``lanes`` lanes.
  package init(
    base: String, provenance: String, bias: [Lane], keys: [UInt32], rows: [Lane]
  ) {
    var highest = [Lane](repeating: Lane(repeating: 1e-9), count: Self.lanes)
    for (at, lane) in rows.enumerated() {
      let size = lane.replacing(with: -lane, where: lane .< 0)
      highest[at % Self.lanes].replace(with: size, where: size .> highest[at % Self.lanes])
    }
    let scales = highest.map { $0 / 127 }
    self.init(
      base: base, provenance: provenance, bias: bias, keys: keys, scales: scales,
      weights: rows.enumerated().map {
        SIMD16<Int8>(clamping: SIMD16<Int16>(($1 / scales[$0 % Self.lanes]).rounded(.toNearestOrEven)))
      })
    digits = ModelFile.digits(of: bytes)
  }

  private init(
    base: String, provenance: String, bias: [Lane], keys: [UInt32], scales: [Lane],
    weights: [SIMD16<Int8>]
  ) {
    (self.base, self.provenance, self.bias) = (base, provenance, bias)
    (self.keys, self.scales, self.weights) = (keys, scales, weights)
    rowOf = Dictionary(keys.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
  }

  /// Adds what a turn with these features gets added to the model's raw outputs; an empty array counts as zeros.
  func addCorrection(of features: TurnFeatures, to outputs: inout [Float]) {
    if outputs.isEmpty { outputs = Array(repeating: 0, count: ModelHead.outputCount) }
    var sums = [6 of SIMD16<Int32>](repeating: .zero)
    var known = 0
    AdapterFeatures.forEach(of: features) { key in
      guard let row = rowOf[key] else { return }
      known += 1
      for lane in 0..<Self.lanes {
        sums[lane] &+= SIMD16<Int32>(truncatingIfNeeded: weights[Int(row) * Self.lanes + lane])
      }
    }
    let norm = AdapterFeatures.norm(known)
    for lane in 0..<Self.lanes {
      let gain = bias[lane] + scales[lane] * norm * Lane(sums[lane])
      for unit in 0..<16 { outputs[lane * 16 + unit] += gain[unit] }
    }
  }
}

extension ModelAdapter {
  private static let mark = Array("DUXA".utf8)

  /// Whether these are the bytes of an adapter, not of a whole model.
  package static func isAdapter(_ bytes: [UInt8]) -> Bool { bytes.starts(with: mark) }

  /// The file: little-endian, `DUXA`, version, feature specification, labels, base, provenance, keys, scales, weights,
  /// bias, and the 64-bit FNV-1a hash of all that.
  package var bytes: [UInt8] {
    var out = LittleEndianWriter()
    out.bytes = Self.mark
    for number in [Self.version, ModelFile.featureSpecification] { out.write(number) }
    for text in [ModelFile.labels, base, provenance] { out.write(text) }
    out.write(UInt32(keys.count))
    for key in keys { out.write(key) }
    out.write(scales)
    for row in weights { for unit in 0..<16 { out.bytes.append(UInt8(bitPattern: row[unit])) } }
    out.write(bias)
    let hash = ModelFile.hash(of: out.bytes.span)
    out.write(UInt32(truncatingIfNeeded: hash))
    out.write(UInt32(truncatingIfNeeded: hash >> 32))
    return out.bytes
  }

  package init(bytes: [UInt8]) throws(ModelError) {
    self = try unsafe bytes.withUnsafeBufferPointer { bytes throws(ModelError) in try unsafe ModelAdapter(bytes) }
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>) throws(ModelError) {
    guard bytes.count > 32, unsafe bytes.starts(with: Self.mark) else {
      throw ModelError(code: "not-a-model", message: "the file is not a model of duxin")
    }
    var reader = unsafe LittleEndianReader(bytes, at: 4)
    let (version, specification) = unsafe (reader.number(), reader.number())
    guard version == Self.version, specification == ModelFile.featureSpecification else {
      throw ModelError(
        code: "model-version",
        message: "the model has version \(version).\(specification), this program reads \(Self.version)."
          + "\(ModelFile.featureSpecification): train it again")
    }
    let hash = unsafe ModelFile.hash(of: bytes.span.extracting(0..<bytes.count - 8))
    var tail = unsafe LittleEndianReader(bytes, at: bytes.count - 8)
    guard unsafe UInt64(tail.number()) | UInt64(tail.number()) << 32 == hash else {
      throw ModelError(code: "model-damaged", message: "the model file does not match its checksum")
    }
    guard unsafe reader.text() == ModelFile.labels else {
      throw ModelError(code: "model-labels", message: "the model was trained for other labels: train it again")
    }
    let (base, provenance) = unsafe (reader.text(), reader.text())
    let count = unsafe Int(reader.number())
    guard count <= bytes.count / 4 else {
      throw ModelError(code: "model-damaged", message: "the model file does not match its checksum")
    }
    let keys = (0..<count).map { _ in unsafe reader.number() }
    let scales: [Lane] = unsafe reader.numbers(Self.lanes)
    var weights = [SIMD16<Int8>](repeating: .zero, count: count * Self.lanes)
    for row in weights.indices { for unit in 0..<16 { weights[row][unit] = unsafe Int8(bitPattern: reader.byte()) } }
    let bias: [Lane] = unsafe reader.numbers(Self.lanes)
    self.init(
      base: base, provenance: provenance, bias: bias, keys: keys, scales: scales,
      weights: weights)
    digits = unsafe ModelFile.digits(of: bytes)
  }
}

/// What an adapter reads of a turn: the n-grams of the turn, of service's last turn and of the customer's, and what the
/// rules say.
package enum AdapterFeatures {
  private static let blocks: [(block: FeatureBlock, salt: UInt32)] = [
    (.turn, 0), (.service, 0x5BD1_E995), (.customer, 0x2545_F491), (.frame, 0), (.rules, 0),
  ]

  static func forEach(of features: TurnFeatures, _ body: (UInt32) -> Void) {
    for (block, salt) in blocks { for at in features.range(of: block) { body(features.keys[at] ^ salt) } }
  }

  /// What the sum of the corrections of so many features is multiplied with.
  package static func norm(_ count: Int) -> Float { count == 0 ? 0 : 1 / Float(count).squareRoot() }
}
