/// What stops the reading of one input: it cannot be opened, is no text, or names no usable fields.
///
/// Holds the path as the user named it and a sentence; never text from inside the file.
public struct ReadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable kebab-case name, such as `not-found`.
  public var code: String
  /// The input as the user named it; `-` for standard input.
  public var path: String
  /// What was wrong and what to do.
  public var message: String

  public init(code: String, path: String, message: String) {
    (self.code, self.path, self.message) = (code, path, message)
  }

  public var description: String { "\(path): error: \(message) [\(code)]" }
}
