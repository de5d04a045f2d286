/// What stops the tagger from being built: a rule file that is wrong.
///
/// Shows text of the rule file, never of a customer.
public struct TaggingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable kebab-case name, such as `unknown-group`.
  public var code: String
  public var file: String
  /// The line in the file, from 1; 0 when the whole file is meant.
  public var line: Int
  /// What was wrong and what to do.
  public var message: String

  public init(code: String, file: String, line: Int, message: String) {
    (self.code, self.file, self.line, self.message) = (code, file, line, message)
  }

  public var description: String { "\(file)\(line > 0 ? ":\(line)" : ""): error: \(message) [\(code)]" }
}
