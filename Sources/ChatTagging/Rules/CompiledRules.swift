import CData

/// Rules made ready for reading, as bytes: so the program starts without compiling the rules that ship, which takes
/// longer than all the rest.
///
/// `DUXR`, the hash of the rule files, then the parts of the ``RuleSet``; where parts of an array follow one another,
/// their counts stand for their ranges. What only people read of a rule, apart from its id, is left out.
extension RuleSet {
  private static let mark = Array("DUXR1".utf8)

  /// The compiled rules that ship, if they were compiled from files of this hash.
  static func shipped(hash: String) -> RuleSet? {
    guard let file = unsafe cdata_compiled(0) else { return nil }
    return unsafe RuleSet(UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count), hash: hash)
  }

  func bytes(hash: String) -> [UInt8] {
    var out = LittleEndianWriter(bytes: Self.mark)
    out.write(hash)
    automaton.write(to: &out)
    out.writeShort(bias.count)
    for weight in bias { out.write(weight.bitPattern) }
    writeRules(to: &out)
    writeTerms(to: &out)
    writeWords(to: &out)
    return out.bytes
  }

  /// Reads what ``bytes(hash:)`` wrote; nil for another hash, or what is no such file.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, hash: String) {
    guard unsafe bytes.starts(with: Self.mark) else { return nil }
    var reader = unsafe LittleEndianReader(bytes, at: Self.mark.count)
    guard unsafe reader.text() == hash else { return nil }
    automaton = unsafe WordAutomaton(from: &reader)
    bias = (0..<(unsafe reader.short() as Int)).map { _ in unsafe reader.float() }
    unsafe readRules(&reader)
    let terms = unsafe readTerms(&reader)
    unsafe readWords(&reader, terms)
  }

  // MARK: Rules

  private func writeRules(to out: inout LittleEndianWriter) {
    out.writeShort(rules.count)
    for (rule, id) in zip(rules, ids) {
      out.write(id)
      out.writeShort(rule.task.rawValue)
      for facts in [rule.condition.required, rule.condition.forbidden] {
        out.writeShort(UInt64(truncatingIfNeeded: facts))
        out.writeShort(UInt64(truncatingIfNeeded: facts >> 64))
      }
      for term in [rule.then, rule.without, rule.turn, rule.nowhere, rule.agent] { out.writeShort(term + 1) }
      out.writeShort(rule.within)
      out.writeShort(rule.with.count)
      for at in rule.with { out.writeShort(withTerms[Int(at)]) }
      out.writeShort(rule.gifts.count)
      for at in rule.gifts {
        out.writeShort(gifts[Int(at)].label)
        out.write(gifts[Int(at)].weight.bitPattern)
      }
    }
    for waiting in wordless {
      out.writeShort(waiting.count)
      for one in waiting { out.writeShort(one.rule) }
    }
  }

  private mutating func readRules(_ reader: inout LittleEndianReader) {
    let count: Int = unsafe reader.short()
    rules.reserveCapacity(count)
    ids.reserveCapacity(count)
    for _ in 0..<count {
      ids.append(unsafe reader.text())
      let task = unsafe TaggingTask(rawValue: reader.short()) ?? .grammar
      var condition = Condition()
      condition.required = unsafe Self.facts(&reader)
      condition.forbidden = unsafe Self.facts(&reader)
      var terms: [5 of Term] = [0, 0, 0, 0, 0]
      for at in 0..<5 { terms[at] = unsafe reader.short() - 1 }
      let within: Int32 = unsafe reader.short()
      let with = withTerms.extend(with: (0..<(unsafe reader.short() as Int)).map { _ in unsafe reader.short() })
      let given = gifts.extend(
        with: (0..<(unsafe reader.short() as Int)).map { _ in
          unsafe Gift(label: reader.short(), weight: reader.float())
        })
      rules.append(
        Rule(
          condition: condition, with: with, then: terms[0], within: within, without: terms[1], turn: terms[2],
          nowhere: terms[3], agent: terms[4], gifts: given, task: task))
    }
    wordless = TaggingTask.allCases.map { _ in
      (0..<(unsafe reader.short() as Int)).map { _ in
        let rule: Int32 = unsafe reader.short()
        return Wordless(condition: rules[Int(rule)].condition, rule: rule)
      }
    }
  }

  private static func facts(_ reader: inout LittleEndianReader) -> UInt128 {
    let low: UInt64 = unsafe reader.short()
    let high: UInt64 = unsafe reader.short()
    return UInt128(high) << 64 | UInt128(low)
  }

  // MARK: Terms and words

  /// What a term is, wherever a word has it.
  private func writeTerms(to out: inout LittleEndianWriter) {
    var terms = [WordTerm?](repeating: nil, count: termCount)
    for term in wordTerms { terms[Int(term.term)] = term }
    out.writeShort(termCount)
    for term in terms {
      out.writeShort(term?.tasks.rawValue ?? 0)
      out.writeShort(term?.isLexicon == true ? 1 : 0)
      out.writeShort(term?.uses.rawValue ?? 0)
      out.writeShort(term?.rules.count ?? 0)
      for at in term?.rules ?? 0..<0 { out.writeShort(rulesOfTerms[Int(at)]) }
    }
  }

  private mutating func readTerms(_ reader: inout LittleEndianReader) -> [WordTerm] {
    termCount = unsafe reader.short()
    return (0..<Term(termCount)).map { term in
      let tasks = unsafe TaskSet(rawValue: reader.short())
      let isLexicon = unsafe reader.byte() == 1
      let uses = unsafe TermUses(rawValue: reader.short())
      let rules = rulesOfTerms.extend(with: (0..<(unsafe reader.short() as Int)).map { _ in unsafe reader.short() })
      return WordTerm(term: term, rules: rules, tasks: tasks, isLexicon: isLexicon, uses: uses)
    }
  }

  private func writeWords(to out: inout LittleEndianWriter) {
    var numbers: [String: Int] = [:]
    var names: [String] = []
    for name in groupNames where numbers[name] == nil {
      numbers[name] = names.count
      names.append(name)
    }
    out.writeShort(names.count)
    for name in names { out.write(name) }
    out.writeShort(words.count)
    for (word, name) in zip(words, groupNames) {
      out.writeShort(numbers[name] ?? 0)
      out.writeShort(word.tasks.rawValue)
      out.writeShort(word.role.rawValue)
      out.writeShort((word.guardsStart ? 1 : 0) | (word.guardsEnd ? 2 : 0) | (word.isLatin ? 4 : 0))
      out.writeShort(word.terms.count)
      for at in word.terms { out.writeShort(wordTerms[Int(at)].term) }
    }
  }

  private mutating func readWords(_ reader: inout LittleEndianReader, _ terms: [WordTerm]) {
    let names = (0..<(unsafe reader.short() as Int)).map { _ in unsafe reader.text() }
    let count: Int = unsafe reader.short()
    words.reserveCapacity(count)
    groupNames.reserveCapacity(count)
    for _ in 0..<count {
      groupNames.append(names[unsafe reader.short()])
      let tasks = unsafe TaskSet(rawValue: reader.short())
      let role = unsafe GrammarRole(rawValue: reader.short())
      let flags: Int = unsafe reader.short()
      let start = Int32(wordTerms.count)
      var uses = TermUses()
      for _ in 0..<(unsafe reader.short() as Int) {
        let term = terms[unsafe reader.short()]
        uses.formUnion(term.uses)
        wordTerms.append(term)
      }
      words.append(
        Word(
          tasks: tasks, role: role, terms: start..<Int32(wordTerms.count), uses: uses, guardsStart: flags & 1 != 0,
          guardsEnd: flags & 2 != 0, isLatin: flags & 4 != 0))
    }
  }
}

/// What `duxin-dev compile-rules` writes.
package enum CompiledRules {
  /// The compiled form of the rule files that ship, as it is to be embedded.
  package static func shipped() throws(TaggingError) -> [UInt8] {
    try RuleCompiler.compile(RuleFile.shipped).bytes(hash: RuleFile.hash(of: RuleFile.shipped))
  }
}
