/// What the stream has shown of a conversation before a turn: its last turns, newest first.
///
/// A bounded window of raw texts, so that a turn's tags do not depend on where a file was cut into chunks.
public struct TurnContext: Sendable {
  /// One earlier turn: who spoke, and the first bytes of what was said (at most ``textLimit``).
  public struct Earlier: Sendable {
    public var speaker: Speaker
    public var text: ByteRange

    public init(speaker: Speaker, text: ByteRange) { (self.speaker, self.text) = (speaker, text) }
  }

  /// How many earlier turns are kept.
  public static let depth = 8
  /// How many bytes of an earlier turn are kept, cut at a character's end.
  public static let textLimit = 512

  /// The earlier turns, newest first; only the first ``count`` are meant.
  public var earlier = [8 of Earlier](repeating: Earlier(speaker: .system, text: .none))
  /// How many earlier turns are known: 0 to ``depth``.
  public var count = 0
  /// How many turns of the conversation came before, all told.
  public var turnsBefore = 0

  public init() {}
}
