import ChatPipeline
import ArgumentParser
@main struct Duxin: ParsableCommand {}
