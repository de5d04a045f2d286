import ArgumentParser
import ChatModel
import ChatPipeline
import ChatPrivacy
import ChatReading
import ChatStore
import ChatTagging

/// `duxin rules`: what the rules say, what is wrong with them, what they do.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Checks the rules that ship and those of a shop, lists them, shows what each one hits.",
    discussion: """
      A shop's rule file has the form of those that ship. It adds words and rules, replaces a rule by one with the same
      id, and forbids rules by 'forbid: [id, …]'. Name it with --rules, or under 'rules' in duxin.yaml.

      EXAMPLES
        duxin rules check my-rules.yaml
        duxin rules list --label bargain
        duxin rules coverage chats.jsonl --rules my-rules.yaml
      """,
    subcommands: [CheckRules.self, CoverRules.self, ListRules.self])
}

/// `duxin rules check`.
struct CheckRules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Tells what is wrong with rule files, by file and line.",
    discussion: """
      Errors (the file cannot be used: exit status 2), warnings (rules that say the same or the opposite, rules that can
      never fire, words that can never match, groups that nothing uses) and notes (rules that are replaced). Without
      files of a shop, those that ship are checked.

      EXAMPLES
        duxin rules check
        duxin rules check my-rules.yaml
        duxin rules check my-rules.yaml --strict || echo "not clean"
      """)

  @Argument(help: "Rule files, after those of --rules or the configuration file.")
  var files: [String] = []

  @Flag(help: "Exit with 1 when there are warnings.")
  var strict = false

  @Option(help: ArgumentHelp("Findings as \(ResultFormat.names); without it as file:line: lines.", valueName: "name"))
  var format: String?

  @OptionGroup var tagger: TaggerArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    let settings = try common.settings()
    let own = try tagger.ruleFiles(settings) + files.map(TaggerArguments.ruleFile)
    let book = RuleBook(RuleFile.shipped + own, ownFrom: RuleFile.shipped.count)
    if let format {
      var writer = try ResultWriter(named: format)
      try writer.begin(["severity", "file", "line", "code", "message"])
      for finding in book.findings {
        try writer.add([
          .text(finding.severity.rawValue), .text(finding.file), .integer(Int64(finding.line)), .text(finding.code),
          .text(finding.message),
        ])
      }
      try writer.end()
    } else {
      for finding in book.findings { try StandardOutput.write("\(finding)\n") }
    }
    let counts = RuleFinding.Severity.allCases.map { severity in
      (severity, book.findings.count { $0.severity == severity })
    }
    let told = counts.map { "\($1) \($0.rawValue)\($1 == 1 ? "" : "s")" }.joined(separator: ", ")
    common.console(settings).note("\(book.rules.count) rules in \(RuleFile.shipped.count + own.count) files: \(told)")
    if counts[0].1 > 0 { throw ExitStatus(2) }
    if counts[1].1 > 0 && settings.isOn("strict", strict) { throw ExitStatus(1) }
  }
}

/// `duxin rules list`.
struct ListRules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Shows the rules with their labels and words.",
    discussion: """
      EXAMPLES
        duxin rules list --task price
        duxin rules list --label return_refund
        duxin rules list --word 包邮 --format csv
      """)

  /// So many characters of words are shown in a table.
  private static let shownWords = 80

  @Option(help: ArgumentHelp("Only rules of this task: intents, emotion, price …", valueName: "name"))
  var task: String?

  @Option(help: ArgumentHelp("Only rules that give this label.", valueName: "name"))
  var label: String?

  @Option(help: ArgumentHelp("Only rules whose words hold this text.", valueName: "text"))
  var word: String?

  @Option(help: ArgumentHelp("\(ResultFormat.names) (default: table).", valueName: "name"))
  var format = "table"

  @OptionGroup var tagger: TaggerArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    let settings = try common.settings()
    var writer = try ResultWriter(named: format)
    let book = RuleBook(RuleFile.shipped + (try tagger.ruleFiles(settings)), ownFrom: RuleFile.shipped.count)
    if let error = book.findings.first(where: { $0.severity == .error }) { throw Failure(message: "\(error)") }
    try writer.begin(["rule", "place", "gives", "words"])
    for rule in book.rules {
      if let task, rule.task != task { continue }
      if let label, !rule.labels.contains(label) { continue }
      if let word, !rule.words.contains(word) { continue }
      try writer.add([
        .text(rule.id), .text("\(rule.file):\(rule.line)"), .text(rule.isForbidden ? "(forbidden)" : rule.gives),
        .text(format == "table" ? String(rule.words.prefix(Self.shownWords)) : rule.words),
      ])
    }
    try writer.end()
  }
}

