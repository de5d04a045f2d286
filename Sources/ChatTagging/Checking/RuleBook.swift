/// The rule files of a shop and those that ship, put together as the tagger does, but for people: every rule with its
/// place, and everything that is wrong at once.
public struct RuleBook: Sendable {
  /// What was found, in the order of files and lines.
  public private(set) var findings: [RuleFinding] = []
  /// All rules in the order of the files; a replaced rule is left out.
  public private(set) var rules: [RuleDescription] = []

  var contents: [(file: String, contents: RuleFileContents)] = []
  /// The rules that count, by id, in the order of the files.
  private(set) var sources: [RuleSource] = []
  private var places: [String: Int] = [:]

  /// Reads and checks the files in this order.
  ///
  /// - Parameter ownFrom: the index of the first file of the shop's own; the files before it ship and are not checked
  ///   for warnings, unless there are no others.
  public init(_ files: [RuleFile], ownFrom: Int) {
    let names = files.map(\.name)
    let checked = Set(ownFrom < files.count ? names[ownFrom...] : names[...])
    for file in files {
      do { contents.append((file.name, try RuleFileParser.parse(file))) } catch { add(error) }
    }
    for (file, contents) in contents { put(contents, of: file, replacingIsNews: checked.contains(file)) }
    let isSound = findings.allSatisfy { $0.severity != .error }
    if isSound {
      do {
        let set = try RuleCompiler.compile(files)
        findings += RuleCheck(self, set, checked: checked).findings
      } catch { add(error) }
    }
    let order = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    findings = Array(Set(findings)).sorted {
      (order[$0.file] ?? 0, $0.line, $0.code, $0.message) < (order[$1.file] ?? 0, $1.line, $1.code, $1.message)
    }
  }

  private mutating func add(_ error: TaggingError) {
    findings.append(
      RuleFinding(severity: .error, code: error.code, file: error.file, line: error.line, message: error.message))
  }

  /// Adds the rules of a file over those of the files before.
  private mutating func put(_ contents: RuleFileContents, of file: String, replacingIsNews: Bool) {
    for rule in contents.rules {
      guard let old = places[rule.id] else {
        places[rule.id] = sources.count
        sources.append(rule)
        rules.append(RuleDescription(rule))
        continue
      }
      if sources[old].file != rule.file, replacingIsNews {
        let place = "\(sources[old].file):\(sources[old].line)"
        findings.append(
          RuleFinding(
            severity: .note, code: "replaces", file: file, line: rule.line,
            message: "`\(rule.id)` replaces the rule of \(place)"))
      }
      (sources[old], rules[old]) = (rule, RuleDescription(rule))
    }
    for (id, line) in contents.forbidden {
      guard let old = places[id] else { continue }
      if sources[old].file == file {
        findings.append(
          RuleFinding(
            severity: .warning, code: "forbids-own", file: file, line: line,
            message: "`\(id)` is forbidden in the file that has it, line \(sources[old].line): take one of the two out")
        )
      }
      rules[old].isForbidden = true
      sources[old].gifts = []
    }
  }
}
