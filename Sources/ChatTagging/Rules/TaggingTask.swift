import ChatModel

/// What is decided about a turn, each with its own labels; a rule belongs to one task.
enum TaggingTask: UInt8, CaseIterable {
  case intents, emotion, price, purchase, intensity, acts, stage
  /// No decision, but the words that shape clauses: "not", "if", question marks.
  case grammar

  /// The name in a rule file.
  var name: String { Self.names[Int(rawValue)] }

  private static let names = ["intents", "emotion", "price", "purchase", "intensity", "acts", "stage", "grammar"]

  init?(name: String) {
    guard let code = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: UInt8(code))
  }

  /// The names of its labels in the order of their codes.
  var labels: [String] {
    switch self {
    case .intents: Intent.names
    case .emotion: Emotion.names
    case .price: PriceSensitivity.names
    case .purchase: PurchaseSignal.names
    case .intensity: ["intensity"]
    case .acts: Act.names
    case .stage: ServiceStage.names
    case .grammar: []
    }
  }

  /// How many labels it has.
  var labelCount: Int { Self.firstLabels[Int(rawValue) + 1] - firstLabel }

  /// Where its labels begin when the labels of all tasks stand in one row.
  var firstLabel: Int { Self.firstLabels[Int(rawValue)] }

  /// How many labels all tasks have.
  static let labelCount = firstLabels[Int(grammar.rawValue)]

  private static let firstLabels = allCases.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.labels.count) }
}

/// A set of tasks.
struct TaskSet: OptionSet {
  var rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ task: TaggingTask) { rawValue = 1 << task.rawValue }

  static let all = TaskSet(rawValue: .max)
  static let intents = TaskSet(.intents)
  static let acts = TaskSet(.acts)
  static let stage = TaskSet(.stage)
  static let intensity = TaskSet(.intensity)
  static let grammar = TaskSet(.grammar)
  /// What is decided about a customer's turn once its intents are known.
  static let feelings: TaskSet = [TaskSet(.emotion), TaskSet(.price), TaskSet(.purchase)]
}