/// `duxin rules coverage`.
struct CoverRules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Runs the rules on chats: what each rule hits, and what no rule touches.",
    discussion: """
      For each rule: turns it fired in, how many of them were given a label it speaks for (kept), and how many of those
      no other rule spoke for (alone). Personal data is masked unless --no-redact.

      EXAMPLES
        duxin rules coverage chats.jsonl
        duxin rules coverage --db shop.db --rules my-rules.yaml --format csv
        duxin rules coverage chats.jsonl --untouched 20
        duxin rules coverage chats.jsonl --overlaps
      """)

  @Argument(help: "Files, folders, globs, or - for standard input; without any, the database.")
  var paths: [String] = []

  @Option(help: ArgumentHelp("Show so many turns that no rule touches instead.", valueName: "n"))
  var untouched: Int?

  @Flag(help: "Show pairs of rules that mostly fire together instead.")
  var overlaps = false

  @Option(help: ArgumentHelp("\(ResultFormat.names) (default: table).", valueName: "name"))
  var output = "table"

  @OptionGroup var tagger: TaggerArguments
  @OptionGroup var store: StoreArguments
  @OptionGroup var reading: ReadingArguments
  @OptionGroup var common: CommonArguments

  func run() throws {
    let settings = try common.settings()
    let console = common.console(settings)
    var writer = try ResultWriter(named: output)
    var coverage = try RuleCoverage(try tagger.tagger(settings))
    var bare: [[QueryValue]] = []
    func add(_ batch: TurnBatch) {
      for index in batch.turns.indices where coverage.add(index, of: batch) == false {
        if bare.count >= untouched ?? 0 { continue }
        let turn = batch.turns[index]
        let number = turn.number ?? Int64(batch.contexts[index].turnsBefore)
        bare.append([
          .text(batch.string(turn.conversationID)), .integer(number), .text(turn.speaker.name),
          .text(batch.string(turn.text)),
        ])
      }
    }
    if paths.isEmpty {
      try store.reader(settings).forEachConversation { add(TurnBatch(conversation: $0)) }
    } else {
      let key = reading.isMasked(settings) ? PseudonymKey.ofThisRun : nil
      let chats = ChatSource(try reading.options(settings, key: key))
      var inputs = Inputs(paths, console: console, showsProgress: false)
      var tally = ProblemTally(console: console)
      try inputs.forEach { path in
        tally.begin(path)
        var counts = (read: 0, kept: 0)
        tally.end(
          try chats.read(path) { batch in
            counts = (counts.read + batch.read, counts.kept + batch.turns.count)
            tally.tell(batch.problems)
            add(batch)
          })
        return counts
      }
      try inputs.finish(rejected: 0, strict: false)
    }
    try write(coverage, bare, to: &writer)
    let unused = coverage.entries.count { $0.turns == 0 }
    let share = coverage.turns > 0 ? Double(coverage.untouched * 1000 / coverage.turns) / 10 : 0
    console.note(
      "\(coverage.turns) turns, \(coverage.untouched) of them (\(share) %) touched by no rule; "
        + "\(unused) of \(coverage.entries.count) rules never fired")
  }

  private func write(_ coverage: RuleCoverage, _ bare: [[QueryValue]], to writer: inout ResultWriter) throws {
    if untouched != nil {
      try writer.begin(["conversation_id", "turn", "speaker", "text"])
      for row in bare { try writer.add(row) }
    } else if overlaps {
      try writer.begin(["rule", "other", "both", "either"])
      for pair in coverage.overlaps(atLeast: 0.5, inTurns: 5) {
        try writer.add([
          .text(pair.first), .text(pair.second), .integer(Int64(pair.both)), .integer(Int64(pair.either)),
        ])
      }
    } else {
      try writer.begin(["rule", "place", "turns", "kept", "alone", "gives"])
      for entry in coverage.entries.sorted(by: { ($1.turns, $0.rule.id) < ($0.turns, $1.rule.id) }) {
        try writer.add([
          .text(entry.rule.id), .text("\(entry.rule.file):\(entry.rule.line)"), .integer(Int64(entry.turns)),
          .integer(Int64(entry.kept)), .integer(Int64(entry.alone)), .text(entry.rule.gives),
        ])
      }
    }
    try writer.end()
  }
}
