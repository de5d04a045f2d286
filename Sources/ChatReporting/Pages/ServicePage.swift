import ChatInsight
import ChatModel

/// The page for a service lead: the stage of service, unanswered feelings, outcomes, waits, and what to read.
extension Reporter {
  var servicePage: Page {
    Page(
      name: ReportAudience.service.rawValue, title: title(.title, audience: .service), facts: facts,
      lead: [stageSentence, outcomeSentence, empathySentence, repeatSentence, waitSentence],
      sections: [
        Section(.stages, stageBlocks), Section(.empathy, empathyBlocks), Section(.turning, turningBlocks),
        Section(.outcomes, outcomeBlocks), Section(.answered, answeredBlocks), Section(.returns, returnBlocks),
        Section(.waits, waitBlocks), Section(.handoffs, handoffBlocks), Section(.automation, automationBlocks),
        Section(.handlings, handlingBlocks), Section(.servers, serverBlocks),
        Section(.serviceChannels, qualityBlocks("service_by_channel", .channel, summary.channels, none: .noChannel)),
        Section(.serviceShops, qualityBlocks("service_by_shop", .shop, summary.shops, none: .nothingSeen)),
        Section(.hardest, hardestBlocks),
        terms(
          .termConversation, .termStage, .termRepeat, .termEmpathy, .termRecovered, .termOutcome, .termAnswered,
          .termReturn, .termWait, .termAutomation, .termTrend),
      ])
  }

  private static let stages: [ServiceStage] = [.mindReader, .navigator, .repeater]

  private func stageShare(_ stage: ServiceStage, _ tallies: Tallies) -> Proportion {
    Proportion(tallies.stages[stage], of: tallies.stagedAnswers)
  }

  // MARK: Five sentences

  private var stageSentence: Sentence {
    guard whole.stagedAnswers > 0 else { return say(.noStages) }
    return say(
      .stages,
      [
        "answers": .count(whole.stagedAnswers, .answer), "repeater": .share(stageShare(.repeater, whole)),
        "navigator": .share(stageShare(.navigator, whole)), "mindReader": .share(stageShare(.mindReader, whole)),
      ])
  }

  private var outcomeSentence: Sentence {
    let unresolved = whole.count(.unresolved)
    var values: [String: Value] = [
      "resolved": .number(whole.count(.resolved)), "unresolved": .count(unresolved, .conversation),
      "resolvedShare": .share(Proportion(whole.count(.resolved), of: whole.conversations)),
      "share": .share(Headline.unresolved.share(whole)), "unknown": .number(whole.count(.unknown)),
      "unknownShare": .share(Proportion(whole.count(.unknown), of: whole.conversations)),
    ]
    values.merge(against(.unresolved)) { $1 }
    return say(.outcomes, values)
  }

  private var empathySentence: Sentence {
    guard whole.feelings > 0 else { return say(.noFeelings) }
    var values: [String: Value] = [
      "feelings": .count(whole.feelings, .feeling), "unmet": .number(whole.unmetFeelings),
      "share": .share(Proportion(whole.unmetFeelings, of: whole.feelings)),
      "conversations": .count(whole.withUnmetFeeling, .conversation),
      "conversationShare": .share(Headline.unmetFeelings.share(whole)),
    ]
    values.merge(against(.unmetFeelings)) { $1 }
    return say(.empathy, values)
  }

  private var repeatSentence: Sentence {
    guard whole.answers > 0 else { return say(.noRepeats) }
    var values: [String: Value] = [
      "repeated": .number(whole.repeatedAnswers), "answers": .count(whole.answers, .answer),
      "share": .share(Proportion(whole.repeatedAnswers, of: whole.answers)),
      "conversations": .count(whole.withRepeats, .conversation),
      "conversationShare": .share(Headline.repeats.share(whole)),
    ]
    values.merge(against(.repeats)) { $1 }
    return say(.repeats, values)
  }

