/// The version of the program.
public enum DuxinVersion {
  /// By Semantic Versioning 2.0.0.
  public static let current = "0.1.0"
}
