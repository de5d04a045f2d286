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
    var last = best
    while true {
      // The most probable of those less probable than the last; of equals the first.
      var next = -1
      for label in head.outputs where label != best && probabilities[label] >= thresholds[label] {
        let isBehind = (probabilities[label], last) < (probabilities[last], label)
        if isBehind, next < 0 || probabilities[label] > probabilities[next] { next = label }
      }
      guard next >= 0 else { return }
      body(next)
      last = next
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
/// dense layers of each network; the calibration; the 64-bit FNV-1a hash of all that.
package struct ModelFile: Equatable, Sendable {
  package static let version: UInt32 = 1
  /// Changes whenever ``TurnFeatures``, ``TokenReader`` or the folding would make other keys of the same text.
  package static let featureSpecification: UInt32 = 2

  package var shape: NetworkShape
  package var table: FeatureTable
  /// The dense layers of each network.
  package var networks: [DenseLayers]
  package var calibration: Calibration
  /// One line for each file of training data: SHA-256, name, labelled turns.
  package var provenance: String

  package init(
    shape: NetworkShape, table: FeatureTable, networks: [DenseLayers], calibration: Calibration, provenance: String
  ) {
    (self.shape, self.table, self.networks) = (shape, table, networks)
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
    for key in table.keys { out.write(key) }
    out.write(table.scales)
    for pairs in table.weights {
      for at in 0..<8 {
        out.bytes += [UInt8(truncatingIfNeeded: pairs[at]), UInt8(truncatingIfNeeded: pairs[at] >> 8)]
      }
    }
    for dense in networks {
      for layer in [dense.hidden, dense.hiddenBias, dense.output, dense.outputBias] {
        out.write(layer)
      }
    }
    for number in calibration.scales + calibration.thresholds { out.write(number.bitPattern) }
    let hash = Self.hash(of: out.bytes.span)
    out.write(UInt32(truncatingIfNeeded: hash))
    out.write(UInt32(truncatingIfNeeded: hash >> 32))
    return out.bytes
  }

  /// Reads a file and holds it against its version and label set.
  ///
  /// - Parameter isChecked: whether it is also held against its checksum, which takes longer than all the rest; a test
  ///   does it for the file inside the binary.
  package init(bytes: [UInt8], isChecked: Bool = true) throws(ModelError) {
    guard bytes.count > 32, bytes.starts(with: Array("DUXM".utf8)) else {
      throw ModelError(code: "not-a-model", message: "the file is not a model of duxin")
    }
    var reader = LittleEndianReader(bytes: bytes, at: 4)
    let (version, specification) = (reader.number(), reader.number())
    guard version == Self.version, specification == Self.featureSpecification else {
      throw ModelError(
        code: "model-version",
        message: "the model has version \(version).\(specification), this program reads \(Self.version)."
          + "\(Self.featureSpecification): train it again")
    }
    if isChecked {
      let hash = Self.hash(of: bytes.span.extracting(0..<bytes.count - 8))
      var tail = LittleEndianReader(bytes: bytes, at: bytes.count - 8)
      guard UInt64(tail.number()) | UInt64(tail.number()) << 32 == hash else {
        throw ModelError(code: "model-damaged", message: "the model file does not match its checksum")
      }
    }
    shape = NetworkShape(embedding: Int(reader.number()), hidden: Int(reader.number()))
    let (count, rows) = (Int(reader.number()), Int(reader.number()))
    guard reader.text() == Self.labels else {
      throw ModelError(code: "model-labels", message: "the model was trained for other labels: train it again")
    }
    provenance = reader.text()
    var keys = [UInt32](repeating: 0, count: rows)
    reader.fill(&keys)
    var scales = [Lane](repeating: .zero, count: shape.embedding * count)
    reader.fill(&scales)
    var weights = [SIMD8<Int16>](repeating: .zero, count: rows * scales.count)
    reader.fill(&weights)
    table = FeatureTable(keys: keys, scales: scales, weights: weights)
    networks = Array(repeating: DenseLayers(shape), count: count)
    for network in networks.indices {
      reader.fill(&networks[network].hidden)
      reader.fill(&networks[network].hiddenBias)
      reader.fill(&networks[network].output)
      reader.fill(&networks[network].outputBias)
    }
    calibration = Calibration()
    for at in calibration.scales.indices { calibration.scales[at] = reader.float() }
    for at in calibration.thresholds.indices { calibration.thresholds[at] = reader.float() }
  }

  /// The first 8 hexadecimal digits of the checksum at the end of a model file.
  static func digits(of bytes: [UInt8]) -> String {
    bytes.suffix(4).reversed().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// The 64-bit hash of Fowler, Noll and Vo (FNV-1a).
  static func hash(of bytes: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    return hash
  }
}

struct LittleEndianWriter {
  var bytes: [UInt8] = []

  mutating func write(_ number: UInt32) {
    for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  mutating func write(_ lanes: [Lane]) {
    for lane in lanes { for at in 0..<16 { write(lane[at].bitPattern) } }
  }

  mutating func write(_ text: String) {
    write(UInt32(text.utf8.count))
    bytes += text.utf8
  }
}

/// Reads numbers one after the other; past the end it reads zeros (the checksum was held before).
struct LittleEndianReader {
  let bytes: [UInt8]
  var at: Int

  mutating func byte() -> UInt8 {
    defer { at += 1 }
    return at < bytes.count ? bytes[at] : 0
  }

  mutating func number() -> UInt32 {
    UInt32(byte()) | UInt32(byte()) << 8 | UInt32(byte()) << 16 | UInt32(byte()) << 24
  }

  mutating func float() -> Float { Float(bitPattern: number()) }

  mutating func text() -> String {
    let count = min(Int(number()), max(0, bytes.count - at))
    defer { at += count }
    return String(decoding: bytes[at..<at + count], as: UTF8.self)
  }

  /// Fills an array with the numbers that come next; all processors that Swift runs on here are little-endian too.
  mutating func fill<Element: BitwiseCopyable>(_ elements: inout [Element]) {
    let left = bytes.count - at
    at += unsafe elements.withUnsafeMutableBytes { elements in
      let count = min(elements.count, max(0, left))
      unsafe bytes.withUnsafeBytes { bytes in
        unsafe elements.copyBytes(from: bytes[at..<at + count])
      }
      return elements.count
    }
  }
}
