/// What made a tag: stored with every turn, so that a re-tag is reproducible.
public struct TaggerVersion: Hashable, Sendable, Codable {
  /// Name and content hash of the rules, such as `rules-1+3f2a9c01`.
  public var rules: String
  /// Name and content hash of the trained model, or `none`.
  public var model: String

  public init(rules: String, model: String) { (self.rules, self.model) = (rules, model) }
}
