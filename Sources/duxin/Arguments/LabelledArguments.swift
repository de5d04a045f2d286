import ArgumentParser
import ChatModel
import ChatPipeline
import ChatPrivacy
import ChatReading
import ChatTagging

/// Labelled turns, what tags them, and which turns to label next: for `train` and `evaluate`.
struct LabelledArguments: ParsableArguments {
  @Argument(help: "JSON lines with labels: files, folders, globs, or - for standard input.")
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      "Instead, write the N turns without labels that are most worth labelling, as JSON lines, masked.", valueName: "n")
  )
  var sampleUncertain: Int?

  @Option(
    help: ArgumentHelp("Parts of the cross-validation, by conversation; 0 leaves it out (default: 5).", valueName: "n"))
  var folds = 5

  @Option(help: ArgumentHelp("Seed of everything that is left to chance.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var tagger: TaggerArguments
  @OptionGroup var reading: ReadingArguments

  func validate() throws {
    if let sampleUncertain, sampleUncertain < 1 { throw ValidationError("--sample-uncertain takes a number from 1 on") }
    if folds < 0 || folds == 1 { throw ValidationError("--folds takes 0, or a number from 2 on") }
  }

  /// Reads the labelled turns; or writes the turns to label next, and gives nil.
  func read(_ settings: Settings, _ console: Console, by tagger: TurnTagger) throws -> LabelledChats? {
    let key = reading.isMasked(settings) ? try KeyArguments.ofStream(settings, nil, console) : nil
    var labelled = LabelledReading(try reading.options(settings, key: key))
    var next = LabelNext(sampleUncertain ?? 0, tagger: tagger)
    var inputs = Inputs(paths, console: console, showsProgress: false)
    var tally = ProblemTally(console: console)
    try inputs.forEach { path in
      tally.begin(path)
      var counts = (read: 0, kept: 0)
      try labelled.read(path, tell: { tally.tell($0) }) { batch, unlabelled in
        counts = (counts.read + batch.read, counts.kept + batch.turns.count)
        if sampleUncertain != nil { next.add(unlabelled, of: batch) }
      }
      tally.end([])
      return counts
    }
    try inputs.finish(rejected: 0, strict: false)
    if sampleUncertain != nil {
      try StandardOutput.write(next.lines())
      return nil
    }
    let chats = labelled.labelled
    guard chats.count > 0 else {
      throw Failure(
        message: "no turn has labels: a labelled turn is a record with \"labels\": {…}; see duxin help train")
    }
    console.note("\(chats.count) labelled turns in \(chats.conversations) conversations")
    return chats
  }
}
