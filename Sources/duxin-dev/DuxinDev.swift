import ChatPipeline
import ArgumentParser
@main struct DuxinDev: ParsableCommand {}
