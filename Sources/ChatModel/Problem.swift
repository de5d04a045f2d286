/// Something wrong in the input, as a value: it is counted and reported, and never stops the run.
///
/// Neither code nor message holds text of a customer.
public struct Problem: Hashable, Sendable {
  /// What became of the record.
  public enum Severity: String, Sendable, Codable {
    /// The record was kept; something in it was odd.
    case warning
    /// The record (or the rest of the file) was not kept.
    case rejected
  }

  /// A stable kebab-case name, such as `json-syntax`; users filter by it.
  public var code: String
  public var severity: Severity
  public var location: Location
  /// One sentence: what was wrong, and what to do where that is not plain.
  public var message: String
  /// The raw record, for the rejects file only, masked before it is written; never printed.
  public var raw: [UInt8]

  public init(code: String, severity: Severity, location: Location, message: String, raw: [UInt8] = []) {
    (self.code, self.severity, self.location) = (code, severity, location)
    (self.message, self.raw) = (message, raw)
  }
}

extension Problem: CustomStringConvertible {
  /// `file:line: warning: message [code]`.
  public var description: String { "\(location): \(severity.rawValue): \(message) [\(code)]" }
}
