import Foundation
import Testing

@testable import duxin_dev

@Suite struct SampleLogsTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let dialogues = root.appending(path: "Sources/duxin-dev/dialogues")
  private static let seed: UInt64 = 20_261_005

  private let library: DialogueLibrary
  private let samples: SampleLogs
  private var all: [Conversation] { samples.chats.flatMap { $0 } }

  /// Made once for all tests.
  private static let made = Result {
    let library = try DialogueLibrary(folder: dialogues)
    return (library, try SampleLogs(library: library, seed: seed))
  }

  init() throws { (library, samples) = try Self.made.get() }

  @Test func theCommittedFilesAreWhatIsMadeNow() throws {
    let folder = Self.root.appending(path: "SampleLogs")
    let advice: Comment = "run `duxin-dev synthesize --out SampleLogs` and look at the diff"
    for file in samples.files {
      let committed = try Data(contentsOf: folder.appending(path: file.name))
      #expect(committed == Data(file.bytes), "\(file.name): \(advice)")
    }
    let template = try String(contentsOf: Self.dialogues.appending(path: "README.template.md"), encoding: .utf8)
    let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    #expect(readme == samples.readme(template), advice)
    #expect(!readme.contains("{{"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == (samples.files.map(\.name) + ["README.md"]).sorted())
  }

  @Test func theSeedDecides() throws {
    let again = try SampleLogs(library: library, seed: Self.seed)
    #expect(again.files.map(\.bytes) == samples.files.map(\.bytes))
    let other = try SampleLogs(library: library, seed: 1)
    #expect(zip(other.files, samples.files).allSatisfy { $0.bytes != $1.bytes })
  }

  @Test func thereIsEnoughAndNotTooMuch() {
    #expect(all.count >= 400)
    #expect(all.reduce(0) { $0 + $1.messages.count } >= 4000)
    #expect(samples.files.reduce(0) { $0 + $1.bytes.count } < 2_000_000)
    #expect(Set(all.map(\.dialogue)).count >= 150)
    let english = zip(library.shops, samples.chats).filter { $0.0.language == "en" }.reduce(0) { $0 + $1.1.count }
    #expect((15...25).contains(english * 100 / all.count), "about a fifth is English")
  }

  @Test func noChatIsToldUnchangedAgainAndAgain() {
    let texts = Dictionary(grouping: all) { $0.messages.map(\.text) }
    #expect(texts.values.map(\.count).max() ?? 0 <= 6)
  }

  @Test(arguments: [
    ("courier_delay", "weimian", 3), ("price_rise", "jidian", 4), ("faulty_batch", "yunshan", 3),
    ("bot_loop", "shanli", 4),
  ])
  func theStoryPeaksInItsWeek(scene: String, shop: String, peak: Int) throws {
    let told = all.filter { $0.scene == scene }
    #expect(told.allSatisfy { $0.id.hasPrefix(shop) }, "\(scene) is told in one shop")
    let weeks = (1...4).map { week in told.count { $0.week == week } }
    #expect(weeks[peak - 1] == weeks.max())
    #expect(weeks[0] <= 1, "the first week is the quiet one to compare with")
  }

  @Test func theStoryNamesItsProduct() {
    let kettles = Set(all.filter { $0.scene == "faulty_batch" }.map(\.product))
    #expect(kettles == ["云杉恒温电水壶 1.7L"])
    let earphones = Set(all.filter { $0.scene == "price_rise" }.map(\.product))
    #expect(earphones == ["极点 A3 降噪耳机"])
  }

  @Test func aChatGoesForwardInTimeAndStaysInTheFourWeeks() {
    for chat in all {
      let times = chat.messages.compactMap(\.time)
      #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }, "\(chat.id)")
      #expect(times.allSatisfy { StoryCalendar.week(of: $0) != nil }, "\(chat.id)")
      #expect(!chat.messages.isEmpty)
    }
  }

  @Test func aSequelIsOfTheSameCustomerAndOrderWithinAWeek() throws {
    let sequels = Set(library.dialogues.compactMap { $0.sequel?.name })
    let again = all.filter { sequels.contains($0.dialogue) }
    #expect(again.count >= 10)
    for chat in again {
      let first = try #require(all.first { $0.customerID == chat.customerID && $0.start < chat.start })
      #expect(first.product == chat.product)
      #expect(chat.start - first.start < 7 * 86_400)
    }
  }

  @Test func theGzipFileHasNoTime() throws {
    let file = try #require(samples.files.first { $0.name.hasSuffix(".gz") })
    #expect(Array(file.bytes[0..<8]) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
  }

  @Test func theGB18030FileIsOne() throws {
    let file = try #require(samples.files.first { $0.name.contains("gb18030") })
    #expect(String(validating: file.bytes, as: UTF8.self) == nil)
    // 山里果园 in GB18030.
    #expect(Data(file.bytes).range(of: Data([0xC9, 0xBD, 0xC0, 0xEF, 0xB9, 0xFB, 0xD4, 0xB0])) != nil)
  }
}