  private var waitSentence: Sentence {
    let people = whole.people
    guard people.firsts > 0 else { return say(.noWait) }
    return say(
      .firstWait,
      [
        "firsts": .count(people.firsts, .conversation),
        "mean": .seconds(Double(people.firstSeconds) / Double(people.firsts)),
        "within": .share(Proportion(people.within3Minutes, of: people.firsts)),
        "longest": .seconds(Double(people.longest)),
      ])
  }

  // MARK: Sections

  private var stageBlocks: [Block] {
    guard whole.stagedAnswers > 0 else { return [.paragraph(say(.noStages))] }
    let rows = Self.stages.map { stage -> [Column: Cell] in
      let share = stageShare(stage, whole)
      var row: [Column: Cell] = [
        .stage: cell(stage, "stage"), .code: .word(stage.name), .answers: .count(share.count), .share: .share(share),
      ]
      if let previous { row[.previousShare] = .share(stageShare(stage, previous.whole)) }
      return row
    }
    let columns: [Column] = [.stage, .code, .answers, .share] + (previous == nil ? [] : [.previousShare])
    return [
      .paragraph(say(.stagesIntro)), .table(Table("service_stages", columns, sample: whole.conversations, rows: rows)),
    ]
  }

  private var empathyBlocks: [Block] {
    guard whole.feelings > 0 else { return [.paragraph(say(.noFeelings))] }
    let rows = Remedy.allCases.reversed().filter { summary.remedies[$0] > 0 }.map { remedy -> [Column: Cell] in
      [
        .remedy: cell(remedy, "remedy"), .code: .word(remedy.name), .feelings: .count(summary.remedies[remedy]),
        .share: .share(Proportion(summary.remedies[remedy], of: whole.feelings)),
        .followed: .count(summary.followed[remedy]),
        .eased: .share(Proportion(summary.eased[remedy], of: summary.followed[remedy])),
      ]
    }
    let table = Table(
      "remedies", [.remedy, .code, .feelings, .share, .followed, .eased], sample: whole.negative, rows: rows)
    return [.paragraph(say(.remediesIntro)), .table(table)]
  }

  private var outcomeBlocks: [Block] {
    guard whole.conversations > 0 else { return [.paragraph(say(.nothingSeen))] }
    let reasons = OutcomeReason.allCases.sorted {
      ($0.outcome.rawValue, whole.outcomes[$1], $0.rawValue) < ($1.outcome.rawValue, whole.outcomes[$0], $1.rawValue)
    }
    let table = labelTable(
      "outcomes", .reason, "outcome_reason", reasons, count: { $0.whole.outcomes[$1] }, before: [.outcome]
    ) { [.outcome: cell($0.outcome, "outcome")] }
    return [.paragraph(say(.outcomesIntro)), .table(table)]
  }

  private var waitBlocks: [Block] {
    let kinds: [(Speaker, Tallies.Waiting)] = [(.agent, whole.people), (.bot, whole.bots)]
    let rows = kinds.filter { $0.1.answers > 0 }.map { speaker, waits -> [Column: Cell] in
      [
        .kind: cell(speaker, "speaker"), .code: .word(speaker.name), .firsts: .count(waits.firsts),
        .firstMean: .seconds(waits.firsts > 0 ? Double(waits.firstSeconds) / Double(waits.firsts) : nil),
        .within30: .share(Proportion(waits.within30Seconds, of: waits.firsts)),
        .within3Minutes: .share(Proportion(waits.within3Minutes, of: waits.firsts)),
        .mean: .seconds(Double(waits.seconds) / Double(waits.answers)), .longest: .seconds(Double(waits.longest)),
        .unmeasurable: .count(waits.unmeasurable),
      ]
    }
    let unmeasurable = whole.people.unmeasurable + whole.bots.unmeasurable
    let note: [Block] =
      unmeasurable > 0 ? [.paragraph(say(.waitsUnmeasurable, ["answers": .count(unmeasurable, .answer)]))] : []
    guard !rows.isEmpty else { return [.paragraph(say(.noWait))] + note }
    let table = Table(
      "response_times",
      [.kind, .code, .firsts, .firstMean, .within30, .within3Minutes, .mean, .longest, .unmeasurable],
      sample: whole.people.firsts + whole.bots.firsts, rows: rows)
    let intro = input.hours.map { say(.waitsHours, ["hours": .foreign($0)]) } ?? say(.waitsIntro)
    return [.paragraph(intro), .table(table)] + note
  }

