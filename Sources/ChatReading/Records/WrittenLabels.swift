import Foundation

/// The labels that a person gave a turn, under the key `labels` of its record.
public struct WrittenLabels: Decodable, Sendable, Equatable {
  public var intents: [String]?
  public var emotion: String?
  public var priceSensitivity: String?
  public var purchaseSignal: String?
  public var acts: [String]?
  public var serviceStage: String?

  private enum CodingKeys: String, CodingKey {
    case intents, emotion, acts
    case priceSensitivity = "price_sensitivity"
    case purchaseSignal = "purchase_signal"
    case serviceStage = "service_stage"
  }
}

extension RecordChunk {
  /// The labels of the records of JSON lines, by their line (from 1); a record whose `labels` have another form than
  /// those of ``WrittenLabels`` has nil.
  public func writtenLabels() -> [Int64: WrittenLabels?] {
    struct Record: Decodable { var labels: WrittenLabels? }
    let decoder = JSONDecoder()
    var found: [Int64: WrittenLabels?] = [:]
    let word = Array("\"labels\"".utf8)
    for (offset, line) in bytes[..<count].split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard line.contains(word) else { continue }
      do {
        if let labels = try decoder.decode(Record.self, from: Data(line)).labels {
          found[firstLine + Int64(offset)] = labels
        }
      } catch { found[firstLine + Int64(offset)] = .some(nil) }
    }
    return found
  }
}
