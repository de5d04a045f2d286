import ChatStore
import Testing
