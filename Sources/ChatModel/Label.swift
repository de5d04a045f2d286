/// A closed set of labels with a stable one-byte code and a stable name.
///
/// Codes are stored in databases and model files: a new label is appended, an old one is never renumbered.
/// Names are those of the annotation guide (`LABELS.md`) and of every output.
public protocol Label: CaseIterable, Hashable, Sendable, RawRepresentable where RawValue == UInt8 {
  /// The names in the order of the codes; `names[Int(rawValue)]` is the name of a label.
  static var names: [String] { get }
}

extension Label {
  /// The name as written in every output, such as `return_refund`.
  public var name: String { Self.names[Int(rawValue)] }

  /// The label with this exact name, or nil.
  public init?(name: some StringProtocol) {
    guard let code = Self.names.firstIndex(where: { $0 == name }) else { return nil }
    self.init(rawValue: UInt8(code))
  }
}
