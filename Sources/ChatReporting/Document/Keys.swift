/// Keys of the text files: every one must be there in every language, and a test holds it.
enum Noun: String, CaseIterable {
  case conversation, customer, turn, answer, feeling, record, order
}

enum Heading: String, CaseIterable {
  case lead, pains, voices, painProducts, demand, mood
  case newWording, attributes
  case funnel, missed, missedList, price, priceProducts, priceChannels, offers
  case orders, bargains, priceCampaigns, choices, competitors
  case stages, empathy, outcomes, waits, handoffs, servers, hardest
  case turning, answered, returns, handlings, serviceChannels, serviceShops, automation
  case pages, headlines, days, shops, coverage, terms
}

enum Column: String, CaseIterable {
  case problem, aspect, owner, intent, family, emotion, level, step, reason, side, stage, outcome, remedy, kind, code
  case conversations, customers, answers, turns, records
  case share, shareLow, shareHigh, shareOfInterested
  case before, change, changeLow, changeHigh, pValue, trend
  case severity, unresolved, negative
  case product, channel, shop, server, topProblem, withProblem, interested
  case previousShare, startCount, endCount, endShare
  case priceMedium, priceHigh, promised, missed
  case feelings, followed, eased
  case firsts, firstMean, within30, within3Minutes, mean, longest, unmeasurable
  case repeaterShare, navigatorShare, mindReaderShare, repeatedShare
  case worst, end, unmetFeelings, repeatedAnswers, points
  case ready, fault, quote, conversation, turn, item, measure, day
  case faultQuote, attribute, asked, praised, blamed, topProduct, audience, occasion, competitor, campaign
  case bargain, reply, open, missedShare, calm, act, answered, handling
  case byBot, closedByBot, closedShare, reopened, potential
  case unsure
  case phrase, group, signal, paidWithin1, paidWithin4, orders, meanAmount, refunded, z

  /// Columns that only a CSV file holds: codes, ends of intervals, what a page shows beside another figure.
  var isForMachines: Bool {
    switch self {
    case .code, .aspect, .shareLow, .shareHigh, .before, .changeLow, .changeHigh, .pValue, .points, .turn, .z: true
    default: false
    }
  }
}

enum Say: String, CaseIterable {
  // Titles and the first screen.
  case title, overviewTitle, days, oneDay, noDays
  case period, periodCompared, undatedPeriod, scopeShop, scopeAll, read, rejects, analysed, notAnalysed, unsure,
    certaintyIntro,
    tagger
  // Change in words.
  case against, verdictRising, verdictFalling, verdictSteady, verdictUnclear, fromTo, part
  // Notes under tables.
  case smallSample, smallRows, moreRows, nothingSeen, noConversations
  // Product.
  case problems, problemsByCustomers, topPain, noPain, changes, risingPart, fallingPart, newPart, noChange, noPrevious
  case tooFewToCompare, productProblemsIntro
  case productFocus, productsSpread, productsCalm, noProduct, mood, moodCalm, painIntro, productIntro, demandIntro,
    moodIntro
  case attributesIntro, productAttributesIntro, newWordingIntro, noNewWording, noBackground
  // Marketing.
  case signals, noSignals, missedReasons, noMissed, price, noPrice, offers, noOffers, noOrders
  case funnelIntro, missedIntro, missedListIntro, priceIntro, priceProductIntro, priceChannelIntro, offersIntro
  case noChannel
  case noBargains, bargainIntro, bargainRepliesIntro, noCampaign, priceCampaignIntro, choicesIntro
  case noCompetitors, competitorsIntro, orders, ordersIntro, ordersGroupIntro
  // Service.
  case stages, noStages, repeats, noRepeats, empathy, noFeelings, outcomes, firstWait, noWait
  case stagesIntro, remediesIntro, outcomesIntro, waitsIntro, waitsUnmeasurable
  case handoffs, noHandoffs, serversIntro, noServers, hardestIntro, noHardest
  case noTurning, turningIntro, answeredIntro, noReturns, returns, handlingsIntro, groupsIntro, automationIntro
  case waitsHours
  // Overview.
  case pageLink, coverageIntro, headlinesIntro, daysIntro
  // Terms.
  case termConversation, termProblem, termSeverity, termTrend, termInterval, termSignal, termMissed, termPrice
  case termStage, termRepeat, termEmpathy, termRecovered, termOutcome, termWait
  case termStance, termAnswered, termReturn, termAutomation, termWording, termOrders, termFault
}
