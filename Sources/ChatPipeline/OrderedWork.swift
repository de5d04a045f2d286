import Foundation
import Synchronization

/// Work cut into numbered steps (0, 1, 2 …) that several threads do at once and one thread receives in order.
///
/// Each worker takes the next step under a lock, works on it in parallel, may pass a turnstile where steps go through
/// one by one in order, and delivers. The calling thread consumes in order. At most `window` steps are under way, so
/// memory stays bounded; results never depend on the number of workers.
public struct OrderedWork: Sendable {
  /// How many threads work; the calling thread, which consumes, is not counted.
  public var workers: Int
  /// How many steps may be taken and not yet consumed.
  public var window: Int

  public init(workers: Int) {
    self.workers = max(1, workers)
    window = 2 * self.workers + 2
  }

  /// How often a waiting calling thread looks whether it is to stop, in seconds.
  private static let checkInterval = 0.1

  /// Takes, transforms in parallel, and consumes in order until `take` returns nil or something throws.
  ///
  /// - Parameters:
  ///   - take: gives the next input; called by one thread at a time.
  ///   - transform: the parallel part; gets the step's turnstile, to pass at most once.
  ///   - check: called on this thread before each step and while there is none; what it throws ends the work at once.
  ///   - consume: called on this thread, in order.
  /// - Throws: the first error of `take`, `check` or `consume`; everything before it in order was consumed.
  public func run<Input: Sendable, Output: Sendable>(
    take: @escaping @Sendable () throws -> Input?,
    transform: @escaping @Sendable (Input, Turnstile) -> Output,
    check: () throws -> Void = {},
    consume: (Output) throws -> Void
  ) throws {
    let state = Board<Output>(window: window)
    for _ in 0..<workers {
      Thread.detachNewThread {
        while let step = state.take(take) {
          state.deliver(transform(step.input, Turnstile(step: step.number, pass: state.passInOrder)), at: step.number)
        }
      }
    }
    defer { state.stop() }
    while let output = try state.next(check, every: Self.checkInterval) { try consume(output) }
  }
}

extension OrderedWork {
  /// Works on the elements of an array on all cores, and consumes on this thread in their order.
  ///
  /// - Throws: the first error in the order of the elements.
  static func onAllCores<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], transform: @escaping @Sendable (Input) throws -> Output, consume: (Output) throws -> Void
  ) throws {
    let rest = Mutex(inputs[...])
    try OrderedWork(workers: ProcessInfo.processInfo.activeProcessorCount).run(
      take: { rest.withLock { $0.popFirst() } },
      transform: { input, _ in Result { try transform(input) } },
      consume: { try consume($0.get()) })
  }
}

/// The gate of one step: bodies run one at a time, in the order of the steps.
public struct Turnstile: Sendable {
  let step: Int
  let pass: @Sendable (Int, () -> Void) -> Void

  /// Waits until every earlier step has passed, then runs `body` alone.
  public func inOrder(_ body: () -> Void) { pass(step, body) }
}

/// The shared state of one `OrderedWork.run`: a reorder buffer under one condition.
private final class Board<Output: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let window: Int
  private let takeLock = NSLock()
  private var taken = 0
  private var passed = 0
  private var passedAhead: Set<Int> = []
  private var consumed = 0
  private var ready: [Int: Output] = [:]
  private var end: Int?
  private var failure: (any Error)?
  private var stopped = false

  init(window: Int) { self.window = window }

  /// The next input and its number, or nil when there is none or the work has stopped.
  func take<Input>(_ source: () throws -> Input?) -> (number: Int, input: Input)? {
    takeLock.lock()
    defer { takeLock.unlock() }
    condition.lock()
    while !stopped && end == nil && taken - consumed >= window { condition.wait() }
    let go = !stopped && end == nil
    condition.unlock()
    guard go else { return nil }
    do {
      if let input = try source() {
        condition.lock()
        defer { condition.unlock() }
        taken += 1
        return (taken - 1, input)
      }
      finish(with: nil)
    } catch {
      finish(with: error)
    }
    return nil
  }

  private func finish(with error: (any Error)?) {
    condition.lock()
    (end, failure) = (taken, error)
    condition.broadcast()
    condition.unlock()
  }

  @Sendable func passInOrder(_ step: Int, _ body: () -> Void) {
    condition.lock()
    while passed < step && !stopped { condition.wait() }
    let go = !stopped
    condition.unlock()
    if go { body() }
    condition.lock()
    markPassed(step)
    condition.broadcast()
    condition.unlock()
  }

  /// Counts a step as past the turnstile, also one that never used it.
  private func markPassed(_ step: Int) {
    guard step >= passed else { return }
    passedAhead.insert(step)
    while passedAhead.remove(passed) != nil { passed += 1 }
  }

  func deliver(_ output: Output, at step: Int) {
    condition.lock()
    markPassed(step)
    ready[step] = output
    condition.broadcast()
    condition.unlock()
  }

  /// The next output in order; nil after the last; throws what the source threw once all before it is out.
  func next(_ check: () throws -> Void, every interval: Double) throws -> Output? {
    condition.lock()
    defer { condition.unlock() }
    while true {
      try check()
      if let output = ready.removeValue(forKey: consumed) {
        consumed += 1
        condition.broadcast()
        return output
      }
      if end == consumed {
        if let failure { throw failure }
        return nil
      }
      _ = condition.wait(until: Date(timeIntervalSinceNow: interval))
    }
  }

  func stop() {
    condition.lock()
    stopped = true
    condition.broadcast()
    condition.unlock()
  }
}
