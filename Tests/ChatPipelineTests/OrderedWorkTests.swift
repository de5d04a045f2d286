import ChatPipeline
import Synchronization
import Testing

@Suite struct OrderedWorkTests {
  private final class Counter: Sendable {
    private let value = Mutex(0)
    func next(below limit: Int) -> Int? {
      value.withLock { value in
        guard value < limit else { return nil }
        value += 1
        return value - 1
      }
    }
  }

  @Test(arguments: [1, 2, 3, 8], [0, 1, 7, 500])
  func resultsComeInOrderWhateverTheWorkers(workers: Int, count: Int) throws {
    let source = Counter()
    let passed = Mutex<[Int]>([])
    let seen = Mutex<[Int]>([])
    try OrderedWork(workers: workers).run(
      take: { source.next(below: count) },
      transform: { number, turnstile in
        var waste = number
        for _ in 0..<(number * 7919 % 3000) { waste = waste &* 31 &+ 1 }
        // Every third step skips the turnstile, which must hold nobody up.
        if number % 3 != 0 { turnstile.inOrder { passed.withLock { $0.append(number) } } }
        return waste == Int.min ? -1 : number
      },
      consume: { number in seen.withLock { $0.append(number) } })
    #expect(seen.withLock { $0 } == Array(0..<count))
    #expect(passed.withLock { $0 } == (0..<count).filter { $0 % 3 != 0 })
  }

  private struct Stop: Error, Equatable { var at: Int }

  @Test(arguments: [1, 2, 8]) func anErrorOfTheSourceComesAfterAllBeforeIt(workers: Int) {
    let source = Counter()
    var seen: [Int] = []
    #expect(throws: Stop(at: 40)) {
      try OrderedWork(workers: workers).run(
        take: {
          let number = source.next(below: 100)
          if number == 40 { throw Stop(at: 40) }
          return number
        }, transform: { number, _ in number }, consume: { seen.append($0) })
    }
    #expect(seen == Array(0..<40))
  }

  @Test func anErrorOfTheConsumerStopsTheWork() {
    let source = Counter()
    #expect(throws: Stop(at: 5)) {
      try OrderedWork(workers: 2).run(
        take: { source.next(below: 1_000_000) }, transform: { number, _ in number },
        consume: { if $0 == 5 { throw Stop(at: 5) } })
    }
    #expect((source.next(below: 1_000_000) ?? 0) < 100)
  }
}
