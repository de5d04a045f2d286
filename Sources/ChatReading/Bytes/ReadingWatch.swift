/// What a caller sees of a reading that goes on in other threads, and its way to stop it.
public struct ReadingWatch: Sendable {
  /// Told after each block: how many bytes of the input were taken so far, packed as they are on disk.
  public var moved: @Sendable (_ bytes: Int64) -> Void
  /// Asked before each block: whether the reading is to end.
  public var isStopped: @Sendable () -> Bool

  public init(
    moved: @escaping @Sendable (_ bytes: Int64) -> Void = { _ in },
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    (self.moved, self.isStopped) = (moved, isStopped)
  }

  /// - Throws: ``ReadError`` with the code `interrupted` when the reading is to end.
  public func check(_ path: String) throws(ReadError) {
    if isStopped() { throw ReadError(code: "interrupted", path: path, message: "the reading was interrupted") }
  }
}
