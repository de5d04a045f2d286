public import ChatModel

/// The memory one worker reuses from turn to turn.
public final class TaggingScratch {
  /// Whether the tagger also says which words decided.
  public var wantsEvidence = false
  /// The words that decided for the tags of the last turn tagged, in the order of the text.
  public internal(set) var evidence: [Evidence] = []

  var reading = Reading()
  /// What the rules said of the turn, for the model.
  var signals: [UInt32] = []
  let model = ModelScratch()
  /// Made for the rules of the first tagger that uses this scratch.
  var board: ScoreBoard?

  public init() {}
}
