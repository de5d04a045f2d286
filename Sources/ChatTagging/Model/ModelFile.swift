/// What a model file that cannot be used is wrong with.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable kebab-case name: `not-a-model`, `model-version`, `model-labels`, `model-damaged`.
  public var code: String
  public var message: String

  public var description: String { "error: \(message) [\(code)]" }
}

/// How outputs become probabilities and labels, fitted on turns that the weights were not trained on.
package struct Calibration: Equatable, Sendable {
  /// For each ``ModelHead`` what its outputs are multiplied with (1 / temperature).
  package var scales = [Float](repeating: 1, count: ModelHead.allCases.count)
  /// For each output of a head with several labels, the probability from which the label is given beside the most
  /// probable one; for heads with one label, what probabilities are divided by before the highest is taken.
  package var thresholds: [Float]

  package init() {
    thresholds = Array(repeating: 1, count: ModelHead.outputCount)
    for head in ModelHead.allCases where head.isMultiLabel { for label in head.outputs { thresholds[label] = 0.3 } }
  }

  /// Calls `body` with the outputs of the labels that these probabilities give a turn, most probable first; of a head
  /// with several labels the first is the best, whatever its probability.
  @inline(__always)
  func forEachLabel(of head: ModelHead, _ probabilities: [Float], _ body: (Int) -> Void) {
    func value(_ label: Int) -> Float {
      head.isMultiLabel ? probabilities[label] : probabilities[label] / thresholds[label]
    }
    var best = head.outputs.lowerBound
    for label in head.outputs where value(label) > value(best) { best = label }
    body(best)
    guard head.isMultiLabel else { return }
    var others: UInt128 = 0
    for label in head.outputs where label != best && probabilities[label] >= thresholds[label] {
      others |= 1 << UInt128(label)
    }
    while others != 0 {
      // The most probable of the others; of equals the first.
      var next = others.trailingZeroBitCount
      var rest = others
      while rest != 0 {
        let label = rest.trailingZeroBitCount
        if probabilities[label] > probabilities[next] { next = label }
        rest &= rest - 1
      }
      body(next)
      others &= ~(1 << UInt128(next))
    }
  }

  /// The outputs of the labels that these probabilities give a turn, most probable first; never empty.
  package func labels(of head: ModelHead, _ probabilities: [Float]) -> [Int] {
    var labels: [Int] = []
    forEachLabel(of: head, probabilities) { labels.append($0) }
    return labels
  }
}

