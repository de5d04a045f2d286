/// What stops masking: the key file cannot be read, made or trusted.
///
/// Holds the path as the user named it and a sentence that says what to do; never a key and never text of a customer.
public struct PrivacyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable kebab-case name, such as `key-readable-by-others`.
  public var code: String
  /// The key file.
  public var path: String
  /// What was wrong and what to do.
  public var message: String

  public init(code: String, path: String, message: String) {
    (self.code, self.path, self.message) = (code, path, message)
  }

  public var description: String { "\(path): error: \(message) [\(code)]" }
}
