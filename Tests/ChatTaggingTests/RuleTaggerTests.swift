import ChatTagging
import Testing
@Test func loads() throws { _ = try TurnTagger.shipped() }