  private var handoffBlocks: [Block] {
    guard whole.askedForHuman + whole.handedOver > 0 else { return [.paragraph(say(.noHandoffs))] }
    var values: [String: Value] = ["done": .count(whole.handedOver, .conversation)]
    if whole.askedForHuman > 0 {
      values["asked"] = .count(whole.askedForHuman, .conversation)
      values["share"] = .share(Proportion(whole.askedForHuman, of: whole.conversations))
      values["reached"] = .number(whole.reachedHuman)
      values["waiting"] = .number(whole.askedForHuman - whole.reachedHuman)
    }
    return [.paragraph(say(.handoffs, values))]
  }

  private var serverBlocks: [Block] {
    guard !summary.servers.isEmpty else { return [.paragraph(say(.noServers))] }
    return [.paragraph(say(.serversIntro)), .table(qualityTable("servers", .server, summary.servers))]
      + smallRows(Array(summary.servers.values))
  }

  /// Who answered: a bot alone, people, both, nobody.
  private var handlingBlocks: [Block] {
    let table = qualityTable("service_by_handling", .handling, summary.handlings) { name in
      .word(texts.word("handling", name))
    }
    return [.paragraph(say(.handlingsIntro)), .table(table)] + smallRows(Array(summary.handlings.values))
  }

  private func qualityBlocks(
    _ name: String, _ column: Column, _ groups: [String: Tallies], none: Say
  ) -> [Block] {
    guard !groups.isEmpty else { return [.paragraph(say(none))] }
    return [.paragraph(say(.groupsIntro)), .table(qualityTable(name, column, groups))]
      + smallRows(Array(groups.values))
  }

  /// The quality of service in groups of conversations.
  private func qualityTable(
    _ name: String, _ column: Column, _ groups: [String: Tallies], label: (String) -> Cell = { .foreign($0) }
  ) -> Table {
    groupTable(
      name, column, groups,
      [.repeaterShare, .navigatorShare, .mindReaderShare, .repeatedShare, .unmetFeelings, .unresolved, .firstMean],
      label: label
    ) { tallies in
      [
        .repeaterShare: .share(stageShare(.repeater, tallies)),
        .navigatorShare: .share(stageShare(.navigator, tallies)),
        .mindReaderShare: .share(stageShare(.mindReader, tallies)),
        .repeatedShare: .share(Proportion(tallies.repeatedAnswers, of: tallies.answers)),
        .unmetFeelings: .share(Proportion(tallies.unmetFeelings, of: tallies.feelings)),
        .unresolved: .share(Proportion(tallies.count(.unresolved), of: tallies.conversations)),
        .firstMean: .seconds(firstMean(tallies)),
      ]
    }
  }

  /// The mean first wait for whoever answered, people where there are any.
  private func firstMean(_ tallies: Tallies) -> Double? {
    let waits = tallies.people.firsts > 0 ? tallies.people : tallies.bots
    return waits.firsts > 0 ? Double(waits.firstSeconds) / Double(waits.firsts) : nil
  }

  private var hardestBlocks: [Block] {
    let items = summary.hardest.items
    guard !items.isEmpty else { return [.paragraph(say(.noHardest))] }
    let rows = items.map { item -> [Column: Cell] in
      [
        .quote: .foreign(item.quote.text), .worst: .word(texts.word("emotion", item.worst)),
        .end: .word(texts.word("emotion", item.end)),
        .reason: .word(texts.word("outcome_reason", item.outcome)), .unmetFeelings: .count(item.unmetFeelings),
        .repeatedAnswers: .count(item.repeatedAnswers), .points: .count(item.points),
        .conversation: .reference(item.quote), .turn: .count(Int(item.quote.turn)),
      ]
    }
    let table = Table(
      "hard_conversations",
      [.quote, .worst, .end, .reason, .unmetFeelings, .repeatedAnswers, .points, .conversation, .turn], rows: rows)
    return [.paragraph(say(.hardestIntro)), .table(table)]
  }
}
