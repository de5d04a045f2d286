public import ChatModel

/// How a text was read and what decided for its tags: for people, not for the hot path.
///
/// All offsets are Unicode scalars of the text, from 0; an end is one past the last.
public struct Explanation: Sendable, Equatable {
  /// A stretch between two separators, with its grammar.
  public struct Clause: Sendable, Equatable {
    public var start, end: Int
    /// It asks something.
    public var isAsked: Bool
    /// It stands under an "if".
    public var isConditional: Bool
    /// It repeats somebody else's words.
    public var isQuoted: Bool
  }

  /// A word of the rules that stands in the text.
  public struct Hit: Sendable, Equatable {
    public var start, end: Int
    /// The group that the word belongs to, such as `refund`.
    public var group: String
    /// A "not" stands before it ("没有不满意" has two, which is none).
    public var isNegated: Bool
    /// A "don't want", "no need" stands before it.
    public var isRefused: Bool
  }

  /// A rule that fired, for one label.
  public struct Firing: Sendable, Equatable {
    /// The name of the rule, such as `refund-wanted`.
    public var rule: String
    /// The name of the label, such as `return_refund`.
    public var label: String
    /// What it adds to the label, in log-odds.
    public var weight: Float
  }

  /// A tag that was given, and who decided for it.
  public struct Decision: Sendable, Equatable {
    public enum Source: String, Sendable {
      /// The model and the rules say the same; the model decided against the rules; a rule was sure of a further wish;
      /// there is no model.
      case both, model, rule, rules
    }

    /// The field, such as `intents`.
    public var field: String
    public var label: String
    public var score: Float
    public var by: Source
    /// What the rules alone say, and how sure they are.
    public var ruleLabel: String
    public var ruleScore: Float
  }

  /// A stretch of the text, or an earlier turn, that speaks for a label of the model.
  public struct Influence: Sendable, Equatable {
    public var label: String
    /// 0: the text itself; 1: the turn before it, and so on.
    public var turn: Int
    /// The stretch; of an earlier turn always the whole.
    public var start, end: Int
    /// What the label's log-odds lose without it; below 0 it speaks against the label.
    public var weight: Float
  }

  /// One for each tag, in the order of the fields.
  public var decisions: [Decision] = []
  /// The strongest for each label that was given.
  public var influences: [Influence] = []
  public var clauses: [Clause] = []
  public var hits: [Hit] = []
  public var firings: [Firing] = []
  /// What of the earlier turns was used, such as `after ask_info` or `topic return_refund`.
  public var context: [String] = []
  public var tags = TurnTags.none
}