/// A model as a file: little-endian; a header, texts, tables, a checksum.
///
/// `DUXM`, version, feature specification, lanes, networks, rows; the label names, and where the training data came
/// from (names and hashes of files, never a word of them) as text; keys, scales and 8-bit weights of the features; the
/// dense layers of each network; the linear part, with its own features; the calibration; the 64-bit FNV-1a hash of all
/// that.
package struct ModelFile: Equatable, Sendable {
  package static let version: UInt32 = 2
  /// Changes whenever ``TurnFeatures``, ``TokenReader`` or the folding would make other keys of the same text.
  package static let featureSpecification: UInt32 = 2

  package var shape: NetworkShape
  package var table: FeatureTable
  /// The dense layers of each network.
  package var networks: [DenseLayers]
  package var linear: LinearTable
  package var calibration: Calibration
  /// One line for each file of training data: SHA-256, name, labelled turns.
  package var provenance: String

  package init(
    shape: NetworkShape, table: FeatureTable, networks: [DenseLayers], linear: LinearTable = .none,
    calibration: Calibration, provenance: String
  ) {
    (self.shape, self.table, self.networks, self.linear) = (shape, table, networks, linear)
    (self.calibration, self.provenance) = (calibration, provenance)
  }

  /// All label names, head after head: a model of other labels must not be read.
  static let labels = ModelHead.allCases.map { $0.names.joined(separator: " ") }.joined(separator: "\n")

  /// The bytes of the file.
  package var bytes: [UInt8] {
    var out = LittleEndianWriter()
    out.bytes = Array("DUXM".utf8)
    for number in [Self.version, Self.featureSpecification, UInt32(shape.embedding), UInt32(shape.hidden)] {
      out.write(number)
    }
    out.write(UInt32(networks.count))
    out.write(UInt32(table.keys.count))
    out.write(Self.labels)
    out.write(provenance)
    table.write(to: &out)
    for dense in networks {
      for layer in [dense.hidden, dense.hiddenBias, dense.output, dense.outputBias] {
        out.write(layer)
      }
    }
    out.write(UInt32(linear.table.keys.count))
    linear.table.write(to: &out)
    for weight in linear.weights { out.write(weight.bitPattern) }
    out.write(linear.bias)
    for number in calibration.scales + calibration.thresholds { out.write(number.bitPattern) }
    let hash = Self.hash(of: out.bytes.span)
    out.write(UInt32(truncatingIfNeeded: hash))
    out.write(UInt32(truncatingIfNeeded: hash >> 32))
    return out.bytes
  }

  /// Reads a file and holds it against its version, its label set and its checksum.
  package init(bytes: [UInt8]) throws(ModelError) {
    self = try unsafe bytes.withUnsafeBufferPointer { bytes throws(ModelError) in
      try unsafe ModelFile(bytes, isChecked: true)
    }
  }

  /// Reads a file from where it stands in memory.
  ///
  /// - Parameter isChecked: whether it is also held against its checksum, which takes longer than all the rest; a test
  ///   does it for the file inside the binary. What is not checked is that file, whose weights are read where they stand.
  init(_ bytes: UnsafeBufferPointer<UInt8>, isChecked: Bool) throws(ModelError) {
    guard bytes.count > 32, unsafe bytes.starts(with: "DUXM".utf8) else {
      throw ModelError(code: "not-a-model", message: "the file is not a model of duxin")
    }
    var reader = unsafe LittleEndianReader(bytes, at: 4)
    unsafe reader.bytesStay = !isChecked
    let (version, specification) = unsafe (reader.number(), reader.number())
    guard version == Self.version, specification == Self.featureSpecification else {
      throw ModelError(
        code: "model-version",
        message: "the model has version \(version).\(specification), this program reads \(Self.version)."
          + "\(Self.featureSpecification): train it again")
    }
    if isChecked {
      let hash = unsafe Self.hash(of: bytes.span.extracting(0..<bytes.count - 8))
      var tail = unsafe LittleEndianReader(bytes, at: bytes.count - 8)
      guard unsafe UInt64(tail.number()) | UInt64(tail.number()) << 32 == hash else {
        throw ModelError(code: "model-damaged", message: "the model file does not match its checksum")
      }
    }
    shape = unsafe NetworkShape(embedding: Int(reader.number()), hidden: Int(reader.number()))
    let (count, rows) = unsafe (Int(reader.number()), Int(reader.number()))
    guard unsafe reader.text() == Self.labels else {
      throw ModelError(code: "model-labels", message: "the model was trained for other labels: train it again")
    }
    provenance = unsafe reader.text()
    table = unsafe FeatureTable(&reader, rows: rows, lanes: shape.embedding * count)
    networks = Array(repeating: DenseLayers(shape), count: count)
    for network in networks.indices {
      for layer in [\DenseLayers.hidden, \.hiddenBias, \.output, \.outputBias] {
        networks[network][keyPath: layer] = unsafe reader.numbers(networks[network][keyPath: layer].count)
      }
    }
    linear = unsafe LinearTable(&reader)
    calibration = Calibration()
    for at in calibration.scales.indices { calibration.scales[at] = unsafe reader.float() }
    for at in calibration.thresholds.indices { calibration.thresholds[at] = unsafe reader.float() }
  }

  /// The first 8 hexadecimal digits of the checksum at the end of a model file.
  static func digits(of bytes: some BidirectionalCollection<UInt8>) -> String {
    bytes.suffix(4).reversed().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// The 64-bit hash of Fowler, Noll and Vo (FNV-1a).
  static func hash(of bytes: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    return hash
  }
}

extension FeatureTable {
  fileprivate func write(to out: inout LittleEndianWriter) {
    for key in keys { out.write(key) }
    out.write(scales)
    unsafe weights.withBytes { unsafe out.bytes.append(contentsOf: UnsafeRawBufferPointer($0)) }
  }

  fileprivate init(_ reader: inout LittleEndianReader, rows: Int, lanes: Int) {
    self.init(
      keys: unsafe reader.numbers(rows), scales: unsafe reader.numbers(lanes),
      weights: unsafe reader.weights(16 * rows * lanes))
  }
}

extension LinearTable {
  fileprivate init(_ reader: inout LittleEndianReader) {
    let rows = unsafe Int(reader.number())
    let table = unsafe FeatureTable(&reader, rows: rows, lanes: Self.lanes)
    self.init(table: table, weights: unsafe reader.numbers(rows), bias: unsafe reader.numbers(Self.lanes))
  }
}
