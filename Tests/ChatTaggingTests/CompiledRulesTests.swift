import CData
import ChatModel
import Testing

@testable import ChatTagging

@Suite struct CompiledRulesTests {
  /// So the program starts fast; after an edit of rules it compiles them itself.
  @Test func shippedFormIsFresh() throws {
    guard let file = unsafe cdata_compiled(0) else {
      Issue.record("nothing is embedded")
      return
    }
    let kept = unsafe Array(UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count))
    #expect(try CompiledRules.shipped() == kept, "run make rules")
  }

  @Test func isReadAsWritten() throws {
    let bytes = try RuleCompiler.compile(RuleFile.shipped).bytes(hash: "abc")
    let read = unsafe bytes.withUnsafeBufferPointer { unsafe RuleSet($0, hash: "abc") }
    #expect(read?.bytes(hash: "abc") == bytes)
  }

  @Test func rulesOfOtherFilesAreNotTaken() throws {
    let bytes = try RuleCompiler.compile([]).bytes(hash: "abc")
    for (bytes, hash) in [(bytes, "abd"), ([], "abc"), (Array("DUXM1".utf8), "abc")] {
      let read = unsafe bytes.withUnsafeBufferPointer { unsafe RuleSet($0, hash: hash) }
      #expect(read == nil)
    }
  }

  @Test func tagsAreThoseOfTheFiles() throws {
    let (ready, compiled) = (try TurnTagger(model: nil), try TurnTagger(ruleFiles: RuleFile.shipped))
    #expect(ready.version == compiled.version)
    let batch = ModelSpeedTests.chat(200, seed: 4)
    let scratches = (TaggingScratch(), TaggingScratch())
    scratches.0.wantsEvidence = true
    scratches.1.wantsEvidence = true
    for index in batch.turns.indices {
      #expect(ready.tag(index, of: batch, with: scratches.0) == compiled.tag(index, of: batch, with: scratches.1))
      #expect(scratches.0.evidence == scratches.1.evidence)
    }
  }
}
